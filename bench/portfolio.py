"""500 use cases of 20 pass marks each: the portfolio, a search and Home, in milliseconds.

`python -m bench.portfolio`
"""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from assessments.portfolio.entries import portfolio
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.values import plain
from assessments.use_cases.definition import start_use_case
from assessments.use_cases.drafts import set_fields
from assessments.use_cases.versions import put_to_signers
from bench.home import cost_of
from bot.migrations.upgrade import upgrade_database
from bot.storage.database import Database
from handlers.blocks.home import home
from handlers.blocks.use_cases.portfolio import Shown, portfolio_window
from handlers.surfaces.home import home_card

MANY, ROWS = 500, 20
PERSON, CHANNEL = "U0MIA", "C0MODELS"
NOW = datetime(2026, 11, 30, tzinfo=UTC)


def fill(session: Session, count: int) -> None:
    """Write use cases, each with 20 pass marks; every tenth waits for signatures."""
    rules = load_rules()
    for number in range(count):
        now = NOW + timedelta(seconds=number)
        owner = PERSON if number % 100 == 0 else f"U0{number:03}"
        use_case = start_use_case(session, created_by=owner, channel_id=CHANNEL, now=now)
        values = {**_values(number), "business_owner": owner}
        set_fields(session, rules, use_case, values, owner, now)
        if number % 10 == 0:
            put_to_signers(session, rules, use_case, owner, now)


def _values(number: int) -> dict[str, Any]:
    example: dict[str, Any] = {name: plain(value) for name, value in load_rules().example.items()}
    (kpi,) = example["kpis"]
    rows = [*example["acceptance_criteria"], *_more_rows()]
    ranks = {"value": 1 + number % 5, "weeks_to_first_value": 1 + number % 30}
    return {
        **example,
        "title": f"Use case {number}",
        "kpis": [{**kpi, "target_date": "2031-12-31"}],
        "acceptance_criteria": rows,
        "priority_inputs": {**example["priority_inputs"], **ranks},
    }


def _more_rows() -> Iterator[dict[str, Any]]:
    row = plain(load_rules().example["acceptance_criteria"])[0]  # type: ignore[index] # a list
    for number in range(6, ROWS + 1):
        yield {**row, "id": f"AC-{number:02}", "segment": f"region={number}"}


def main() -> None:
    """Print what each costs."""
    rules = load_rules()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'portfolio.db'}"
        upgrade_database(url)
        database = Database(url)
        with database.transaction() as session:
            fill(session, MANY)

        def window(session: Session, search: str = "") -> object:
            return portfolio_window(Shown(portfolio(session, rules, search), search)).to_dict()

        for name, cost in (
            ("portfolio", cost_of(database, window)),
            ("search", cost_of(database, lambda session: window(session, "case 7"))),
            ("Home", cost_of(database, lambda session: home(home_card(session, PERSON, NOW)))),
        ):
            print(f"{name}: {cost.milliseconds:.1f} ms, {cost.queries} queries")
        database.close()


if __name__ == "__main__":
    main()

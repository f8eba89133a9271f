"""App Home beside many open requests and alerts of others: its time and its queries.

`python -m bench.home`
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from uuid import UUID

from sqlalchemy import event
from sqlmodel import Session

from bot.migrations.upgrade import upgrade_database
from bot.storage.database import Database
from deployments.models import ModelFacts, register_model
from deployments.tables import DeploymentRequest
from handlers.blocks.home import home
from handlers.surfaces.home import home_card, standing_text
from monitors.alerts.alert_facts import AlertFacts
from monitors.tables import Alert, AlertKind, Monitor

PERSON, OTHER, CHANNEL = "U0MIA", "U0OTHER", "C0MODELS"
MANY, TIMES = 1_000, 21
NOW = datetime(2026, 11, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Cost:
    """What drawing once costs."""

    milliseconds: float
    queries: int


def fill(session: Session, count: int, owner: str) -> None:
    """Add open requests and alerts, each of a model of its own."""
    for number in range(count):
        name = f"{owner} model {number}"
        model = register_model(session, ModelFacts(name, owner, CHANNEL), NOW)
        monitor = Monitor(
            name=name, model_name=name, channel_id=CHANNEL, owner_user_id=owner, reference="r",
            current="c", rows_per_window=100, columns={}, cron="0 6 * * 1", timezone="UTC",
        )  # fmt: skip
        session.add(monitor)
        session.flush()
        session.add(_request(model.id, number))
        session.add(_alert(monitor, number))


def _request(model_id: UUID, number: int) -> DeploymentRequest:
    return DeploymentRequest(
        model_id=model_id, version="v2", digest="", requested_by="U0DAN", registered_by="U0DAN",
        evidence={}, eligible_at_ask=[], open_key=f"{model_id}:v2",
        created_at=NOW + timedelta(seconds=number),
    )  # fmt: skip


def _alert(monitor: Monitor, number: int) -> Alert:
    return Alert(
        monitor_id=monitor.id, model_name=monitor.model_name, kind=AlertKind.DRIFT,
        active_key=monitor.name, opened_at=NOW + timedelta(seconds=number), last_seen_at=NOW,
        due_at=NOW, first_window=1, last_window=1,
        facts=AlertFacts(100, None).to_json(),
    )  # fmt: skip


def cost_of_home(database: Database) -> Cost:
    """Draw a person's Home some times; the median counts."""
    return cost_of(database, lambda session: home(home_card(session, PERSON, NOW)))


def cost_of_status(database: Database) -> Cost:
    """Write a person's `status` some times; the median counts."""
    return cost_of(database, lambda session: standing_text(session, PERSON, "C0ELSE", NOW))


def cost_of(database: Database, draw: Callable[[Session], object]) -> Cost:
    """Draw something some times; the median counts."""
    queries: list[str] = []
    watch = lambda *given: queries.append(given[2])  # noqa: E731 - two words
    event.listen(database.engine, "before_cursor_execute", watch)
    seconds = []
    for _ in range(TIMES):
        queries.clear()
        began = time.perf_counter()
        with database.reading() as session:
            draw(session)
        seconds.append(time.perf_counter() - began)
    event.remove(database.engine, "before_cursor_execute", watch)
    selects = [query for query in queries if query.startswith(("SELECT", "WITH"))]
    return Cost(median(seconds) * 1_000, len(selects))


def main() -> None:
    """Print what Home and `status` cost."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'home.db'}"
        upgrade_database(url)
        database = Database(url)
        with database.transaction() as session:
            fill(session, 5, PERSON)
        for label, more in (("nobody else's", 0), (f"{MANY:,} of others", MANY)):
            with database.transaction() as session:
                fill(session, more, OTHER)
            for name, cost in (
                ("Home", cost_of_home(database)),
                ("status", cost_of_status(database)),
            ):
                print(f"{name}, {label}: {cost.milliseconds:.1f} ms, {cost.queries} queries")
        database.close()


if __name__ == "__main__":
    main()

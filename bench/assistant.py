"""How long an answer without a model takes, in a database with a year of data.

`python -m bench.assistant`
"""

import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from sqlmodel import Session, col, select

from assistant.answer import answer_question
from bench import portfolio
from bench.home import fill as add_open_requests_and_alerts
from bot.jobs.passages import passages
from bot.migrations.upgrade import upgrade_database
from bot.storage.database import Database
from handlers.blocks.assistant import plain_answer
from monitors.tables import Monitor, MonitorRun, RunStatus
from tests.assistant import world
from tests.assistant.evaluation import questions

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MODELS, USE_CASES, WEEKS, COLUMNS = 100, 100, 52, 30
OTHER = "U0OTHER"


def fill(session: Session) -> None:
    """Add 100 models with an open alert and a release request each, a year of weekly checks."""
    world.fill(session, NOW)
    portfolio.fill(session, USE_CASES)
    add_open_requests_and_alerts(session, MODELS, OTHER)
    for monitor in session.exec(select(Monitor).order_by(col(Monitor.name))).all():
        effects = {f"column {number}": 0.01 * number for number in range(COLUMNS)}
        for week in range(WEEKS):
            session.add(
                MonitorRun(
                    monitor_id=monitor.id, firing_key=f"week {week}", window_number=100 + week,
                    rows=3_000, status=RunStatus.MEASURED, verdict="ok",
                    result={"metrics": {"accuracy": 0.842}, "effects": effects},
                    ran_at=NOW - timedelta(weeks=WEEKS - week, days=3),
                )
            )  # fmt: skip


def main() -> None:
    """Ask all questions of the evaluation; print the first one's time, and the others'."""
    asked, _ = questions()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'year.db'}"
        upgrade_database(url)
        database = Database(url)
        with database.transaction() as session:
            fill(session)
        seconds = []
        for question in asked:
            began = time.perf_counter()
            with database.reading() as session:
                desk = replace(world.desk(session, NOW), passages=passages())
                plain_answer(answer_question(question.ask, desk))
            seconds.append(time.perf_counter() - began)
        database.close()
    first, *others = seconds
    print(f"The first answer: {first:.2f} s. Then {len(others)} questions:")
    print(
        f"median {1_000 * median(others):.0f} ms, 95th percentile "
        f"{1_000 * quantiles(others, n=20)[-1]:.0f} ms, slowest {1_000 * max(others):.0f} ms"
    )


if __name__ == "__main__":
    main()

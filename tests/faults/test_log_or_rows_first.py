"""On PostgreSQL, who applies a file, runs a monitor or plans actions waits for nobody in a circle.

Who writes models and monitors takes the log's head first; who writes use cases and rounds takes
the use case or the round first, and the head after it.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from assessments.actions.roadmap import actions_of, agree_action
from assessments.answers.interview import find_assessment
from assessments.rounds.second_round import start_second_round
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import lock_use_case, start_use_case
from assessments.use_cases.drafts import set_fields
from bot.apply.configuration import Configuration, ModelEntry, timetables, write_configuration
from bot.apply.monitor_entry import MonitorEntry
from bot.apply.use_cases import apply_use_cases, lock_use_cases
from bot.storage.database import Database
from bot.transactions import Transaction
from bot.use_case_files import read_file
from ground.audit import hold, verify
from ground.yaml_files import parse_yaml
from handlers.surfaces.surface import place_surface
from monitors.alerts.alert_facts import AlertFacts, MovedColumn
from monitors.alerts.lifecycle import Findings, update_alerts
from monitors.runs.run import lock_monitor
from monitors.runs.run_now import run_now
from monitors.tables import Monitor
from tests.assessments.held_round import PAIRS, held_round
from tests.patience import until

MIA, BEA, FIN = "U0MIA", "U0BEA", "U0FIN"
MOVED = AlertFacts(rows=9, labelled_share=None, columns=[MovedColumn("age", "feature", 0.4, 0.25)])
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@dataclass
class Desk:
    """A monitor, a use case and a round with actions, and what may be done about them."""

    now: datetime
    monitor_id: UUID
    use_case_id: UUID
    round_id: UUID
    action_id: UUID

    def measure(self, session: Session) -> object:
        """A window shows something."""
        monitor = lock_monitor(session, self.monitor_id)
        return update_alerts(session, monitor, Findings(1, MOVED, None), self.now)

    def ask_for_a_run(self, session: Session) -> object:
        """Somebody asks for a run now."""
        return run_now(session, "weekly", "cli:mia", self.now)

    def apply(self, session: Session) -> object:
        """A file sets other times."""
        return apply(session, self.now, cron="0 8 * * 5")

    def apply_use_case(self, session: Session) -> object:
        """A file changes the monitor and the use case."""
        contract = f"id: {self.use_case_id}\nvalues: {{title: Calls, summary: From the file}}\n"
        file = read_file(parse_yaml("calls.yaml", contract))
        lock_use_cases(session, [file])
        apply(session, self.now, cron="0 8 * * 5")
        return apply_use_cases(Transaction(session, self.now, place_surface), [file])

    def write(self, session: Session) -> object:
        """Somebody writes in the use case's window."""
        use_case = lock_use_case(session, self.use_case_id)
        values = {"business_driver": "Fewer calls in vain"}
        set_fields(session, load_rules(), use_case, values, BEA, self.now)
        return use_case

    def ask_again(self, session: Session) -> object:
        """What is in dispute is asked once more, and actions are planned again."""
        return start_second_round(session, self.round_id, FIN, self.now)

    def decline_or_agree(self, session: Session) -> object:
        """Somebody agrees to an action; it may be planned again meanwhile."""
        due_on = self.now.date() + timedelta(days=30)
        return agree_action(session, self.action_id, BEA, due_on, FIN, self.now)


def apply(session: Session, now: datetime, cron: str) -> object:
    """Apply a file with a model and a monitor."""
    entry = MonitorEntry(
        name="weekly", model="churn", reference="a.csv", current="b.csv", cron=cron
    )
    models = [ModelEntry(name="churn", owner=MIA, channel="C1")]
    configuration = Configuration(models=models, monitors=[entry])
    work = Transaction(session, now, place_surface)
    return write_configuration(work, configuration, Path("/d"), timetables(configuration, now))


def set_up(database: Database, now: datetime) -> Desk:
    """Have all of it."""
    with database.transaction() as session:
        apply(session, now, cron="0 8 * * 1")
        use_case = start_use_case(session, created_by=BEA, channel_id="C1", now=now)
        set_fields(session, load_rules(), use_case, {"title": "Calls"}, BEA, now)
        round_ = held_round(session, PAIRS, now)
        action = actions_of(session, round_.id)[0]
        monitor = session.exec(select(Monitor)).one()
        return Desk(now, monitor.id, use_case.id, round_.id, action.id)


def hold_log(desk: Desk, session: Session) -> None:
    """Record something."""
    del desk
    hold(session)


def hold_round(desk: Desk, session: Session) -> None:
    """Change the round."""
    find_assessment(session, desk.round_id, is_held=True)


CIRCLES = [
    pytest.param(hold_log, Desk.measure, Desk.ask_for_a_run, id="a run that is asked for"),
    pytest.param(hold_log, Desk.measure, Desk.apply, id="a file and a window of its monitor"),
    pytest.param(hold_log, Desk.apply_use_case, Desk.write, id="a file and a window in Slack"),
    pytest.param(hold_round, Desk.ask_again, Desk.decline_or_agree, id="a second round"),
]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.postgres
@pytest.mark.parametrize(("held", "first", "second"), CIRCLES)
def test_nobody_is_ended_by_the_database(
    held: Callable[[Desk, Session], None],
    first: Callable[[Desk, Session], object],
    second: Callable[[Desk, Session], object],
    database: Database,
    now: datetime,
) -> None:
    """Both wait for a third; when that is done, they go on, and at most one is told why not."""
    desk = set_up(database, now)

    def act(step: Callable[[Desk, Session], object]) -> str:
        try:
            with database.transaction(deadline=time.monotonic() + 60) as session:
                step(desk, session)
        except Exception as error:  # noqa: BLE001 - which one it was is what the test asks
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(2) as pool:
        with database.transaction() as third:
            held(desk, third)
            running = []
            for step in (first, second):
                running.append(pool.submit(act, step))
                until(lambda: _waiting(third) == len(running), what="it to wait")
        told = {one.result() for one in running}

    with database.reading() as session:
        assert verify(session).is_whole
    assert told <= {"done", "AssessmentError"}


def _waiting(session: Session) -> int:
    found: int = session.connection().execute(WAITING).scalar_one()
    return found

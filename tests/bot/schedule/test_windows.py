"""Every window is measured exactly once, whoever asks for it and whenever the bot stops."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.queues.jobs import JobRunner
from bot.schedule.monitors import Schedule
from bot.storage.database import Database
from handlers.job_kinds import JobKind
from monitors.runs.measurement import Measurement
from monitors.runs.run import DueWindow, record_run
from monitors.runs.run_now import run_now
from monitors.tables import Monitor, MonitorRun, RunStatus
from tests.conftest import NOW

pytestmark = pytest.mark.sqlite_alone

IDLE_ROUNDS = 3
STEPS = ("terminal", "clock", "work", "stop", "no data", "second", "minute", "week")


@dataclass
class Bot:
    """A bot whose data are always there, but for a while; a stop cuts off the run at hand."""

    database: Database
    now: datetime = NOW
    has_data: bool = True
    stops_in_next_run: bool = False
    asked: int = 0
    fired: list[int] = field(default_factory=list)

    def add_monitor(self) -> None:
        """Have a monitor that runs on Mondays at ten."""
        with self.database.transaction() as session:
            session.add(
                Monitor(
                    name="weekly", model_name="m", channel_id="C1", owner_user_id="U1",
                    reference="r", current="c", rows_per_window=1, columns={},
                    cron="0 11 * * 1", timezone="Europe/Berlin",
                    next_firing_at=NOW + timedelta(hours=1),
                )
            )  # fmt: skip

    def take(self, step: str) -> None:
        """Let one thing happen."""
        steps: dict[str, Callable[[], object]] = {
            "terminal": self._ask,
            "clock": self._fire,
            "work": self._work,
            "stop": lambda: setattr(self, "stops_in_next_run", True),
            "no data": lambda: setattr(self, "has_data", not self.has_data),
        }
        pauses = {
            "second": timedelta(seconds=1),
            "minute": timedelta(minutes=1),
            "week": timedelta(weeks=1),
        }
        self.now += pauses.get(step, timedelta(milliseconds=1))
        steps.get(step, lambda: None)()

    def _ask(self) -> None:
        with self.database.transaction() as session:
            self.asked += run_now(session, "weekly", "cli:mia", self.now)

    def _fire(self) -> bool:
        fired = Schedule(self.database).step(self.now)
        if fired is not None:
            self.fired.append(fired.skipped)
        return fired is not None

    def _work(self) -> bool:
        runner = JobRunner(self.database, {JobKind.RUN_MONITOR: self._run}, Random(1))
        return runner.step(self.now) is not None

    def _run(self, payload: Any, now: datetime) -> None:  # noqa: ANN401 - a job's JSON
        with self.database.reading() as session:
            monitor = session.exec(select(Monitor)).one()
        skipped = payload["skipped_firings"]
        due = DueWindow(payload["firing_key"], monitor.windows_seen + skipped, skipped)
        if self.stops_in_next_run:
            self.stops_in_next_run = False
            raise RuntimeError("stopped")
        status = RunStatus.MEASURED if self.has_data else RunStatus.NO_DATA
        with self.database.transaction() as session:
            record_run(session, monitor.id, due, Measurement(status, ""), now)

    def finish(self) -> None:
        """Let everything that waits be done."""
        self.has_data, self.stops_in_next_run = True, False
        idle_rounds = 0
        while idle_rounds < IDLE_ROUNDS:
            fired = self._fire()
            self.now += timedelta(minutes=6)  # longer than any wait before another try
            idle_rounds = 0 if self._work() or fired else idle_rounds + 1


@settings(max_examples=40)
@given(steps=st.lists(st.sampled_from(STEPS), max_size=25))
def test_each_window_is_measured_once_or_openly_passed_over(
    steps: list[str], sqlite_template: Path
) -> None:
    """Runs by the clock and from the terminal, restarts, missing data, in any order."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "windows.db"
        file.write_bytes(sqlite_template.read_bytes())
        bot = Bot(Database(f"sqlite:///{file}"))
        bot.add_monitor()

        for step in steps:
            bot.take(step)
        bot.finish()

        with bot.database.reading() as session:
            runs = session.exec(select(MonitorRun).order_by(col(MonitorRun.window_number))).all()
            windows_seen = session.exec(select(Monitor)).one().windows_seen
        bot.database.close()
    measured = [run for run in runs if run.status is RunStatus.MEASURED]
    accounted = [
        window
        for run in measured
        for window in range(run.window_number - run.skipped_firings, run.window_number + 1)
    ]
    assert accounted == list(range(windows_seen))
    assert len(runs) == len(bot.fired)
    assert bot.asked <= len(runs)


@pytest.mark.both_databases
def test_two_runs_of_one_minute_measure_two_windows(database: Database) -> None:
    """Somebody runs the monitor, sees it measured, and runs it again at once."""
    bot = Bot(database)
    bot.add_monitor()

    for step in ("terminal", "clock", "work", "second", "terminal", "clock", "work"):
        bot.take(step)

    assert bot.asked == 2
    assert measured_windows(database) == [0, 1]


def test_a_run_from_the_terminal_loses_no_firing_that_was_missed(database: Database) -> None:
    """The bot was away for two weeks; the run that was asked for comes first, then the latest."""
    bot = Bot(database)
    bot.add_monitor()

    for step in ("week", "week", "terminal", "clock", "clock", "work", "work"):
        bot.take(step)

    assert bot.fired == [0, 1]
    assert measured_windows(database) == [0, 2]


def measured_windows(database: Database) -> list[int]:
    """List the windows that were measured."""
    with database.reading() as session:
        found = select(MonitorRun.window_number).order_by(col(MonitorRun.window_number))
        return list(session.exec(found.where(MonitorRun.status == RunStatus.MEASURED)).all())

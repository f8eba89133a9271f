"""Replays a monitor's settings over its history when it is set up, and learns how that moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from assessments.use_cases.signals import marks_for_model
from bot.adapters.data_sources.opening import OpenTables, open_tables, showing
from bot.adapters.data_sources.source import Sources, in_folder
from bot.jobs.job import JobContext, Payload
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind
from monitors.check.reference_window import FIXED, read_reference_window
from monitors.errors import MeasurementError
from monitors.replay.card import replay_card, replay_facts
from monitors.replay.chart import draw_replay, replay_alt_text
from monitors.replay.cut import Cut
from monitors.replay.past import Window, past_of_reference
from monitors.replay.replay import Plan, replay
from monitors.runs.background import Background, background_of, limits_of, past_key
from monitors.runs.measurement import questions_of, roles_of
from monitors.runs.rehearsal import MarksAsked
from monitors.runs.run import lock_monitor
from monitors.statistics.restless import MOST_PAST, as_stored
from monitors.tables import Monitor, MonitorReplay


def read_options(monitor: Monitor) -> dict[str, Any]:
    """Return how a monitor's tables are read: what is missing in them, and their partitions."""
    options = monitor.options
    return {
        "missing": tuple(options.get("missing", ())),
        "partitions": bool(options.get("partitions", False)),
    }


@dataclass(frozen=True)
class Replays:
    """What replays work with."""

    context: JobContext

    def replay_monitor(self, payload: Payload, now: datetime) -> None:
        """Replay a monitor over its history, draw that, and show it where its alerts appear."""
        monitor_id = UUID(payload["monitor_id"])
        with self.context.transactions.reading() as session:
            monitor = session.get_one(Monitor, monitor_id)
            background = background_of(session, monitor)
            pass_marks = marks_for_model(session, monitor.model_name)
        plan = Plan(
            Cut(rows=monitor.rows_per_window),
            monitor.runs_per_quarter,
            monitor.alert_budget_per_quarter / background.monitors,
            limits_of(monitor, pass_marks, Background()),
            read_reference_window(monitor.options.get("reference_window", FIXED)),
            [*questions_of(monitor, pass_marks), MarksAsked(pass_marks)],
        )
        history = in_folder(self.context.data_folder, monitor.options["history"])
        with open_tables(
            Sources(
                in_folder(self.context.data_folder, monitor.reference),
                history,
                **read_options(monitor),
            )
        ) as tables:
            facts = replay_facts(replay(tables, roles_of(monitor), plan))
            past = self.past_of(monitor, tables)
        with self.context.transactions.begin() as work:
            _keep(work.session, monitor, facts, past, now)
            card = replay_card(work.session, monitor_id)
        file_id = self.context.slack.upload_png(
            draw_replay(card), "replay.png", replay_alt_text(card)
        )
        with self.context.transactions.begin() as work:
            work.session.get_one(MonitorReplay, monitor_id).chart_file_id = file_id
            work.show(SurfaceKind.MONITOR_REPLAY, monitor_id)

    def learn(self, monitor: Monitor, tables: OpenTables, now: datetime) -> Background:
        """Load a monitor's background; the first time, or after a change, measure it first."""
        with self.context.transactions.reading() as session:
            known = session.get(MonitorReplay, monitor.id)
            if known is not None and known.facts.get("key") == past_key(monitor):
                return background_of(session, monitor)
        past = self.past_of(monitor, tables)
        with self.context.transactions.begin() as work:
            _keep(work.session, monitor, {}, past, now)
            return background_of(work.session, monitor)

    def past_of(self, monitor: Monitor, tables: OpenTables) -> list[Window]:
        """Measure how the reference's own windows move; nothing when it can't be read."""
        reference = in_folder(self.context.data_folder, monitor.reference)
        try:
            with showing(tables, Sources(reference, reference)) as shown:
                return past_of_reference(shown, roles_of(monitor), monitor.rows_per_window)
        except MeasurementError:
            return []


def _keep(
    session: Session,
    monitor: Monitor,
    facts: dict[str, Any],
    past: Sequence[Window],
    now: datetime,
) -> None:
    lock_monitor(session, monitor.id)
    known = session.get(MonitorReplay, monitor.id)
    kept = known or MonitorReplay(monitor_id=monitor.id, facts={}, natural={}, replayed_at=now)
    windows = [as_stored(window) for window in past[-MOST_PAST:]]
    kept.facts = {**kept.facts, **facts, "key": past_key(monitor), "past": windows}
    kept.replayed_at = now
    session.add(kept)
    session.flush()


def replay_monitor(context: JobContext, payload: Payload, now: datetime) -> None:
    """Replay a monitor over its history and show how often it would have alerted."""
    Replays(context).replay_monitor(payload, now)


JOBS = {JobKind.REPLAY_MONITOR: replay_monitor}

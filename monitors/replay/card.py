"""What a replay's message and picture show, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from monitors.errors import Code, MonitorError
from monitors.replay.replay import Replay
from monitors.replay.report import place_of
from monitors.tables import Monitor, MonitorReplay

MOST_ALARMS = 20
MOST_COLUMNS = 5
SPANS = {13.0: "weeks", 91.0: "days", 3.0: "months"}


@dataclass(frozen=True)
class ReplayedAlarm:
    """An alert that would have opened: its window, its place in the data, and its columns."""

    window: int
    place: str
    columns: Sequence[str]


@dataclass(frozen=True)
class ReplayCard:
    """Everything a replay's message shows.

    `effects` are each window's largest drift, as a multiple of its column's limit; in replays of
    earlier versions it is the PSI itself, and `limit` its limit.
    """

    monitor_name: str
    model_name: str
    channel_id: str
    owner_user_id: str
    span: str
    effects: Sequence[float | None]
    alarms: Sequence[ReplayedAlarm]
    alarm_count: int
    limit: float
    false_alarms_per_quarter: float
    budget: float
    chart_file_id: str | None
    notices: int = 0


def replay_facts(replay: Replay) -> dict[str, Any]:
    """Return what the message needs from a replay."""
    return {
        "effects": [
            max(
                (
                    column.effect / column.threshold
                    for column in window.columns
                    if column.effect is not None and column.threshold
                ),
                default=None,
            )
            for window in replay.windows
        ],
        "alarms": [
            {
                "window": alarm.window,
                "place": place_of(replay.windows[alarm.window]),
                "columns": list(alarm.columns[:MOST_COLUMNS]),
            }
            for alarm in replay.alarms[:MOST_ALARMS]
        ],
        "alarm_count": len(replay.alarms),
        "notices": len(replay.noticed),
        "limit": 1.0,
        "false_alarms_per_quarter": replay.false_alarms_per_quarter,
    }


def replay_card(session: Session, monitor_id: UUID) -> ReplayCard:
    """Load what a replay's message shows.

    Raises:
        MonitorError: The monitor was not replayed.
    """
    kept = session.get(MonitorReplay, monitor_id)
    if kept is None or "effects" not in kept.facts:
        raise MonitorError(Code.NOT_REPLAYED)
    monitor = session.get_one(Monitor, monitor_id)
    return ReplayCard(
        monitor_name=monitor.name,
        model_name=monitor.model_name,
        channel_id=monitor.channel_id,
        owner_user_id=monitor.owner_user_id,
        span=SPANS.get(monitor.runs_per_quarter, "windows"),
        effects=kept.facts["effects"],
        alarms=[ReplayedAlarm(**alarm) for alarm in kept.facts["alarms"]],
        alarm_count=kept.facts["alarm_count"],
        limit=kept.facts["limit"],
        false_alarms_per_quarter=kept.facts["false_alarms_per_quarter"],
        budget=monitor.alert_budget_per_quarter,
        chart_file_id=kept.chart_file_id,
        notices=kept.facts.get("notices", 0),
    )

"""A replay as JSON, and in words: how many alerts it would have opened, and when."""

from datetime import datetime
from typing import Any

from monitors.replay.replay import Alarm, Replay, ReplayedWindow
from monitors.statistics.chance import FEWEST_WINDOWS

MOST_NAMED = 5
WINDOWS = {0: "one window at most", 1: "one window"}
ALERTS = {0: "no alerts", 1: "one alert", 2: "two alerts"}


def replay_as_json(replay: Replay) -> dict[str, Any]:
    """Return the contract's document; a figure that could not be taken is null."""
    return {
        "windows": [_window(window) for window in replay.windows],
        "alarms": len(replay.alarms),
        "notices": len(replay.noticed),
        "false_alarms_per_quarter_expected": round(replay.false_alarms_per_quarter, 6),
    }


def replay_sentence(replay: Replay) -> str:
    """Return how many alerts these windows would have opened, and where."""
    count = len(replay.alarms)
    often = ALERTS.get(count, f"{count} alerts")
    count_of_windows = len(replay.windows)
    windows = "window" if count_of_windows == 1 else f"{count_of_windows} windows"
    said = f"Over the last {windows} you would have had {often}"
    small = sum(window.rows < replay.min_samples for window in replay.windows)
    unjudged = (
        f" {small} of them {'has' if small == 1 else 'have'} fewer than {replay.min_samples} "
        "rows, too few to judge. Use longer windows."
        if small
        else ""
    )
    unjudged = f"{_noticed(replay)}{unjudged}{_cautious(replay)}"
    if not count:
        return f"{said}.{unjudged}"
    more = f"; and {count - MOST_NAMED} more" if count > MOST_NAMED else ""
    named = "; ".join(alarm_words(replay, alarm) for alarm in replay.alarms[:MOST_NAMED])
    return f"{said}: {named}{more}.{unjudged}"


def _noticed(replay: Replay) -> str:
    count = len(replay.noticed)
    if not count:
        return ""
    windows = "One more window has" if count == 1 else f"{count} more windows have"
    return f" {windows} something worth a look, for which nobody would have been called."


def _cautious(replay: Replay) -> str:
    """Say that limits aren't learned yet, where the reference is too short for it."""
    known = replay.windows_of_reference
    if known >= FEWEST_WINDOWS:
        return ""
    windows = WINDOWS.get(known, f"{known} windows")
    return (
        f" The reference has {windows} of this size, too few to learn from: limits are cautious "
        f"until {FEWEST_WINDOWS} quiet windows are known."
    )


def alarm_words(replay: Replay, alarm: Alarm) -> str:
    """Return where an alert would have opened, and about which columns."""
    columns = ", ".join(alarm.columns[:3])
    others = len(alarm.columns) - 3
    more = f" and {others} more" if others > 0 else ""
    return f"{place_of(replay.windows[alarm.window])} ({columns}{more})"


def place_of(window: ReplayedWindow) -> str:
    """Name a window as a person would: its day, or its rows."""
    if isinstance(window.start, datetime):
        return f"{window.start.day} {window.start:%b %Y}"
    return f"rows {window.start + 1:,} to {window.end:,}"


def _window(window: ReplayedWindow) -> dict[str, Any]:
    return {
        "start": _bound(window.start),
        "end": _bound(window.end),
        "rows": window.rows,
        "verdict": window.verdict.value,
        "notices": window.notices,
        "questions": [
            {"question": found.question, "answer": found.answer.value, "note": note}
            for found in window.findings
            if (note := "; ".join(found.sentences))
        ],
        "columns": [
            {
                "column": column.column,
                "effect": column.effect,
                "threshold": column.threshold,
                "is_drift": column.is_drift or column.is_creeping,
            }
            for column in window.columns
        ],
    }


def _bound(bound: int | datetime) -> int | str:
    return bound.isoformat() if isinstance(bound, datetime) else bound

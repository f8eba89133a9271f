"""How models are doing, a line each."""

from collections.abc import Sequence
from datetime import datetime

from ground.counting import counted
from handlers.blocks.alerts.verdict import figure_beside_limit
from handlers.blocks.notices import notice_lines
from handlers.blocks.text import escape, mention, moment, short
from monitors.alerts.model_health import Health, ModelHealth
from monitors.tables import AlertKind

MOST_MODELS, MOST_NOTICES, LONGEST_NOTICE = 10, 1, 150
WORDS = {
    Health.UNDECIDED: "{waiting}{by}; open since {at}",
    Health.UNMEASURED: "couldn't be measured, {at}",
    Health.DECIDED: "{still}. {who}decided on {at}",
    Health.WARNING: "worth a look, {at}",
    Health.NO_DATA: "waiting for more data, {at}",
    Health.UNKNOWN: "not measured yet",
    Health.FINE: "fine, {at}",
}
STILL = {
    AlertKind.DRIFT: "data still changed",
    AlertKind.PERFORMANCE: "pass mark still broken",
    AlertKind.DATA: "data feed not fixed yet",
    AlertKind.FAIRNESS: "groups still get different results",
    AlertKind.PUSHED: "pass mark still broken",
}
"""What a decision didn't end yet."""
MARKS = {
    Health.UNDECIDED: ":red_circle:",
    Health.UNMEASURED: ":red_circle:",
    Health.DECIDED: ":large_orange_circle:",
    Health.WARNING: ":large_yellow_circle:",
    Health.NO_DATA: ":white_circle:",
    Health.UNKNOWN: ":white_circle:",
    Health.FINE: ":large_green_circle:",
}
"""Beside the words, never instead of them."""
TOLD_BY_ALERT = {Health.UNDECIDED, Health.DECIDED}
"""Their alert tells what changed; what else was noticed is no news."""
NEEDS_SOMEBODY = {Health.UNDECIDED, Health.UNMEASURED, Health.DECIDED, Health.WARNING}


def models_text(models: Sequence[ModelHealth], now: datetime | None = None) -> str:
    """Write how models are doing, a line each; count those that don't fit."""
    lines = [_line(model, now) for model in models[:MOST_MODELS]]
    left = len(models) - len(lines)
    return "\n".join([*lines, *([f"… and {left} more, none of them worse."] if left else [])])


def health_words(model: ModelHealth, at: str, who: str = "", by: str = "") -> str:
    """Say how a model is doing.

    Args:
        model: The model.
        at: Since when, or as of when.
        who: Who decided, with a blank after it.
        by: Who is to decide, and by when.
    """
    still = STILL[model.kind] if model.kind else "not back to normal yet"
    return WORDS[model.health].format(at=at, who=who, still=still, waiting=_waiting(model), by=by)


def _line(model: ModelHealth, now: datetime | None) -> str:
    at = moment(model.at) if model.at else "no date"
    who = f"{mention(model.decided_by)} " if model.decided_by else ""
    words = health_words(model, at, who, _decision(model, now))
    name = short(model.title or model.model_name)
    figures = "; ".join(
        escape(figure_beside_limit(line)) for line in model.figures if line.value is not None
    )
    shown = f"\nLatest check: {figures}" if figures else ""
    line = f"{MARKS[model.health]} *{name}*: {words}{shown}"
    if model.health in TOLD_BY_ALERT:
        return line
    return "\n".join([line, *notice_lines(model.notices, MOST_NOTICES, LONGEST_NOTICE)])


def _waiting(model: ModelHealth) -> str:
    if model.alerts < 2:  # noqa: PLR2004 - two are many
        return "an alert needs a decision"
    return f"{counted(model.alerts, 'alert')} need decisions"


def _decision(model: ModelHealth, now: datetime | None) -> str:
    """Write who decides by when, or since when that is overdue."""
    if model.due_at is None:
        return ""
    who = f" from {mention(model.asked)}" if model.asked else ""
    first = ", the first" if model.alerts > 1 else ""
    is_late = now is not None and now >= model.due_at
    late = " *overdue* since" if first else ", *overdue* since"
    return f"{who}{first}{late if is_late else ' by'} {moment(model.due_at)}"

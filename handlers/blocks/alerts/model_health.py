"""How models are doing, a line each."""

from collections.abc import Sequence

from handlers.blocks.notices import notice_lines
from handlers.blocks.text import moment, short
from monitors.alerts.model_health import Health, ModelHealth

MOST_MODELS, MOST_NOTICES = 10, 2
WORDS = {
    Health.UNDECIDED: "an alert needs a decision, since {at}",
    Health.UNMEASURED: "couldn't be measured, {at}",
    Health.DECIDED: "not back to normal yet; decided on {at}",
    Health.WARNING: "worth a look, {at}",
    Health.NO_DATA: "waiting for more data, {at}",
    Health.UNKNOWN: "not measured yet",
    Health.FINE: "fine, {at}",
}


def models_text(models: Sequence[ModelHealth]) -> str:
    """Write how models are doing, a line each; count those that don't fit."""
    shown = models[:MOST_MODELS]
    lines = [line for model in shown for line in _lines(model)]
    left = len(models) - len(shown)
    return "\n".join([*lines, *([f"… and {left} more, none of them worse."] if left else [])])


def _lines(model: ModelHealth) -> list[str]:
    at = moment(model.at) if model.at else "no date"
    line = f"• *{short(model.model_name)}*: {WORDS[model.health].format(at=at)}"
    return [line, *notice_lines(model.notices, MOST_NOTICES)]

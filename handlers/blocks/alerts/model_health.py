"""How models are doing, a line each."""

from collections.abc import Sequence

from handlers.blocks.text import moment, short
from monitors.alerts.model_health import Health, ModelHealth

MOST_MODELS = 10
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
    lines = [
        f"• *{short(model.model_name)}*: "
        f"{WORDS[model.health].format(at=moment(model.at) if model.at else 'no date')}"
        for model in models[:MOST_MODELS]
    ]
    left = len(models) - len(lines)
    return "\n".join([*lines, *([f"… and {left} more, none of them worse."] if left else [])])

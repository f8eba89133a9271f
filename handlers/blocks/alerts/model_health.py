"""How models are, a line each."""

from collections.abc import Sequence

from handlers.blocks.text import moment, short
from monitors.alerts.model_health import Health, ModelHealth

MOST_MODELS = 10
WORDS = {
    Health.UNDECIDED: "an alert waits for a decision, since {at}",
    Health.UNMEASURED: "could not be measured, {at}",
    Health.DECIDED: "still moved; decided about, {at}",
    Health.WARNING: "worth a look, {at}",
    Health.NO_DATA: "waits for more data, {at}",
    Health.UNKNOWN: "not measured yet",
    Health.FINE: "fine, {at}",
}


def models_text(models: Sequence[ModelHealth]) -> str:
    """Write models with their state, a line each; those that don't fit are counted."""
    lines = [
        f"• *{short(model.model_name)}*: "
        f"{WORDS[model.health].format(at=moment(model.at) if model.at else 'no date')}"
        for model in models[:MOST_MODELS]
    ]
    left = len(models) - len(lines)
    return "\n".join([*lines, *([f"and {left} more, none of them worse."] if left else [])])

"""The windows behind an alert: keep the model, or roll it back to an older version."""

import json
from collections.abc import Sequence

from slack_sdk.models.blocks import Block, PlainTextInputElement
from slack_sdk.models.views import View

from assessments.portfolio.dependence import Affected
from handlers.blocks.alerts.verdict import name_of
from handlers.blocks.menus import SEARCH_VERSIONS, menu
from handlers.blocks.parts import modal, section, text_input
from handlers.blocks.text import escape, short
from handlers.blocks.use_cases.affected import affected_line
from monitors.alerts.card import AlertCard
from monitors.alerts.decisions import LONGEST_REASON

KEEP_VIEW, ROLL_BACK_VIEW = "keep_model_reason", "roll_back_model_choice"
REASON_BLOCK, VERSION_BLOCK, TYPED = "reason", "version", "type_text"


def keep_model_window(card: AlertCard) -> View:
    """Build the window that asks why the model stays as it is."""
    return modal(
        "Keep the model",
        [
            section(
                f"*{escape(name_of(card))} stays as it is.* Your reason is saved with the "
                "decision, for anyone who asks later."
            ),
            _reason("Why keep it?"),
        ],
        callback_id=KEEP_VIEW,
        private_metadata=json.dumps({"alert_id": str(card.alert_id)}),
        submit="Keep it",
        close="Cancel",
    )


def roll_back_window(
    card: AlertCard,
    versions: Sequence[str],
    champion: str | None,
    affected: Sequence[Affected] = (),
) -> View:
    """Build the window that asks which version to go back to, why, and names who is affected."""
    line = affected_line(affected)
    entries = [(version, version) for version in versions]
    return modal(
        "Roll back",
        [
            section(
                f"*{escape(name_of(card))}* runs on version *{short(champion or 'unknown')}*. "
                "The version you choose goes live instead, and the channel is told."
            ),
            *([line] if line else []),
            text_input(
                "Roll back to",
                menu(entries, TYPED, SEARCH_VERSIONS, versions[0], "Choose a version"),
                block_id=VERSION_BLOCK,
            ),
            _reason("Why?"),
        ],
        callback_id=ROLL_BACK_VIEW,
        private_metadata=json.dumps({"alert_id": str(card.alert_id)}),
        submit="Roll back now",
        close="Cancel",
    )


def _reason(label: str) -> Block:
    return text_input(
        label,
        PlainTextInputElement(action_id=TYPED, multiline=True, max_length=LONGEST_REASON),
        block_id=REASON_BLOCK,
    )

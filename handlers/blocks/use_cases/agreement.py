"""Sending pass marks to who may agree them for a model."""

import json
from collections.abc import Sequence
from uuid import UUID

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from handlers.blocks.parts import button, context, modal, section
from handlers.blocks.text import escape, mentions, named_together, short

OFFER_MARKS, SEND_MARKS = "use_case_offer_marks", "use_case_send_marks"
MOST_MODELS, MOST_PEOPLE = 10, 3
SAVED = "What you wrote is saved as a draft."


def agreement_window(
    use_case_id: UUID, kept: Sequence[tuple[str, Sequence[str]]], told: str = ""
) -> View:
    """Build the window that says who may agree pass marks, and offers to send them.

    Args:
        use_case_id: The use case.
        kept: The models, each with who may change its pass marks.
        told: What is said at its head.
    """
    blocks: list[Block] = [context(escape(told))] if told else []
    for model, people in kept[:MOST_MODELS]:
        line = section(
            f"*{short(model)}* already has pass marks. "
            f"Only {mentions(people[:MOST_PEOPLE])} can change them."
        )
        line.accessory = button("Send it to them", SEND_MARKS, model)
        blocks.append(line)
    blocks.append(context("They get a direct message, and agree your pass marks or change them."))
    return modal(
        "Who may agree",
        blocks,
        callback_id="use_case_agreement",
        private_metadata=json.dumps({"use_case_id": str(use_case_id)}),
        submit=None,
    )


def sent_window(model: str, people: Sequence[str]) -> View:
    """Build the window that says to whom pass marks were sent."""
    told = f"Sent to {named_together(people)}. Once one of them agrees, it counts for "
    return modal(
        "Sent",
        [section(f"{told}*{short(model)}*.")],
        callback_id="use_case_marks_sent",
        submit=None,
    )

"""A use case drawn out of a text: the message, and a window for each proposed field."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from slack_sdk.models.blocks import ActionsBlock, Block, PlainTextInputElement
from slack_sdk.models.views import View

from assessments.use_cases.contract.content import ACCEPTANCE, Kind, Rules
from assistant.drafting import LEFT, OPEN, TAKEN, pass_mark_row
from assistant.unread import Unread
from ground.counting import counted
from handlers.blocks.parts import button, context, modal, prefilled, section, text_input
from handlers.blocks.text import Message, escape, quote, short
from handlers.blocks.use_cases.use_case import OPEN_USE_CASES
from handlers.wording.drafting import (
    ASK_IDEA,
    DONE,
    DONE_WITHOUT,
    FIRST_A_NAME,
    FROM_YOUR_TEXT,
    NO_MODEL,
    NOT_READ,
    NOTHING_READ,
    READ_SO_MUCH,
    READS_BACK,
    TITLE,
)
from handlers.wording.pass_marks import pass_mark_sentence
from handlers.wording.use_case_names import name_in_words

GO_THROUGH, LEAVE_OUT = "go_through_proposal", "leave_proposed_field"
CONFIRM_VIEW, IDEA_TEXT_VIEW, VALUE_BLOCK, TEXT_BLOCK = (
    "confirm_proposed_field", "draft_use_case", "value", "idea",
)  # fmt: skip
WRITE = "type_text"
LONGEST_IDEA = 3_000


@dataclass(frozen=True)
class DraftCard:
    """A proposal as it stands.

    Attributes:
        fields: `{"field", "value", "quote", "state"}` each.
        has_model: Whether a language model read the text.
        has_title: Whether the use case that was begun has a name; its card shows then.
        unread: What couldn't be read: why, and the file's name; empty for all texts together.
    """

    proposal_id: UUID
    fields: Sequence[dict[str, Any]]
    has_model: bool = True
    has_title: bool = True
    unread: Sequence[tuple[Unread, str]] = ()

    def count(self, state: str) -> int:
        """Count the fields in a state."""
        return sum(one["state"] == state for one in self.fields)


def draft_message(card: DraftCard) -> Message:
    """Build the direct message to who asked for a draft, as things are now."""
    if not card.fields:
        told = NOTHING_READ if card.has_model else NO_MODEL
        begin = ActionsBlock(elements=[button("New use case", OPEN_USE_CASES, "draft")])
        return Message(told, [section(f"*{TITLE}*\n{told}"), *_unread(card), begin])
    if not card.count(OPEN):
        told = _done(card)
        return Message(told, [section(f"*{TITLE}*\n{told}")])
    told = READ_SO_MUCH.format(count=counted(card.count(OPEN), "field"))
    go = button("Go through them", GO_THROUGH, card.proposal_id, style="primary")
    return Message(
        told, [section(f"*{TITLE}*\n{told}"), *_unread(card), ActionsBlock(elements=[go])]
    )


def confirm_window(rules: Rules, card: DraftCard, place: int) -> View:
    """Build the window for one proposed field: its words, its value, take it or leave it."""
    found = card.fields[place]
    spec = rules.by_id[found["field"]]
    blocks: list[Block] = [
        section(f"*{escape(spec.label)}*"),
        section(f"{FROM_YOUR_TEXT}\n{quote(str(found['quote']))}"),
        *_value(rules, found),
        ActionsBlock(elements=[button("Leave it out", LEAVE_OUT, place)]),
        context(f"{place + 1} of {len(card.fields)}. Nothing is agreed by this."),
    ]
    ids = {"proposal_id": str(card.proposal_id), "place": place}
    return modal(
        "Draft a use case",
        blocks,
        callback_id=CONFIRM_VIEW,
        private_metadata=json.dumps(ids),
        submit="Take it",
        close="Later",
    )


def done_window(card: DraftCard) -> View:
    """Build the window after the last field."""
    blocks: list[Block] = [section(_done(card))]
    return modal("Draft a use case", blocks, callback_id="proposal_done", submit=None)


def idea_text_window(channel_id: str) -> View:
    """Build the window to describe an idea in."""
    typed = PlainTextInputElement(action_id=WRITE, multiline=True, max_length=LONGEST_IDEA)
    return modal(
        "Draft a use case",
        [text_input("Your idea", typed, block_id=TEXT_BLOCK, hint=ASK_IDEA)],
        callback_id=IDEA_TEXT_VIEW,
        private_metadata=json.dumps({"channel_id": channel_id}),
        submit="Read it",
    )


def _unread(card: DraftCard) -> list[Block]:
    told: list[Block] = []
    for why, sentence in NOT_READ.items():
        names = [short(name) for found, name in card.unread if found is why]
        if names:
            told.append(context(sentence.format(names=", ".join(names))))
    return told


def _done(card: DraftCard) -> str:
    if not card.count(TAKEN):
        return DONE_WITHOUT
    told = DONE.format(taken=card.count(TAKEN), left=card.count(LEFT))
    return told if card.has_title else f"{told} {FIRST_A_NAME}"


def _value(rules: Rules, found: dict[str, Any]) -> list[Block]:
    value, spec = found["value"], rules.by_id[found["field"]]
    if spec.id == ACCEPTANCE:
        row = pass_mark_row(rules, value)
        sentence = pass_mark_sentence(row) if row else ""
        return [section(f"{READS_BACK}\n{quote(sentence)}")]
    if spec.type is not Kind.TEXT:
        return [section(f"Value: *{escape(name_in_words(str(value)))}*")]
    longest = int(spec.max) if spec.max is not None else LONGEST_IDEA
    element = PlainTextInputElement(
        action_id=WRITE,
        initial_value=prefilled(str(value)),
        multiline=spec.widget == "multiline",
        max_length=longest,
    )
    return [text_input("Value", element, block_id=VALUE_BLOCK)]

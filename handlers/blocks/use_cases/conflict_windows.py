"""Two people wrote the same: a window that shows both, field by field, to choose from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block, DividerBlock, RadioButtonsElement
from slack_sdk.models.views import View

from assessments.use_cases.contract.content import Kind
from assessments.use_cases.contract.values import Value, is_filled
from handlers.blocks.parts import modal, option, section, text_input
from handlers.blocks.text import cut, escape, mention, moment, quote
from handlers.blocks.use_cases.asked import Asked
from handlers.blocks.use_cases.field_inputs import block_id, input_block
from handlers.blocks.use_cases.widgets import widget_of

CONFLICT_VIEW, ROW_CONFLICT_VIEW = "use_case_conflict", "use_case_row_conflict"
WHOSE, THEIRS, MINE, CHOOSE = "whose", "theirs", "mine", "choose"
LONGEST = 1_000
PEOPLE = {Kind.PERSON, Kind.PEOPLE, Kind.PERSON_OR_GROUP}


@dataclass(frozen=True)
class ConflictLine:
    """One input that two people changed: what is saved, by whom, and what this person wrote."""

    asked: Asked
    theirs: Value
    mine: Value
    written_by: str
    written_at: datetime


@dataclass(frozen=True)
class ConflictCard:
    """What a window about conflicts shows; `mark` makes its inputs' ids fresh ones."""

    ids: Mapping[str, str | int]
    lines: Sequence[ConflictLine]
    mark: int
    is_row: bool = False


def conflict_window(card: ConflictCard) -> View:
    """Build the window: theirs as it is saved, one's own to choose or to change."""
    blocks: list[Block] = [
        section(
            "*Somebody else changed this at the same time.* All else that you wrote is saved. "
            "Choose what counts, one by one."
        )
    ]
    for line in card.lines[:20]:
        blocks += _line(line, card.mark)
    return modal(
        "Which one counts?",
        blocks,
        callback_id=ROW_CONFLICT_VIEW if card.is_row else CONFLICT_VIEW,
        private_metadata=json.dumps({**card.ids, "asked": [one.asked.name for one in card.lines]}),
        submit="Save",
        close="Keep theirs",
    )


def whose_block(asked: Asked, mark: object) -> str:
    """Name the block of the choice between both."""
    return block_id((WHOSE, *asked.place), mark)


def value_in_words(asked: Asked, value: Value) -> str:
    """Write a value as mrkdwn, as the window would show it."""
    if not is_filled(value):
        return "> _empty_"
    if asked.spec.type in PEOPLE:
        people = value if isinstance(value, list) else [value]
        return f"> {', '.join(mention(str(person)) for person in people)}"
    if asked.spec.type is Kind.CHANNEL:
        return f"> <#{escape(str(value))}>"
    raw = widget_of(asked).show(asked, value)
    texts = {choice.value: choice.text for choice in asked.choices}
    shown = [raw] if isinstance(raw, str) else list(raw or ())
    return quote(cut("\n".join(texts.get(one, one) for one in shown), LONGEST)) or "> _empty_"


def _line(line: ConflictLine, mark: int) -> list[Block]:
    asked = line.asked
    who = f"{mention(line.written_by)} wrote, {moment(line.written_at)}"
    options = [option("Keep theirs", THEIRS), option("Use mine, as it is below", MINE)]
    return [
        DividerBlock(),
        section(f"*{escape(asked.label)}*\n{who}:\n{value_in_words(asked, line.theirs)}"),
        text_input(
            "Which one counts?",
            RadioButtonsElement(action_id=CHOOSE, options=options),
            block_id=whose_block(asked, mark),
        ),
        input_block(_as_mine(asked), line.mine, mark),
    ]


def _as_mine(asked: Asked) -> Asked:
    return Asked(
        asked.place,
        "Yours",
        asked.spec,
        "",
        asked.choices,
        asked.unit,
        is_long=asked.is_long,
        is_radio=asked.is_radio,
    )

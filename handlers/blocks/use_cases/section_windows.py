"""A section of a use case as a window, and the window to choose one of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock
from slack_sdk.models.views import View

from assessments.use_cases.contract.content import FieldSpec, Kind, Rules
from assessments.use_cases.contract.document import Document
from handlers.blocks.menus import SEARCH_MODELS, menu
from handlers.blocks.parts import button, context, modal, section, text_input
from handlers.blocks.text import escape, mention, short
from handlers.blocks.use_cases.elements import TYPED
from handlers.blocks.use_cases.field_inputs import (
    block_id,
    input_block,
    inputs_of,
    value_at,
)
from handlers.blocks.use_cases.progress import short_label
from handlers.blocks.use_cases.row_blocks import row_blocks

SECTION_VIEW, OPEN_SECTION = "use_case_section_sent", "use_case_section"
ASK_FOR_SECTION, MODEL = "use_case_ask_section", "model_name"
CHOOSER, CARD = "chooser", ""
IDEA_PAGES, MOST_BLOCKS = 2, 100


@dataclass(frozen=True)
class SectionCard:
    """What a section's window shows.

    Attributes:
        use_case_id: Of which use case.
        title: Its title.
        section: Which section.
        document: What was written when the window was drawn first; rows as they are now.
        drawn: The draft's number then.
        rows: The draft's number now.
        notes: By field, what is wrong or could be better there.
        measured: By pass mark, what was measured last.
        came_from: Where the person goes on after it.
        models: The models to choose from, where the section is about the pass marks of one.
        model: The chosen one.
    """

    use_case_id: UUID
    title: str
    section: str
    document: Document
    drawn: int
    rows: int
    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    measured: Mapping[str, str] = field(default_factory=dict)
    came_from: str = CARD
    models: Sequence[str] = ()
    model: str = ""


@dataclass(frozen=True)
class SectionLine:
    """One section in the window to choose from: how far it is, and what is missing."""

    section: str
    title: str
    percent: int | None
    missing: Sequence[str]
    asked: Sequence[str] = ()


def fields_of(rules: Rules, section_id: str) -> list[FieldSpec]:
    """Return the fields of a section that its window shows."""
    return [
        found
        for found in rules.fields
        if found.section == section_id and found.type is not Kind.SIGN_OFFS
    ]


def idea_fields(rules: Rules, page: int) -> list[FieldSpec]:
    """Return the fields of a new use case's first or second window: those that an idea needs."""
    first = {found.id for found in rules.sections[:IDEA_PAGES]}
    return [
        found
        for found in rules.fields
        if found.required_at.rank == 0 and (found.section in first) == (page == 1)
    ]


def section_window(rules: Rules, card: SectionCard) -> View:
    """Build the window of a section; notes give way where inputs need the room."""
    title = next(found.title for found in rules.sections if found.id == card.section)
    ids = {
        "use_case_id": str(card.use_case_id),
        "section": card.section,
        "drawn": card.drawn,
        "rows": card.rows,
        "from": card.came_from,
    }
    blocks: list[Block] = [
        context(
            f"*{short(card.title or 'A new use case')}*. Leave out what you don't know yet, or "
            "ask somebody for it."
        )
    ]
    if card.models:
        blocks.append(_model(card))
    fields = fields_of(rules, card.section)
    drawn = [block for spec in fields for block in field_blocks(rules, spec, card)]
    if len(blocks) + len(drawn) >= MOST_BLOCKS:
        bare = replace(card, notes={})
        drawn = [block for spec in fields for block in field_blocks(rules, spec, bare)]
    blocks += drawn
    ask = button("Ask somebody for this", ASK_FOR_SECTION, card.section)
    return modal(
        title,
        [*blocks[: MOST_BLOCKS - 1], ActionsBlock(elements=[ask])],
        callback_id=SECTION_VIEW,
        private_metadata=json.dumps(ids),
        submit="Save",
        close="Not now",
    )


def _model(card: SectionCard) -> Block:
    entries = [(name, name) for name in card.models]
    return text_input(
        "Which model is this about?",
        menu(entries, TYPED, SEARCH_MODELS, card.model or None, "Choose the model"),
        block_id=block_id((MODEL,), card.drawn),
        hint="Its releases are compared with these pass marks once they are agreed.",
        optional=True,
    )


def field_blocks(rules: Rules, spec: FieldSpec, card: SectionCard) -> list[Block]:
    """Draw a field: its inputs, or its rows; and what is wrong with it."""
    notes = [context(f":warning: {escape(note)}") for note in card.notes.get(spec.id, ())[:3]]
    if spec.type is Kind.ROWS:
        rows = card.document.rows(spec.id)
        return [*row_blocks(rules, spec, rows, card.measured), *notes, DividerBlock()]
    asked = inputs_of(rules, spec)
    heading: list[Block] = [section(f"*{escape(spec.label)}*")] if len(asked) > 1 else []
    inputs = [input_block(one, value_at(card.document, one.place), card.drawn) for one in asked]
    return [*heading, *inputs, *notes]


def chooser_window(
    use_case_id: UUID, title: str, lines: Sequence[SectionLine], told: Sequence[str] = ()
) -> View:
    """Build the window to choose a section in."""
    blocks: list[Block] = [section(f"*{short(title or 'A new use case')}*")]
    for number, sentence in enumerate(told):
        blocks.append(context(f"{'' if number else ':white_check_mark: '}{escape(sentence)}"))
    for line in lines:
        entry = section(_line(line))
        entry.accessory = button("Open", OPEN_SECTION, line.section)
        blocks.append(entry)
    blocks.append(
        context("Each section is saved when you send it. Others can edit at the same time.")
    )
    return modal(
        "Edit a use case",
        blocks,
        callback_id="use_case_chooser",
        private_metadata=json.dumps({"use_case_id": str(use_case_id)}),
        submit=None,
    )


def _line(line: SectionLine) -> str:
    done = "nothing needed yet" if line.percent is None else f"{line.percent}%"
    labels = "; ".join(map(short_label, line.missing))
    missing = f"\nMissing: {escape(labels)}" if labels else ""
    asked = f"\nAsked: {', '.join(map(mention, line.asked))}" if line.asked else ""
    return f"*{escape(line.title)}*: {done}{missing}{asked}"

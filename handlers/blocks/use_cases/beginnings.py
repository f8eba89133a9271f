"""Where use cases begin: the window of `/lamplighter usecase`, and the two of a new idea."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    DividerBlock,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from assessments.use_cases.contract.content import Rules
from assessments.use_cases.contract.document import Document
from handlers.blocks.parts import button, context, modal, option, section
from handlers.blocks.text import escape, short
from handlers.blocks.use_cases.field_inputs import input_block, inputs_of, value_at
from handlers.blocks.use_cases.section_windows import idea_fields
from handlers.blocks.use_cases.use_case import START_USE_CASE
from handlers.wording.use_case_names import name_in_words

NEW_USE_CASE, PICK_USE_CASE, OPEN_ONE = "use_case_new", "use_case_pick", "use_case_open"
IDEA_VIEW, TITLE, MOST_MINE, MOST_OPTIONS = "use_case_idea", "title", 8, 100
Line = tuple[UUID, str, str, int]
"""A use case in a list: its id, title and status, and how complete it is, in percent."""


@dataclass(frozen=True)
class MenuCard:
    """What the window of `/lamplighter usecase` shows.

    Attributes:
        channel_id: Where the card of a new one will be.
        mine: The person's own.
        all: The newest of all.
        section: The section that is opened in the chosen one; empty to choose it.
        looked_for: What was looked for by name; `mine` then holds what was found.
        round_id: The round that a new one grows from; empty where it grows from none.
    """

    channel_id: str
    mine: Sequence[Line]
    all: Sequence[Line]
    section: str = ""
    looked_for: str = ""
    round_id: str = ""


def menu_window(card: MenuCard) -> View:
    """Build the window: begin one, or open one."""
    begin = section(
        "*Begin a new use case*\nEight questions that an idea needs, in two short windows. "
        "Others can fill in the rest with you, over days."
    )
    begin.accessory = button("New use case", NEW_USE_CASE, "new", style="primary")
    quick = section(
        "*Only pass marks for a model?*\nThree short windows: what it's for, the number that "
        "must move, how good is good enough."
    )
    quick.accessory = button("Pass marks for a model", START_USE_CASE, "menu")
    blocks: list[Block] = [begin, quick, DividerBlock(), *_list(card)]
    if card.all:
        options = [option(title, str(found)) for found, title, _, _ in card.all[:MOST_OPTIONS]]
        picker = StaticSelectElement(
            action_id=PICK_USE_CASE,
            options=options,
            placeholder=PlainTextObject(text="Open one by name"),
        )
        blocks += [section("*All use cases*"), ActionsBlock(elements=[picker])]
    ids = {"channel_id": card.channel_id, "section": card.section, "round_id": card.round_id}
    return modal(
        "Use cases",
        blocks,
        callback_id="use_case_menu",
        private_metadata=json.dumps(ids),
        submit=None,
    )


def idea_window(
    rules: Rules, use_case_id: UUID, document: Document, page: int, drawn: int
) -> View:
    """Build the first or second window of a new use case: what the status idea needs."""
    fields = idea_fields(rules, page)
    intro = (
        "What's the idea? Leave out what you don't know yet: you, or somebody you ask, can add "
        "it later."
        if page == 1
        else "A few questions to sort it: how risky it is, and what comes first."
    )
    blocks: list[Block] = [section(intro)]
    for spec in fields:
        asked = inputs_of(rules, spec)
        if len(asked) > 1:
            blocks += [DividerBlock(), section(f"*{escape(spec.label)}*")]
        blocks += [
            input_block(one, value_at(document, one.place), drawn, optional=one.name != TITLE)
            for one in asked
        ]
    return modal(
        f"New use case, {page} of 2",
        blocks,
        callback_id=IDEA_VIEW,
        private_metadata=json.dumps(
            {"use_case_id": str(use_case_id), "page": page, "drawn": drawn}
        ),
        submit="Next" if page == 1 else "Save",
        close="Later",
    )


def _list(card: MenuCard) -> list[Block]:
    if card.looked_for and not card.mine:
        return [section(f"No use case has “{short(card.looked_for)}” in its name.")]
    if not card.mine:
        return [context("You have no use cases yet.")]
    found = f"*Found for “{short(card.looked_for)}”*" if card.looked_for else "*Yours*"
    blocks: list[Block] = [section(found)]
    for use_case_id, title, status, percent in card.mine[:MOST_MINE]:
        line = section(f"*{short(title)}*: {escape(name_in_words(status))}, {percent}% filled in")
        line.accessory = button("Open", OPEN_ONE, use_case_id)
        blocks.append(line)
    more = len(card.mine) - MOST_MINE
    return [*blocks, *([context(f"And {more} more: see the menu below.")] if more > 0 else [])]

"""The window that starts a round: who, until when and where; the rest is folded away."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
    DatePickerElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from assessments.answers.asking import Mode
from assessments.rounds.starting import LONGEST_SCOPE
from assessments.tables import ScopeKind
from handlers.blocks.menus import SEARCH_LISTS, menu, menu_of_several
from handlers.blocks.parts import (
    button,
    context,
    modal,
    option,
    prefilled,
    section,
    text_input,
)
from handlers.blocks.rounds.terms import KINDS
from handlers.blocks.text import cut, escape

START_ASSESSMENT = "start_assessment"
ASSESS_VIEW = "choose_participants"
MODE_BLOCK, SCOPE_KIND_BLOCK, SCOPE_BLOCK = "mode", "scope_kind", "scope"
END_BLOCK, GOAL_BLOCK, TERMS_BLOCK = "ends_on", "goal", "terms"
LISTS_BLOCK, GROUP_BLOCK, CHANNEL_BLOCK = "lists", "group", "channel"
CHOOSE = "choose"
GROUP_ACTION, MODE_ACTION = "choose_people", "choose_mode"
SHOW_MORE_OPTIONS = "show_more_options"
QUARTERLY, SINGLE, NAMED, SINGLY = "quarterly", "single", "named", "singly"
NAMELESS = "You won't see who gave which answer. "
LONGEST_GOAL_NAME = 50
LONGEST_METADATA = 3_000
MODES = {
    Mode.SCREEN: "Seven quick questions (3 minutes)",
    Mode.QUICK: "Quick check, eight topics (4 minutes)",
    Mode.FULL: "Full questionnaire (8 to 11 minutes)",
}
SCOPES = {
    ScopeKind.TEAM: "One team",
    ScopeKind.UNIT: "A unit with several teams",
    ScopeKind.USE_CASE: "One use case",
}


@dataclass(frozen=True)
class Setup:
    """What the window that starts a round offers, and what's already filled in.

    `channel_id` is where it was asked for, `where` the channel for the result; it `is_open` when
    all options are shown. Goals come as value and text.
    """

    channel_id: str
    questionnaire_id: str
    groups: Sequence[tuple[str, str]]
    choices: Sequence[tuple[str, str]]
    goals: Sequence[tuple[str, str]]
    people: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lists: Sequence[tuple[str, str]] = ()
    scope: tuple[ScopeKind, str] = (ScopeKind.TEAM, "")
    mode: str = ""
    chosen_lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ends_on: str = ""
    goal: str = "growing"
    terms: Sequence[str] = ()
    where: str = ""
    is_open: bool = False


def group_block(group_id: str) -> str:
    """Return the block_id of a group's people; prefixed, as a group may share an input's name."""
    return f"{GROUP_BLOCK}_{group_id}"


def lists_block(group_id: str) -> str:
    """Return the block_id of a group's user groups."""
    return f"{LISTS_BLOCK}_{group_id}"


def start_round_window(setup: Setup) -> View:
    """Build the window that asks a facilitator whom to ask, until when, and where to show it."""
    blocks: list[Block] = [
        _choices(setup),
        section(
            "*Who should answer?* Each gets a direct message. A group counts once, however many "
            "people it has."
        ),
        *(group_input(setup, *group) for group in setup.groups),
        _last_day(setup),
        _where(setup),
        *(_more(setup) if setup.is_open else _folded(setup)),
    ]
    return modal(
        "Start a readiness round",
        blocks,
        callback_id=ASSESS_VIEW,
        private_metadata=_kept(setup),
        submit="Send invitations",
        close="Not now",
    )


def _last_day(setup: Setup) -> Block:
    return text_input(
        "Last day to answer",
        DatePickerElement(action_id=CHOOSE, initial_date=setup.ends_on or None),
        block_id=END_BLOCK,
        optional=True,
        hint="Without a date, the round ends when everyone has answered or you close it.",
    )


def _where(setup: Setup) -> Block:
    return text_input(
        "Where should the result appear?",
        ConversationSelectElement(
            action_id=CHOOSE,
            placeholder=PlainTextObject(text="Choose a channel"),
            initial_conversation=setup.where or None,
            filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
        ),
        block_id=CHANNEL_BLOCK,
    )


def _folded(setup: Setup) -> list[Block]:
    """Say what stands as it was last time, and offer the rest."""
    kind, name = setup.scope
    named = f"About the {KINDS[kind]} *{escape(name)}*, as last time. " if name else ""
    sees = "You'll see who gave each answer. " if NAMED in setup.terms else NAMELESS
    more = button("More options", SHOW_MORE_OPTIONS, "more")
    return [
        context(
            f"{named}{sees}More options: the round's subject, its goal, who sees what, repeating."
        ),
        ActionsBlock(elements=[more]),
    ]


def _more(setup: Setup) -> list[Block]:
    kind, name = setup.scope
    return [
        *list_inputs(setup),
        text_input(
            "What is this round about?",
            _select([(found.value, label) for found, label in SCOPES.items()], kind.value),
            block_id=SCOPE_KIND_BLOCK,
        ),
        text_input(
            "Name",
            PlainTextInputElement(
                action_id=CHOOSE,
                max_length=LONGEST_SCOPE,
                initial_value=prefilled(name),
                placeholder=PlainTextObject(text="e.g. Customer service"),
            ),
            block_id=SCOPE_BLOCK,
            optional=True,
            hint="Use the same name as last time to see what has changed since.",
        ),
        text_input("What's your goal?", _select(setup.goals, setup.goal), block_id=GOAL_BLOCK),
        _terms(setup),
    ]


def goal_text(name: str, levels: Collection[int]) -> str:
    """Write a goal as an option: its name, and the levels that its topics should reach."""
    lowest, highest = min(levels), max(levels)
    reach = f"level {lowest} everywhere"
    if lowest < highest:
        reach = f"levels {lowest} to {highest}, by topic"
    return f"{cut(name, LONGEST_GOAL_NAME)}: {reach}"


def group_input(setup: Setup, group_id: str, label: str) -> Block:
    """Build a group's input: its people."""
    return text_input(
        label,
        UserMultiSelectElement(
            action_id=GROUP_ACTION,
            placeholder=PlainTextObject(text="Choose people"),
            initial_users=list(setup.people.get(group_id, ())) or None,
        ),
        block_id=group_block(group_id),
        optional=True,
    )


def list_inputs(setup: Setup) -> list[Block]:
    """Build each group's input for user groups, if the workspace has any."""
    return [_lists(setup, *group) for group in setup.groups] if setup.lists else []


def _lists(setup: Setup, group_id: str, label: str) -> Block:
    chosen = setup.chosen_lists.get(group_id, ())
    return text_input(
        f"{label}: everyone in a user group",
        menu_of_several(setup.lists, CHOOSE, SEARCH_LISTS, chosen, "Choose user groups"),
        block_id=lists_block(group_id),
        optional=True,
    )


def _terms(setup: Setup) -> Block:
    options = [
        option("Ask one question at a time, also in the full questionnaire", SINGLY),
        option("Repeat every quarter, with the same people", QUARTERLY),
        option("Show a group's view even if only one person answered", SINGLE),
        option("Show me who gave each answer", NAMED),
    ]
    return text_input(
        "More options",
        CheckboxesElement(
            action_id=CHOOSE, options=options, initial_options=_among(options, setup.terms)
        ),
        block_id=TERMS_BLOCK,
        optional=True,
        hint="Each invitation says who will see what.",
    )


def _choices(setup: Setup) -> Block:
    known = [value for value, _ in setup.choices]
    chosen = setup.mode if setup.mode in known else known[0]
    return text_input(
        "What do you want to ask?",
        menu(setup.choices, MODE_ACTION, MODE_ACTION, chosen, "Choose what to ask"),
        block_id=MODE_BLOCK,
        tells=True,
    )


def _among(options: Sequence[Option], chosen: Sequence[str]) -> list[Option] | None:
    return [found for found in options if found.value in chosen] or None


def _kept(setup: Setup) -> str:
    """Store with the window what it doesn't show: people in another questionnaire's groups."""
    shown = {group_id for group_id, _ in setup.groups}
    hidden = {group: list(found) for group, found in setup.people.items() if group not in shown}
    ids = {"channel_id": setup.channel_id, "questionnaire": setup.questionnaire_id}
    text = json.dumps({**ids, "people": hidden})
    return text if len(text) <= LONGEST_METADATA else json.dumps(ids)


def _select(choices: Sequence[tuple[str, str]], chosen: str) -> StaticSelectElement:
    options: list[Option] = [option(text, value) for value, text in choices]
    initial = next((found for found in options if found.value == chosen), options[0])
    return StaticSelectElement(action_id=CHOOSE, options=options, initial_option=initial)

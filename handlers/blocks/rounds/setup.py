"""The window that starts a round: what to ask, whom to ask, and by when."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DatePickerElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from assessments.answers.asking import Mode
from assessments.rounds.starting import LONGEST_SCOPE
from assessments.tables import ScopeKind
from handlers.blocks.parts import context, modal, option, prefilled, section, text_input

START_ASSESSMENT = "start_assessment"
ASSESS_VIEW = "choose_participants"
MODE_BLOCK, SCOPE_KIND_BLOCK, SCOPE_BLOCK = "mode", "scope_kind", "scope"
END_BLOCK, GOAL_BLOCK, TERMS_BLOCK = "ends_on", "goal", "terms"
LISTS_BLOCK, GROUP_BLOCK = "lists", "group"
CHOOSE = "choose"
GROUP_ACTION, MODE_ACTION = "choose_people", "choose_mode"
QUARTERLY, SINGLE, NAMED = "quarterly", "single", "named"
MOST_OPTIONS, MOST_RADIO_OPTIONS = 100, 10
LONGEST_METADATA = 3_000
MODES = {
    Mode.SCREEN: "Seven quick questions: is a review worth it? (3 minutes)",
    Mode.QUICK: "Quick check: one question on each of eight topics (4 minutes)",
    Mode.FULL: "Full questionnaire: all levels and a roadmap (8 to 11 minutes)",
}
SCOPES = {
    ScopeKind.TEAM: "One team",
    ScopeKind.UNIT: "A unit with several teams",
    ScopeKind.USE_CASE: "One use case",
}
GOALS = {
    "first_model": "A first model: level 2 everywhere",
    "growing": "Several models: level 3 everywhere",
    "high_risk": "High risk: level 4 where it matters most",
}


@dataclass(frozen=True)
class Setup:
    """What the window that starts a round offers, and what's already filled in."""

    channel_id: str
    questionnaire_id: str
    groups: Sequence[tuple[str, str]]
    choices: Sequence[tuple[str, str]]
    goals: Sequence[str]
    people: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lists: Sequence[tuple[str, str]] = ()
    scope: tuple[ScopeKind, str] = (ScopeKind.TEAM, "")
    mode: str = ""
    chosen_lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ends_on: str = ""
    goal: str = "growing"
    terms: Sequence[str] = ()


def group_block(group_id: str) -> str:
    """Return the block_id of a group's people; prefixed, as a group may share an input's name."""
    return f"{GROUP_BLOCK}_{group_id}"


def lists_block(group_id: str) -> str:
    """Return the block_id of a group's user groups."""
    return f"{LISTS_BLOCK}_{group_id}"


def start_round_window(setup: Setup) -> View:
    """Build the window that asks a facilitator what to ask, whom, and by when."""
    blocks: list[Block] = [
        section(
            "*Who should answer?* Everyone gets short questions in a direct message. The result "
            "appears in the channel when everyone has answered, on the last day, or when you "
            "close the round."
        ),
        _choices(setup),
        *(block for group in setup.groups for block in group_inputs(setup, *group)),
        context("Each group counts once, however many people it has."),
        *_what_and_until(setup),
        _terms(setup),
    ]
    return modal(
        "Start a readiness round",
        blocks,
        callback_id=ASSESS_VIEW,
        private_metadata=_kept(setup),
        submit="Send invitations",
        close="Not now",
    )


def _what_and_until(setup: Setup) -> list[Block]:
    kind, name = setup.scope
    return [
        text_input(
            "What is it about?",
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
        text_input(
            "Last day to answer",
            DatePickerElement(action_id=CHOOSE, initial_date=setup.ends_on or None),
            block_id=END_BLOCK,
            optional=True,
            hint="Without a date, the round ends when everyone has answered or you close it.",
        ),
        text_input(
            "What's your goal?",
            _select([(goal, GOALS.get(goal, _spelt(goal))) for goal in setup.goals], setup.goal),
            block_id=GOAL_BLOCK,
        ),
    ]


def group_inputs(setup: Setup, group_id: str, label: str) -> list[Block]:
    """Build a group's inputs: its people, and user groups if there are any."""
    people = text_input(
        label,
        UserMultiSelectElement(
            action_id=GROUP_ACTION,
            placeholder=PlainTextObject(text="Choose people"),
            initial_users=list(setup.people.get(group_id, ())) or None,
        ),
        block_id=group_block(group_id),
        optional=True,
    )
    if not setup.lists:
        return [people]
    options = [option(name, list_id) for list_id, name in setup.lists[:MOST_OPTIONS]]
    lists = text_input(
        f"{label}: everyone in a user group",
        StaticMultiSelectElement(
            action_id=CHOOSE,
            placeholder=PlainTextObject(text="Choose user groups"),
            options=options,
            initial_options=_among(options, setup.chosen_lists.get(group_id, ())),
        ),
        block_id=lists_block(group_id),
        optional=True,
    )
    return [people, lists]


def _terms(setup: Setup) -> Block:
    options = [
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
    """Build radio buttons, or a menu when there are more than Slack shows as buttons."""
    options = [option(text, value) for value, text in setup.choices[:MOST_OPTIONS]]
    element = RadioButtonsElement if len(options) <= MOST_RADIO_OPTIONS else StaticSelectElement
    chosen = next((found for found in options if found.value == setup.mode), options[0])
    left_out = len(setup.choices) - len(options)
    missing = f"Slack shows {MOST_OPTIONS} choices; {left_out} more aren't listed."
    return text_input(
        "How much do you want to ask?",
        element(action_id=MODE_ACTION, options=options, initial_option=chosen),
        block_id=MODE_BLOCK,
        hint=missing if left_out else "",
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


def _spelt(name: str) -> str:
    return name.replace("_", " ").capitalize()

"""The facilitator's windows about a running round: add people, remind or remove one."""

import json
from collections.abc import Sequence
from uuid import UUID

from slack_sdk.models.blocks import Block, PlainTextObject, UserSelectElement
from slack_sdk.models.views import View

from assessments.rounds.reminders import WaitingPerson
from handlers.blocks.parts import button, context, modal, section, text_input
from handlers.blocks.rounds.setup import CHOOSE, Setup, group_input, list_inputs
from handlers.blocks.text import mention

ADD_VIEW = "add_people"
REMIND_VIEW, REMOVE_VIEW = "remind_person", "remove_person"
REMIND_NOW = "remind_person_now"
MOST_WAITING = 90
PERSON_BLOCK = "person"


def add_people_window(assessment_id: UUID, setup: Setup) -> View:
    """Build the window that adds people to a round."""
    return _window(
        "Add people",
        ADD_VIEW,
        assessment_id,
        [*(group_input(setup, *group) for group in setup.groups), *list_inputs(setup)],
        submit="Send invitations",
    )


def remind_person_window(assessment_id: UUID, waiting: Sequence[WaitingPerson]) -> View:
    """Build the window that reminds people one by one: those who haven't answered."""
    shown = waiting[:MOST_WAITING]
    left = len(waiting) - len(shown)
    blocks: list[Block] = [
        section(
            "*Who hasn't answered yet?* A reminder is a message, at most one a day."
            if waiting
            else "*Everyone has answered.* There's nobody to remind."
        ),
        *(_waiting(assessment_id, person) for person in shown),
        *([context(f"And {left} more: *Remind all* reaches them, too.")] if left else []),
    ]
    return modal("Remind a person", blocks, callback_id=REMIND_VIEW, submit=None)


def _waiting(assessment_id: UUID, person: WaitingPerson) -> Block:
    named = mention(person.user_id)
    if not person.may_be_reminded:
        return section(f"{named}: reminded in the last 24 hours, or opted out")
    line = section(named)
    ids = {"assessment_id": str(assessment_id), "participant_id": str(person.participant_id)}
    line.accessory = button("Remind", REMIND_NOW, json.dumps(ids))
    return line


def remove_person_window(assessment_id: UUID) -> View:
    """Build the window that removes one person."""
    return _window(
        "Remove a person",
        REMOVE_VIEW,
        assessment_id,
        [
            section("They won't be asked any more, and their answers won't count."),
            _person("Who?"),
        ],
        submit="Remove",
    )


def _window(
    title: str, callback_id: str, assessment_id: UUID, blocks: Sequence[Block], *, submit: str
) -> View:
    return modal(
        title,
        blocks,
        callback_id=callback_id,
        private_metadata=json.dumps({"assessment_id": str(assessment_id)}),
        submit=submit,
        close="Not now",
    )


def _person(label: str) -> Block:
    element = UserSelectElement(
        action_id=CHOOSE, placeholder=PlainTextObject(text="Choose a person")
    )
    return text_input(label, element, block_id=PERSON_BLOCK)

"""The facilitator's windows about a running round: add people, remind or remove one."""

import json
from collections.abc import Sequence
from uuid import UUID

from slack_sdk.models.blocks import Block, PlainTextObject, UserSelectElement
from slack_sdk.models.views import View

from handlers.blocks.parts import modal, section, text_input
from handlers.blocks.rounds.setup import CHOOSE, Setup, group_inputs

ADD_VIEW = "add_people"
REMIND_VIEW, REMOVE_VIEW = "remind_person", "remove_person"
PERSON_BLOCK = "person"


def add_people_window(assessment_id: UUID, setup: Setup) -> View:
    """Build the window that adds people to a round."""
    return _window(
        "Add people",
        ADD_VIEW,
        assessment_id,
        [block for group in setup.groups for block in group_inputs(setup, *group)],
        submit="Send invitations",
    )


def remind_person_window(assessment_id: UUID) -> View:
    """Build the window that reminds one person."""
    return _window(
        "Remind a person",
        REMIND_VIEW,
        assessment_id,
        [
            section(
                "They get a message, at most one a day. People who opted out aren't reminded."
            ),
            _person("Who?"),
        ],
        submit="Remind",
    )


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

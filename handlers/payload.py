"""Reads what listeners need out of Slack's payloads; what comes from a press is an id, no more.

Whatever isn't of the shape that this version's buttons and windows have is taken for one of an
older version, and said so. What people typed is checked where it is read.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from ground.characters import hidden_in_text
from ground.refusals import Refusal
from handlers.errors import FieldError, OldButtonError
from handlers.inputs import as_object, input_of
from handlers.wording.presses import Code

Body = Mapping[str, Any]
LARGEST_NUMBER, LATEST_YEAR = 10_000, 2099
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PERSON, _CHANNEL = re.compile("[UW][A-Z0-9]+"), re.compile("[CDGUW][A-Z0-9]+")


@dataclass(frozen=True)
class Carried:
    """What a window or button carries: ids, to be looked up."""

    found: Mapping[str, Any]

    def id(self, name: str) -> UUID:
        """Read an id.

        Raises:
            OldButtonError: There is none.
        """
        return as_id(self.found.get(name))

    def number(self, name: str) -> int:
        """Read a page's or a question's number.

        Raises:
            OldButtonError: There is none.
        """
        value = self.found.get(name)
        if type(value) is not int or not 0 <= value <= LARGEST_NUMBER:
            raise OldButtonError
        return value

    def word(self, name: str) -> str:
        """Read a word; empty without one.

        Raises:
            OldButtonError: It is none.
        """
        value = self.found.get(name, "")
        if not isinstance(value, str) or hidden_in_text(value):
            raise OldButtonError
        return value

    def channel(self, name: str) -> str:
        """Read the id of a channel or person.

        Raises:
            OldButtonError: There is none.
        """
        value = self.word(name)
        if not _CHANNEL.fullmatch(value):
            raise OldButtonError
        return value

    def people(self, name: str) -> dict[str, list[str]]:
        """Read people by group; nobody where nothing is carried."""
        groups = as_object(self.found.get(name))
        return {group: _matching(people, _PERSON) for group, people in groups.items()}


def presser(body: Body) -> str:
    """Return who pressed: the signed envelope alone names them."""
    user_id: str = body["user"]["id"]
    return user_id


def pressed_id(body: Body) -> UUID:
    """Return the id that a button carries.

    Raises:
        OldButtonError: It is no id: the button is older than this version.
    """
    return as_id(body["actions"][0].get("value"))


def pressed_ids(body: Body) -> Carried:
    """Read the ids that a button carries.

    Raises:
        OldButtonError: They aren't of this version.
    """
    return read_ids(body["actions"][0].get("value"))


def pressed_window(body: Body) -> Body:
    """Return the window that a button was pressed in.

    Raises:
        OldButtonError: It was pressed elsewhere.
    """
    view = as_object(body.get("view"))
    if "id" not in view or "hash" not in view:
        raise OldButtonError
    return view


def as_id(text: object) -> UUID:
    """Read an id.

    Raises:
        OldButtonError: It is none.
    """
    if not isinstance(text, str) or not _UUID.fullmatch(text):
        raise OldButtonError
    return UUID(text)


def metadata(view: Body) -> Carried:
    """Read a window's private metadata: ids, to be looked up.

    Raises:
        OldButtonError: It isn't of this version.
    """
    return read_ids(view.get("private_metadata"))


def read_ids(text: object) -> Carried:
    """Read the ids that a window or button carries.

    Raises:
        OldButtonError: They aren't of this version.
    """
    try:
        found = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError) as error:
        raise OldButtonError from error
    if not isinstance(found, dict):
        raise OldButtonError
    return Carried(found)


def typed(view: Body, block_id: str, longest: int | None = None) -> str:
    """Return what was typed or chosen in a window's input; empty when nothing was.

    Args:
        view: The window.
        block_id: Of the input.
        longest: How many characters it may have, where no domain limits it.

    Raises:
        FieldError: It holds a hidden character, or is too long.
    """
    element = input_of(view, block_id)
    chosen = as_object(element.get("selected_option")).get("value")
    for found in (chosen, element.get("value"), element.get("selected_date")):
        if found and isinstance(found, str):
            if longest is not None and len(found) > longest:
                raise FieldError(block_id, Refusal(Code.TEXT_TOO_LONG, limit=longest))
            return _checked(found, block_id)
    return ""


def chosen_people(view: Body, block_id: str) -> list[str]:
    """Return the people who were chosen in a window's input.

    Raises:
        OldButtonError: One of them is no person.
    """
    return _matching(input_of(view, block_id).get("selected_users") or [], _PERSON)


def chosen_channel(view: Body, block_id: str) -> str:
    """Return the channel that was chosen in a window's input; empty when none was.

    Raises:
        OldButtonError: It is no channel.
    """
    found = input_of(view, block_id).get("selected_conversation")
    return _matching([found], _CHANNEL)[0] if found else ""


def chosen_options(view: Body, block_id: str) -> list[str]:
    """Return the values of the options that were ticked in a window's input.

    Raises:
        FieldError: One holds a hidden character.
    """
    ticked = input_of(view, block_id).get("selected_options")
    values = (
        [as_object(found).get("value") for found in ticked] if isinstance(ticked, list) else []
    )
    return [_checked(found, block_id) for found in values if isinstance(found, str)]


def chosen_person(view: Body, block_id: str) -> str:
    """Return the person who was chosen in a window's input; empty when nobody was.

    Raises:
        OldButtonError: It is no person.
    """
    found = input_of(view, block_id).get("selected_user")
    return _matching([found], _PERSON)[0] if found else ""


def chosen_day(view: Body, block_id: str) -> date | None:
    """Return the day that was chosen in a window's input; None when none was.

    Raises:
        FieldError: It is too far ahead to be meant.
    """
    try:
        day = date.fromisoformat(typed(view, block_id))
    except ValueError:
        return None
    if day.year > LATEST_YEAR:
        raise FieldError(block_id, Refusal(Code.DAY_TOO_FAR, year=str(LATEST_YEAR)))
    return day


def _matching(found: object, pattern: re.Pattern[str]) -> list[str]:
    texts = (
        [value if isinstance(value, str) else "" for value in found]
        if isinstance(found, list)
        else [""]
    )
    if not all(map(pattern.fullmatch, texts)):
        raise OldButtonError
    return texts


def _checked(text: str, block_id: str) -> str:
    if hidden := hidden_in_text(text):
        raise FieldError(block_id, Refusal(Code.TEXT_CHARACTER, character=hidden))
    return text

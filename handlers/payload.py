"""Reads what listeners need out of Slack's payloads; what comes from a press is an id, no more."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from ground.refusals import Refusal
from handlers.errors import NotDoneError
from handlers.wording.presses import Code

Body = Mapping[str, Any]
OLD_BUTTON = Refusal(Code.OLD_BUTTON)


def presser(body: Body) -> str:
    """Return who pressed: the signed envelope alone names them."""
    user_id: str = body["user"]["id"]
    return user_id


def pressed_id(body: Body) -> UUID:
    """Return the id that a button carries.

    Raises:
        NotDoneError: It is no id: the button is older than this version.
    """
    return as_id(str(body["actions"][0].get("value", "")))


def as_id(text: str) -> UUID:
    """Read an id.

    Raises:
        NotDoneError: It is none.
    """
    try:
        return UUID(text)
    except ValueError as error:
        raise NotDoneError(OLD_BUTTON) from error


def metadata(view: Body) -> dict[str, Any]:
    """Read a window's private metadata: ids, to be looked up.

    Raises:
        NotDoneError: It isn't of this version.
    """
    return read_ids(str(view.get("private_metadata", "")))


def read_ids(text: str) -> dict[str, Any]:
    """Read the ids that a window or button carries.

    Raises:
        NotDoneError: They aren't of this version.
    """
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotDoneError(OLD_BUTTON) from error
    if not isinstance(found, dict):
        raise NotDoneError(OLD_BUTTON)
    return found


def typed(view: Body, block_id: str) -> str:
    """Return what was typed or chosen in a window's input; empty when nothing was."""
    return _text(_element(view, block_id))


def chosen_people(view: Body, block_id: str) -> list[str]:
    """Return the people who were chosen in a window's input."""
    return list(_element(view, block_id).get("selected_users") or [])


def chosen_options(view: Body, block_id: str) -> list[str]:
    """Return the values of the options that were ticked in a window's input."""
    ticked = _element(view, block_id).get("selected_options") or []
    return [str(found.get("value", "")) for found in ticked]


def chosen_person(view: Body, block_id: str) -> str:
    """Return the person who was chosen in a window's input; empty when nobody was."""
    return str(_element(view, block_id).get("selected_user") or "")


def chosen_day(view: Body, block_id: str) -> date | None:
    """Return the day that was chosen in a window's input."""
    try:
        return date.fromisoformat(typed(view, block_id))
    except ValueError:
        return None


def _element(view: Body, block_id: str) -> dict[str, Any]:
    values = view.get("state", {}).get("values", {}).get(block_id, {})
    return next(iter(values.values()), {})


def _text(element: Mapping[str, Any]) -> str:
    if element.get("selected_option"):
        return str(element["selected_option"].get("value", ""))
    return str(element.get("value") or element.get("selected_date") or "")

"""Everything that people can press or send off, as the samples show it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from handlers.actions.doctor import DOCTOR_PRESS
from handlers.blocks.text import Message
from handlers.guarded_app import GuardedApp
from handlers.listeners import register_listeners
from tests.handlers.people_samples import PEOPLE_MESSAGES
from tests.handlers.samples import ID, MESSAGES, WINDOWS

Shown = dict[str, Any]
SAMPLE_ID = str(ID)
TYPED = {"plain_text_input": "Because", "number_input": "1", "datepicker": "2031-12-31"}


@dataclass(frozen=True)
class Control:
    """A button or menu, with its element; or a window that is sent off, with its payload."""

    name: str
    shown: Shown
    is_window: bool

    def about(self, object_id: UUID) -> Shown:
        """Return what is shown, about another object than the sample's."""
        found: Shown = json.loads(json.dumps(self.shown).replace(SAMPLE_ID, str(object_id)))
        return found


class Registered(GuardedApp):
    """Takes note of what is registered, and hands nothing on."""

    def __init__(self) -> None:
        self.actions: list[str] = []
        self.views: list[str] = []

    def action(self, action_id: str, listener: object) -> None:
        """Note a press."""
        del listener
        self.actions.append(action_id)

    def view(self, callback_id: str, listener: object) -> None:
        """Note a window."""
        del listener
        self.views.append(callback_id)

    def options(self, action_id: str, listener: object) -> None:
        """Leave a menu that searches."""

    def command(self, name: str, listener: object) -> None:
        """Leave a command."""

    def event(self, event_type: object, listener: object) -> None:
        """Leave an event."""

    def unknown(self, listener: object) -> None:
        """Leave what nobody else takes."""


def registered() -> Registered:
    """Return the names of all that is registered."""
    app = Registered()
    register_listeners(app)
    return app


def controls() -> list[Control]:
    """List each registered button, menu and window once, but for the doctor's own.

    Raises:
        KeyError: One is in no sample.
    """
    app, elements = registered(), _elements()
    windows = {view.callback_id: view.to_dict() for view in WINDOWS.values()}
    return [
        *(
            Control(name, elements[name], is_window=False)
            for name in app.actions
            if name != DOCTOR_PRESS
        ),
        *(Control(name, windows[name], is_window=True) for name in app.views),
    ]


def filled_in(view: Shown, person: str) -> dict[str, Shown]:
    """Fill in every input of a window: with a word, a day, the first option or a person."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    return {
        block["block_id"]: {block["element"]["action_id"]: _filled_in(block["element"], person)}
        for block in inputs
    }


def _filled_in(element: Mapping[str, Any], person: str) -> Shown:
    kind = element["type"]
    options = element.get("options") or [
        option for group in element.get("option_groups", ()) for option in group["options"]
    ]
    sent: dict[str, Shown] = {
        "multi_users_select": {"selected_users": [person]},
        "users_select": {"selected_user": person},
        "conversations_select": {"selected_conversation": "C1"},
        "datepicker": {"selected_date": TYPED["datepicker"]},
        "checkboxes": {"selected_options": options[:1]},
        "multi_static_select": {"selected_options": options[:1]},
        "static_select": {"selected_option": options[0] if options else None},
        "radio_buttons": {"selected_option": options[0] if options else None},
    }
    return {"type": kind, **sent.get(kind, {"value": TYPED.get(kind, "")})}


def _elements() -> dict[str, Shown]:
    blocks = [
        *(block.to_dict() for message in _messages() for block in message.blocks),
        *(block for view in WINDOWS.values() for block in view.to_dict()["blocks"]),
    ]
    return {
        element["action_id"]: {**element, "block_id": block.get("block_id", "b")}
        for block in blocks
        for element in _interactive(block)
    }


def _messages() -> list[Message]:
    return [*PEOPLE_MESSAGES.values(), *MESSAGES.values()]


def _interactive(node: object) -> Iterator[Shown]:
    if isinstance(node, dict):
        if "action_id" in node:
            yield node
        for child in node.values():
            yield from _interactive(child)
    elif isinstance(node, list):
        for child in node:
            yield from _interactive(child)

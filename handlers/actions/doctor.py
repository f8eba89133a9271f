"""The button of `lamplighter doctor`: no message shows it, and it does nothing but answer."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp

DOCTOR_PRESS = "doctor_press"
SAVED = "saved"


def is_doctors(body: Mapping[str, Any]) -> bool:
    """Tell whether this is the doctor's own press: nobody sent it, and it changes nothing."""
    actions = body.get("actions") or [{}]
    return "user" not in body and actions[0].get("action_id") == DOCTOR_PRESS


def answer_doctor(ack: Ack, deps: Dependencies) -> None:
    """Save the press itself, then answer that it is saved."""
    with deps.unit_of_work():
        pass
    ack(SAVED)


def register(app: GuardedApp) -> None:
    """Register the button."""
    app.action(DOCTOR_PRESS, answer_doctor)

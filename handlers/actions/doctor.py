"""The button of `lamplighter doctor`: no message shows it, and it does nothing but answer."""

from slack_bolt import Ack

from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp

DOCTOR_PRESS = "doctor_press"
SAVED = "saved"


def answer_doctor(ack: Ack, deps: Dependencies) -> None:
    """Save the press itself, then answer that it is saved."""
    with deps.unit_of_work():
        pass
    ack(SAVED)


def register(app: GuardedApp) -> None:
    """Register the button."""
    app.action(DOCTOR_PRESS, answer_doctor)

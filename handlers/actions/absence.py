"""`/lamplighter away`: what is typed is read, the rest is asked in a window; and back."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View

from assessments.absences.absences import Away, absence_of, come_back, from_to, today_of
from assessments.absences.days import read_absence
from assessments.absences.tables import Absence
from assessments.errors import AssessmentError
from handlers.blocks.absences import (
    BACK,
    COME_BACK,
    NOT_AWAY,
    absence_window,
    away_text,
    back_window,
)
from handlers.blocks.refusals import refusal_sentence
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.payload import pressed_window, presser
from handlers.surfaces.absences import note_absence, show_absence
from handlers.windows import open_view

BACK_WORDS = {"back", "i'm back", "im back", "off", "end", "stop", "cancel"}


def away(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Note that a person is away, or back; a window asks for what wasn't typed or isn't clear."""
    typed, user_id = body["rest"], body["user_id"]
    if typed.lower().strip(" .!") in BACK_WORDS:
        come_home(ack, body, client, deps)
        return
    try:
        with deps.unit_of_work() as work:
            found: str | View = _understood(work, user_id, typed, deps.now())
    except AssessmentError as error:
        found = refusal_sentence(error)
    if isinstance(found, str):
        ack(text=found, response_type="ephemeral")
        return
    open_view(client, body["trigger_id"], found)
    ack()


def come_home(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """End a person's absence, by command."""
    del client
    absence = _end(deps, body["user_id"])
    ack(text=BACK if absence else NOT_AWAY, response_type="ephemeral")


def press_back(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """End a person's own absence, by the button in the window."""
    window = pressed_window(body)
    _end(deps, presser(body))
    client.views_update(view_id=window["id"], hash=window["hash"], view=back_window())
    ack()


def register(app: GuardedApp) -> None:
    """Register the press."""
    app.action(COME_BACK, press_back)


def _end(deps: Dependencies, user_id: str) -> Absence | None:
    with deps.unit_of_work() as work:
        absence = come_back(work.session, user_id, deps.now())
        if absence is not None:
            show_absence(work, absence)
    return absence


def _understood(work: UnitOfWork, user_id: str, typed: str, now: datetime) -> str | View:
    """Note what was typed and return what to say; what isn't whole is asked in a window."""
    found = read_absence(typed, today_of(work.session, user_id, now))
    if found.last is None or not found.stand_in:
        known = absence_of(work.session, user_id)
        return absence_window(found.first, found.last, found.stand_in, found.name, known)
    days = from_to(work.session, user_id, found.first, found.last)
    return away_text(note_absence(work, Away(user_id, found.stand_in, *days), now))

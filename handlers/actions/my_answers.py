"""Presses about a person's own answers: look, get a copy, withdraw them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View

from assessments.answers.interview import find_assessment
from assessments.rounds.closing import close_if_complete
from assessments.rounds.privacy import erase_answers, own_answers
from assessments.rounds.second_round import asked_again, end_if_all_voted
from handlers.blocks.rounds.my_answers import (
    ERASE_MY_ANSWERS,
    EXPORT_MY_ANSWERS,
    MY_ANSWERS,
    SHOW_NEXT_MINE,
    SHOW_PREVIOUS_MINE,
    copy_window,
    erased_window,
    my_answers_window,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.job_kinds import JobKind
from handlers.payload import pressed_ids, pressed_window, presser
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.rounds import show_everyone, show_membership, show_round, show_voters
from handlers.windows import open_view


def open_my_answers(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the window about a person's own answers."""
    with deps.unit_of_work() as work:
        found = own_answers(work.session, str(body.get("user_id") or body["user"]["id"]))
    open_view(client, body["trigger_id"], my_answers_window(found))
    ack()


def turn(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Show another page of a person's own answers."""
    position = pressed_ids(body).number("position")
    with deps.reading() as session:
        view = my_answers_window(own_answers(session, presser(body)), position)
    _show(client, body, view)
    ack()


def export(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Queue a copy for the person, and nobody else."""
    user_id = presser(body)
    with deps.unit_of_work() as work:
        payload = {"user_id": user_id, "asked_at": deps.now().isoformat()}
        work.enqueue(JobKind.EXPORT_ANSWERS, key=body["trigger_id"], payload=payload)
    _show(client, body, copy_window())
    ack()


def erase(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Erase the person's name and words from every round."""
    user_id = presser(body)
    with deps.unit_of_work() as work:
        voting = asked_again(work.session, user_id)
        touched = erase_answers(work.session, user_id, deps.now())
        for person in touched:
            show_membership(work, [person])
            _go_on_without(work, person.assessment_id, deps.now())
        for person in voting:
            work.show(SurfaceKind.SECOND_ROUND, person.id)
    _show(client, body, erased_window())
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(MY_ANSWERS, open_my_answers)
    app.action(SHOW_PREVIOUS_MINE, turn)
    app.action(SHOW_NEXT_MINE, turn)
    app.action(EXPORT_MY_ANSWERS, export)
    app.action(ERASE_MY_ANSWERS, erase)


def _go_on_without(work: UnitOfWork, assessment_id: UUID, now: datetime) -> None:
    """Close the round, or the second one, if it was only waiting for the person who left."""
    held = find_assessment(work.session, assessment_id, is_held=True)
    if close_if_complete(work.session, held, now):
        show_everyone(work, assessment_id)
    elif end_if_all_voted(work.session, assessment_id, now):
        show_voters(work, held)
    else:
        show_round(work, assessment_id)


def _show(client: WebClient, body: dict[str, Any], view: View) -> None:
    window = pressed_window(body)
    client.views_update(view_id=window["id"], hash=window["hash"], view=view)

"""The facilitator's presses; each is checked against the database and recorded."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View

from assessments.answers.interview import find_assessment, participants, questionnaire_of
from assessments.errors import AssessmentError, Code
from assessments.rounds.closing import close_round, reopen_round
from assessments.rounds.leading import take_over
from assessments.rounds.privacy import named_answers
from assessments.rounds.reminders import remind, waiting_people
from assessments.rounds.second_round import end_second_round, start_second_round
from assessments.rounds.starting import stop_repeating
from handlers.blocks.rounds.facilitation import (
    ADD_PEOPLE,
    END_SECOND_ROUND,
    REMIND_ALL,
    REMIND_ONE,
    REMOVE_PERSON,
    REOPEN_ROUND,
    SHOW_NAMED_ANSWERS,
    START_SECOND_ROUND,
    STOP_REPEATING,
    reminded_sentence,
)
from handlers.blocks.rounds.leader_gone import TAKE_OVER_ROUND
from handlers.blocks.rounds.named_answers import (
    SHOW_NEXT_NAMED,
    SHOW_PREVIOUS_NAMED,
    named_answers_window,
)
from handlers.blocks.rounds.people_windows import (
    REMIND_NOW,
    add_people_window,
    remind_person_window,
    remove_person_window,
)
from handlers.blocks.rounds.readiness import CLOSE_ROUND
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.payload import pressed_id, pressed_ids, pressed_window, presser
from handlers.permissions import LEAD_ROUND, TAKE_OVER, Press, note_opening, permitted
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.leaders import show_new_leader
from handlers.surfaces.rounds import show_everyone, show_round, show_voters
from handlers.windows import open_view, setup_of

Body = dict[str, Any]


def close(ack: Ack, body: Body, deps: Dependencies) -> None:
    """Close the round now."""
    press = _press(body, "assessment.close")

    def do(work: UnitOfWork) -> None:
        if not close_round(work.session, press.object_id, press.user_id, deps.now()):
            raise AssessmentError(Code.ROUND_CLOSED_BEFORE)
        show_everyone(work, press.object_id)

    permitted(deps, LEAD_ROUND, press, do)
    ack()


def reopen(ack: Ack, body: Body, deps: Dependencies) -> None:
    """Reopen a round, within a day."""
    press = _press(body, "assessment.reopen")

    def do(work: UnitOfWork) -> None:
        reopen_round(work.session, press.object_id, press.user_id, deps.now())
        show_everyone(work, press.object_id)

    permitted(deps, LEAD_ROUND, press, do)
    ack()


def remind_all(ack: Ack, body: Body, deps: Dependencies) -> None:
    """Remind everyone who has not finished."""
    press = _press(body, "assessment.remind")

    def do(work: UnitOfWork) -> int:
        people = participants(work.session, press.object_id)
        sent = remind(work.session, people, press.user_id, deps.now())
        for reminder in sent:
            work.show(SurfaceKind.REMINDER, reminder.id)
        return len(sent)

    count = permitted(deps, LEAD_ROUND, press, do)
    ack()
    deps.talk.tell(reminded_sentence(count))


def second_round(ack: Ack, body: Body, deps: Dependencies) -> None:
    """Start the second round, on the disputed items."""
    press = _press(body, "assessment.second_round")

    def do(work: UnitOfWork) -> None:
        start_second_round(work.session, press.object_id, press.user_id, deps.now())
        show_voters(work, find_assessment(work.session, press.object_id))

    permitted(deps, LEAD_ROUND, press, do)
    ack()


def end_voting(ack: Ack, body: Body, deps: Dependencies) -> None:
    """End the second round before everyone has voted."""
    press = _press(body, "assessment.end_second_round")

    def do(work: UnitOfWork) -> None:
        end_second_round(work.session, press.object_id, press.user_id, deps.now())
        show_voters(work, find_assessment(work.session, press.object_id))

    permitted(deps, LEAD_ROUND, press, do)
    ack()


def last_round(ack: Ack, body: Body, deps: Dependencies) -> None:
    """Stop a round from repeating."""
    press = _press(body, "assessment.stop_repeating")

    def do(work: UnitOfWork) -> None:
        last = stop_repeating(work.session, press.object_id, press.user_id, deps.now())
        show_round(work, press.object_id)
        show_round(work, last.id)

    permitted(deps, LEAD_ROUND, press, do)
    ack()


def lead(ack: Ack, body: Body, deps: Dependencies) -> None:
    """Lead a round whose facilitator has left."""
    press = _press(body, "assessment.take_over")

    def do(work: UnitOfWork) -> None:
        take_over(work.session, press.object_id, press.user_id, deps.now())
        show_new_leader(work, press.object_id)

    permitted(deps, TAKE_OVER, press, do)
    ack()


def ask_whom_to_add(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Open the window that adds people."""

    def draw(work: UnitOfWork, assessment_id: UUID) -> View:
        assessment = find_assessment(work.session, assessment_id)
        questionnaire = questionnaire_of(assessment)
        setup = setup_of(work, questionnaire, assessment.channel_id)
        return add_people_window(assessment_id, setup)

    _open(client, deps, body, _press(body, "assessment.ask_to_add"), draw)
    ack()


def ask_whom_to_remind(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Open the window that reminds one person."""
    press = _press(body, "assessment.ask_to_remind")
    _open(client, deps, body, press, lambda work, found: _whom_to_remind(work, found, deps))
    ack()


def remind_now(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Remind one person of the window's list, and show the list as it is then."""
    known, window = pressed_ids(body), pressed_window(body)
    press = Press(presser(body), "assessment.remind", known.id("assessment_id"))
    participant_id = known.id("participant_id")

    def do(work: UnitOfWork) -> View:
        asked = participants(work.session, press.object_id)
        people = [found for found in asked if found.id == participant_id]
        sent = remind(work.session, people, press.user_id, deps.now())
        if not sent:
            raise AssessmentError(Code.PERSON_NOT_REMINDED)
        work.show(SurfaceKind.REMINDER, sent[0].id)
        return _whom_to_remind(work, press.object_id, deps)

    view = permitted(deps, LEAD_ROUND, press, do)
    client.views_update(view_id=window["id"], view=view)
    ack()


def _whom_to_remind(work: UnitOfWork, assessment_id: UUID, deps: Dependencies) -> View:
    waiting = waiting_people(work.session, assessment_id, deps.now())
    return remind_person_window(assessment_id, waiting)


def ask_whom_to_remove(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Open the window that removes one person."""
    press = _press(body, "assessment.ask_to_remove")
    _open(client, deps, body, press, lambda _, assessment_id: remove_person_window(assessment_id))
    ack()


def show_named(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Show who gave each answer, if the round's invitations said so."""
    view = _named(deps, presser(body), pressed_id(body))
    open_view(client, body["trigger_id"], view)
    ack()


def turn_named(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Show another page of answers, and check again who may see it."""
    known, window = pressed_ids(body), pressed_window(body)
    view = _named(deps, presser(body), known.id("assessment_id"), known.number("position"))
    client.views_update(view_id=window["id"], view=view)
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    for action_id, listener in (
        (CLOSE_ROUND, close),
        (REOPEN_ROUND, reopen),
        (REMIND_ALL, remind_all),
        (REMIND_ONE, ask_whom_to_remind),
        (REMIND_NOW, remind_now),
        (ADD_PEOPLE, ask_whom_to_add),
        (REMOVE_PERSON, ask_whom_to_remove),
        (START_SECOND_ROUND, second_round),
        (END_SECOND_ROUND, end_voting),
        (STOP_REPEATING, last_round),
        (TAKE_OVER_ROUND, lead),
        (SHOW_NAMED_ANSWERS, show_named),
        (SHOW_PREVIOUS_NAMED, turn_named),
        (SHOW_NEXT_NAMED, turn_named),
    ):
        app.action(action_id, listener)


def _press(body: Body, action: str) -> Press:
    return Press(presser(body), action, pressed_id(body))


def _open(
    client: WebClient,
    deps: Dependencies,
    body: Body,
    press: Press,
    draw: Callable[[UnitOfWork, UUID], View],
) -> None:
    def do(work: UnitOfWork) -> View:
        note_opening(work, LEAD_ROUND, press, deps)
        return draw(work, press.object_id)

    open_view(client, body["trigger_id"], permitted(deps, LEAD_ROUND, press, do))


def _named(deps: Dependencies, user_id: str, assessment_id: UUID, page: int = 1) -> View:
    press = Press(user_id, "assessment.read_named_answers", assessment_id)

    def do(work: UnitOfWork) -> View:
        found = named_answers(work.session, assessment_id, user_id, deps.now(), page)
        return named_answers_window(assessment_id, found, page)

    return permitted(deps, LEAD_ROUND, press, do)

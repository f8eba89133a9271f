"""A person submitted answers or a second vote: save them, show what comes next."""

from typing import Any
from uuid import UUID

from slack_bolt import Ack

from assessments.answers.interview import (
    find_assessment,
    open_interview,
    record_replies,
)
from assessments.errors import InvalidFieldsError
from assessments.rounds.second_round import end_if_all_voted, record_vote, voters
from handlers.answering import given_replies, given_reply, show_progress, thanks_of
from handlers.blocks.rounds.farewell import left_open_window, voted_window
from handlers.blocks.rounds.interview import QUESTION_VIEW, question_window
from handlers.blocks.rounds.second_round import VOTE_VIEW, vote_window
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.payload import metadata, presser
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.rounds import show_round, show_voters
from handlers.windows import update_answer


def answer_question(
    ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies
) -> None:
    """Save the answers and show what comes next."""
    known = metadata(view)
    assessment_id, position = known.id("assessment_id"), known.number("position")
    try:
        with deps.repeatable_work() as work:
            before = open_interview(work.session, assessment_id, presser(body))
            replies = given_replies(view)
            if before.at(position).is_free:
                replies = [found for found in replies if not found.is_empty]
            interview = record_replies(work.session, before, replies, deps.now())
            is_last = show_progress(work, before, interview, deps)
    except InvalidFieldsError as error:
        tell_at_fields(ack, error.problems)
        return
    following = None if is_last else interview.after(position)
    if following is not None:
        shown = question_window(following)
    elif interview.is_finished:
        shown = thanks_of(interview, is_last=is_last)
    else:
        shown = left_open_window(interview.left_open)
    ack(update_answer(shown))


def vote_again(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Save a second vote and show the next item."""
    known = metadata(view)
    assessment_id, user_id = known.id("assessment_id"), presser(body)
    reply = given_reply(view, known.word("question_id"))
    with deps.unit_of_work() as work:
        following = record_vote(work.session, assessment_id, user_id, reply, deps.now())
        if following is None:
            _show_votes(work, assessment_id, user_id, deps)
    shown = vote_window(following) if following else voted_window()
    ack(update_answer(shown))


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(QUESTION_VIEW, answer_question)
    app.view(VOTE_VIEW, vote_again)


def _show_votes(work: UnitOfWork, assessment_id: UUID, user_id: str, deps: Dependencies) -> None:
    assessment = find_assessment(work.session, assessment_id)
    if end_if_all_voted(work.session, assessment_id, deps.now()):
        show_voters(work, assessment)
        return
    show_round(work, assessment_id)
    for person in voters(work.session, assessment):
        if person.user_id == user_id:
            work.show(SurfaceKind.SECOND_ROUND, person.id)
            work.show(SurfaceKind.HOME, user_id)

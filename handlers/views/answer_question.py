"""A person sent a window with answers, or a second vote: keep it, show what comes next."""

from typing import Any
from uuid import UUID

from slack_bolt import Ack

from assessments.interview import (
    Interview,
    WrongReplyError,
    find_assessment,
    open_interview,
    record_replies,
)
from assessments.progress import is_complete
from assessments.replies import Reply
from assessments.rounds.closing import close_if_complete
from assessments.rounds.second_round import end_if_all_voted, record_vote, voters
from handlers.blocks.farewell import thanks, voted
from handlers.blocks.interview import (
    ANSWER_BLOCK,
    EVIDENCE_BLOCK,
    QUESTION_VIEW,
    REASON_BLOCK,
    VOTE_VIEW,
    question_page,
    some_left_open,
    vote_window,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.listeners import GuardedApp
from handlers.opening import update_answer
from handlers.payload import as_id, metadata, presser, typed
from handlers.round_surfaces import (
    show_everyone,
    show_how_far,
    show_invitation,
    show_person,
    show_reminders,
    show_round,
    show_voters,
)


def answer_question(
    ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies
) -> None:
    """Keep the answers and show what comes next."""
    known = metadata(view)
    try:
        with deps.unit_of_work() as work:
            before = open_interview(work.session, as_id(known["assessment_id"]), presser(body))
            interview = record_replies(work.session, before, _replies(view), deps.now())
            is_last = _show_progress(work, before, interview, deps)
    except WrongReplyError as error:
        problems = {f"{kind}_{name}": text for (kind, name), text in error.problems.items()}
        ack(response_action="errors", errors=problems)
        return
    following = None if is_last else interview.after(int(known["position"]))
    if following is not None:
        shown = question_page(following)
    elif interview.is_finished:
        shown = thanks(is_last=is_last, closes=interview.closes)
    else:
        shown = some_left_open(interview.left_open)
    ack(update_answer(shown))


def vote_again(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Keep a second vote and show the next item."""
    known = metadata(view)
    assessment_id, user_id = as_id(known["assessment_id"]), presser(body)
    reply = _reply(view, str(known["question_id"]))
    with deps.unit_of_work() as work:
        following = record_vote(work.session, assessment_id, user_id, reply, deps.now())
        if following is None:
            _show_votes(work, assessment_id, user_id, deps)
    shown = vote_window(following) if following else voted()
    ack(update_answer(shown))


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(QUESTION_VIEW, answer_question)
    app.view(VOTE_VIEW, vote_again)


def _replies(view: dict[str, Any]) -> list[Reply]:
    """Read every answer that a window holds; where it asks several, some may be left open."""
    prefix = f"{ANSWER_BLOCK}_"
    asked = [block for block in view["state"]["values"] if block.startswith(prefix)]
    replies = [_reply(view, block_id.removeprefix(prefix)) for block_id in asked]
    return replies if len(asked) == 1 else [found for found in replies if not found.is_empty]


def _reply(view: dict[str, Any], question_id: str) -> Reply:
    return Reply(
        question_id,
        typed(view, f"{ANSWER_BLOCK}_{question_id}"),
        typed(view, f"{EVIDENCE_BLOCK}_{question_id}").strip(),
        typed(view, f"{REASON_BLOCK}_{question_id}").strip(),
    )


def _show_progress(
    work: UnitOfWork, before: Interview, interview: Interview, deps: Dependencies
) -> bool:
    """Show what the answers changed: to others only that a person has finished.

    A home that is opened is drawn anew, so it need not follow each window.

    Returns:
        Whether these were the round's last answers; one that was opened again stays open.
    """
    if before.is_finished or not interview.is_finished:
        show_invitation(work, interview.participant)
        return False
    show_person(work, interview.participant)
    show_reminders(work, [interview.participant])
    if close_if_complete(work.session, interview.assessment, deps.now()):
        show_everyone(work, interview.assessment.id)
        return True
    show_how_far(work, interview.assessment)
    return interview.closes is not None and is_complete(work.session, interview.assessment.id)


def _show_votes(work: UnitOfWork, assessment_id: UUID, user_id: str, deps: Dependencies) -> None:
    assessment = find_assessment(work.session, assessment_id)
    if end_if_all_voted(work.session, assessment_id, deps.now()):
        show_voters(work, assessment)
        return
    show_round(work, assessment_id)
    for person in voters(work.session, assessment):
        if person.user_id == user_id:
            work.show("second_round", person.id)
            work.show("home", user_id)

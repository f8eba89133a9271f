"""Presses of the people who are asked: start or resume, go back, stop reminders, vote again."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from assessments.answers.interview import open_interview, record_what_can_be
from assessments.results.round_card import round_card
from assessments.rounds.people import find_participant
from assessments.rounds.reminders import stop_reminders
from assessments.rounds.second_round import next_vote
from handlers.answering import given_replies, show_progress, thanks_of
from handlers.blocks.rounds.farewell import voted_window
from handlers.blocks.rounds.interview import SHOW_PREVIOUS_QUESTION, question_window
from handlers.blocks.rounds.invitation import ANSWER_QUESTIONS, STOP_REMINDERS
from handlers.blocks.rounds.screen_result import START_NEXT_ROUND, next_step
from handlers.blocks.rounds.second_round import VOTE_AGAIN, vote_window
from handlers.blocks.rounds.setup import START_ASSESSMENT
from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp
from handlers.payload import pressed_id, pressed_ids, pressed_window, presser
from handlers.surfaces.rounds import show_reminders
from handlers.windows import Asker, open_participants, open_view


def answer_questions(
    ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies
) -> None:
    """Open the first window with an open question, or the first one if there's none."""
    assessment_id = pressed_id(body)
    with deps.unit_of_work() as work:
        interview = open_interview(work.session, assessment_id, presser(body))
        view = question_window(interview.first_open() or interview.at(1))
    open_view(client, body["trigger_id"], view)
    ack()


def show_previous_question(
    ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies
) -> None:
    """Save this window's answers, and show the previous one with its answers."""
    known, window = pressed_ids(body), pressed_window(body)
    assessment_id, position = known.id("assessment_id"), known.number("position")
    with deps.unit_of_work() as work:
        before = open_interview(work.session, assessment_id, presser(body))
        given = [found for found in given_replies(window) if not found.is_empty]
        interview, not_kept = record_what_can_be(work.session, before, given, deps.now())
        is_last = interview.replies != before.replies and show_progress(
            work, before, interview, deps
        )
    if is_last:
        view = thanks_of(interview, is_last=True)
    else:
        view = question_window(interview.at(position - 1), not_kept)
    client.views_update(view_id=window["id"], hash=window["hash"], view=view)
    ack()


def stop(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Stop reminding this person about this round."""
    participant_id = pressed_id(body)
    with deps.unit_of_work() as work:
        stop_reminders(work.session, participant_id, presser(body), deps.now())
        show_reminders(work, [find_participant(work.session, participant_id)])
    ack()


def vote_again(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the first disputed item this person hasn't voted on again."""
    assessment_id = pressed_id(body)
    with deps.unit_of_work() as work:
        vote = next_vote(work.session, assessment_id, presser(body))
    open_view(client, body["trigger_id"], vote_window(vote) if vote else voted_window())
    ack()


def start_assessment(
    ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies
) -> None:
    """Open the window that starts a round; its result goes to the person who starts it."""
    user_id = presser(body)
    open_participants(client, deps, body["trigger_id"], Asker(user_id, user_id))
    ack()


def start_next_round(
    ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies
) -> None:
    """Open the window that starts a round, filled in with what a result asks for next."""
    with deps.reading() as session:
        card = round_card(session, pressed_id(body))
    asker = Asker(presser(body), card.channel_id)
    open_participants(client, deps, body["trigger_id"], asker, next_step(card).mode)
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(ANSWER_QUESTIONS, answer_questions)
    app.action(SHOW_PREVIOUS_QUESTION, show_previous_question)
    app.action(STOP_REMINDERS, stop)
    app.action(VOTE_AGAIN, vote_again)
    app.action(START_ASSESSMENT, start_assessment)
    app.action(START_NEXT_ROUND, start_next_round)

"""A round's messages, and which messages and Homes each change makes stale."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from assessments.answers.asking import Mode
from assessments.answers.interview import (
    NAMELESS,
    AskedPerson,
    AskedRound,
    find_assessment,
    participants,
)
from assessments.results.links import forget_link
from assessments.results.pictures import drawn_state
from assessments.results.round_card import round_card
from assessments.rounds.cards import facilitation_card, invitation_card, voting_card
from assessments.rounds.lists import known_lists
from assessments.rounds.people import find_participant
from assessments.rounds.second_round import voters
from assessments.tables import Assessment, Participant, Reminder
from deployments.deciders import know_deciders
from handlers.blocks.replies import list_refused
from handlers.blocks.rounds.facilitation import facilitation, planning
from handlers.blocks.rounds.invitation import invitation, reminder
from handlers.blocks.rounds.readiness import result_message, round_message
from handlers.blocks.rounds.second_round import second_round_message
from handlers.blocks.text import Message
from handlers.dependencies import UnitOfWork
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface

_SENT = select(col(Reminder.id)).where(
    col(Reminder.participant_id).in_(bindparam("participant_ids", expanding=True))
)


def show_round(work: UnitOfWork, assessment_id: UUID) -> None:
    """Show the channel and the facilitator how far a round is, and its result once it's closed.

    The result is a message of its own, since a changed message notifies nobody.
    """
    assessment = work.session.get_one(Assessment, assessment_id)
    show_how_far(work, assessment)
    if assessment.closed_at is not None:
        work.show(SurfaceKind.RESULT, assessment_id, place=assessment.channel_id)
    else:
        work.show_again(SurfaceKind.RESULT, [str(assessment_id)])
    state = drawn_state(assessment)
    if state is not None:
        payload = {"assessment_id": str(assessment_id)}
        work.enqueue(JobKind.DRAW_RESULT, key=f"{assessment_id}:{state}", payload=payload)


def show_how_far(work: UnitOfWork, asked: Assessment | AskedRound) -> None:
    """Show the channel and the facilitator how far a round is."""
    work.show(SurfaceKind.ROUND, asked.id, place=asked.channel_id)
    show_facilitator(work, asked)
    work.show(SurfaceKind.HOME, asked.started_by)


def show_facilitator(work: UnitOfWork, asked: Assessment | AskedRound) -> None:
    """Show the facilitator's messages about a round."""
    work.show(SurfaceKind.FACILITATION, asked.id, place=asked.started_by)
    if asked.mode != Mode.SCREEN.value and (asked.closed_at or asked.reopened_at):
        work.show(SurfaceKind.PLANNING, asked.id, place=asked.started_by)


def show_person(work: UnitOfWork, participant: Participant | AskedPerson) -> None:
    """Show one person their invitation and Home as they are now."""
    show_invitation(work, participant)
    work.show(SurfaceKind.HOME, participant.user_id)


def show_invitation(work: UnitOfWork, participant: Participant | AskedPerson) -> None:
    """Show one person's invitation as it is now."""
    work.show(SurfaceKind.INVITATION, participant.id, place=participant.user_id)


def show_people(work: UnitOfWork, people: Iterable[Participant]) -> None:
    """Show people their invitation and Home; skip those who withdrew their answers."""
    for person in people:
        if not person.user_id.startswith(NAMELESS):
            show_person(work, person)


def show_answered(work: UnitOfWork, assessment_id: UUID) -> None:
    """Show everyone who has answered their invitation, which thanks them."""
    for person in participants(work.session, assessment_id):
        if person.finished_at is not None and not person.user_id.startswith(NAMELESS):
            show_invitation(work, person)


def show_added(work: UnitOfWork, added: Sequence[Participant]) -> None:
    """Invite people with a new message, also those who were removed and come back."""
    show_membership(work, added)
    for person in added:
        work.repost(SurfaceKind.INVITATION, person.id)


def show_removed(work: UnitOfWork, person: Participant) -> None:
    """Show that a person was removed, which may have closed the round."""
    show_membership(work, [person])
    if find_assessment(work.session, person.assessment_id).closed_at is not None:
        show_everyone(work, person.assessment_id)
    else:
        show_round(work, person.assessment_id)


def show_membership(work: UnitOfWork, changed: Sequence[Participant]) -> None:
    """Show people who were added or removed, and anyone left alone in a group, their state."""
    show_people(work, changed)
    show_reminders(work, changed)
    show_left_alone(work, changed)


def show_left_alone(work: UnitOfWork, changed: Sequence[Participant]) -> None:
    """Show those who are now alone in a group that some people joined or left."""
    ids = {person.id for person in changed}
    for assessment_id, group in sorted({(who.assessment_id, who.group) for who in changed}):
        others = [
            person
            for person in participants(work.session, assessment_id)
            if person.group == group and person.id not in ids
        ]
        if len(others) == 1 and not others[0].user_id.startswith(NAMELESS):
            show_invitation(work, others[0])


def show_everyone(work: UnitOfWork, assessment_id: UUID) -> None:
    """Refresh a whole round that starts, closes or reopens, and the Homes of its people.

    A second result, after the round was reopened, comes in a new message.
    """
    assessment = find_assessment(work.session, assessment_id)
    know_deciders(work.session, [assessment.started_by])
    show_round(work, assessment_id)
    if assessment.closed_at is not None and assessment.reopened_at is not None:
        work.repost(SurfaceKind.RESULT, assessment_id)
        forget_link(work.session, assessment_id)
    people = participants(work.session, assessment_id)
    waited_for = [person for person in people if person.finished_at is None]
    show_people(work, waited_for)
    show_reminders(work, waited_for)
    show_answered(work, assessment_id)


def show_reminders(work: UnitOfWork, people: Iterable[Participant | AskedPerson]) -> None:
    """Show people's reminders as they are now."""
    ids = [person.id for person in people]
    for (reminder_id,) in work.session.connection().execute(_SENT, {"participant_ids": ids}):
        work.show(SurfaceKind.REMINDER, reminder_id)


def show_voters(work: UnitOfWork, assessment: Assessment) -> None:
    """Show the second round to the people asked in it."""
    show_round(work, assessment.id)
    for person in voters(work.session, assessment):
        work.show(SurfaceKind.SECOND_ROUND, person.id)
        work.show(SurfaceKind.HOME, person.user_id)


def _channel(session: Session, key: str) -> str:
    return find_assessment(session, UUID(key)).channel_id


def _facilitator(session: Session, key: str) -> str:
    return find_assessment(session, UUID(key.partition(":")[0])).started_by


def _person(session: Session, key: str) -> str:
    return find_participant(session, UUID(key)).user_id


def _reminded(session: Session, reminder_id: str) -> Participant:
    return find_participant(session, session.get_one(Reminder, UUID(reminder_id)).participant_id)


def _draw_list_refused(session: Session, key: str, now: datetime) -> Message:
    del now
    _, list_id, reason = key.split(":", 2)
    return list_refused(dict(known_lists(session)).get(list_id, ""), reason)


SURFACES = (
    Surface(
        SurfaceKind.ROUND,
        30,
        _channel,
        lambda session, key, _: round_message(round_card(session, UUID(key))),
        lambda session, key: [_facilitator(session, key)],
    ),
    Surface(
        SurfaceKind.RESULT,
        31,
        _channel,
        lambda session, key, _: result_message(round_card(session, UUID(key))),
        lambda session, key: [_facilitator(session, key)],
    ),
    Surface(
        SurfaceKind.FACILITATION,
        30,
        _facilitator,
        lambda session, key, now: facilitation(facilitation_card(session, UUID(key), now)),
    ),
    Surface(
        SurfaceKind.PLANNING,
        30,
        _facilitator,
        lambda session, key, now: planning(facilitation_card(session, UUID(key), now)),
    ),
    Surface(
        SurfaceKind.INVITATION,
        30,
        _person,
        lambda session, key, _: invitation(invitation_card(session, UUID(key))),
    ),
    Surface(
        SurfaceKind.REMINDER,
        30,
        lambda session, key: _reminded(session, key).user_id,
        lambda session, key, _: reminder(invitation_card(session, _reminded(session, key).id)),
    ),
    Surface(
        SurfaceKind.SECOND_ROUND,
        30,
        _person,
        lambda session, key, _: second_round_message(voting_card(session, UUID(key))),
    ),
    Surface(SurfaceKind.LIST_REFUSED, 30, _facilitator, _draw_list_refused),
)

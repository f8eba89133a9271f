"""Which messages and homes a change of a round makes stale."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from assessments.asking import Mode
from assessments.interview import NAMELESS, AskedPerson, AskedRound, participants
from assessments.pictures import drawn_state
from assessments.rounds.second_round import voters
from assessments.tables import Assessment, Participant, Reminder, RoadmapAction
from handlers.dependencies import UnitOfWork

DRAW_RESULT = "draw_result"
LIST_REFUSED = "list_refused"
_SENT = select(col(Reminder.id)).where(
    col(Reminder.participant_id).in_(bindparam("participant_ids", expanding=True))
)


def show_round(work: UnitOfWork, assessment_id: UUID) -> None:
    """Show the channel and the facilitator how far a round is; have a new result drawn."""
    assessment = work.session.get_one(Assessment, assessment_id)
    show_how_far(work, assessment)
    state = drawn_state(assessment)
    if state is not None:
        payload = {"assessment_id": str(assessment_id)}
        work.enqueue(DRAW_RESULT, key=f"{assessment_id}:{state}", payload=payload)


def show_how_far(work: UnitOfWork, asked: Assessment | AskedRound) -> None:
    """Show the channel and the facilitator how far a round is."""
    work.show("round", asked.id, place=asked.channel_id)
    show_facilitator(work, asked)
    work.show("home", asked.started_by)


def show_facilitator(work: UnitOfWork, asked: Assessment | AskedRound) -> None:
    """Show the facilitator's messages about a round."""
    work.show("facilitation", asked.id, place=asked.started_by)
    if asked.mode != Mode.SCREEN.value and (asked.closed_at or asked.reopened_at):
        work.show("planning", asked.id, place=asked.started_by)


def show_person(work: UnitOfWork, participant: Participant | AskedPerson) -> None:
    """Show one person where they stand."""
    show_invitation(work, participant)
    work.show("home", participant.user_id)


def show_invitation(work: UnitOfWork, participant: Participant | AskedPerson) -> None:
    """Show one person's invitation as it is now."""
    work.show("invitation", participant.id, place=participant.user_id)


def show_people(work: UnitOfWork, people: Iterable[Participant]) -> None:
    """Show people where they stand; who took their name back gets nothing."""
    for person in people:
        if not person.user_id.startswith(NAMELESS):
            show_person(work, person)


def show_added(work: UnitOfWork, added: Sequence[Participant]) -> None:
    """Invite people by a new message, also who was taken off before and comes back."""
    show_membership(work, added)
    for person in added:
        work.show_anew("invitation", person.id)


def show_membership(work: UnitOfWork, changed: Sequence[Participant]) -> None:
    """Show people who were added or taken off where they stand, and whom that makes alone."""
    show_people(work, changed)
    show_reminders(work, changed)
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
    """Show a whole round anew; the homes of those whom it waited for, which list it."""
    show_round(work, assessment_id)
    people = participants(work.session, assessment_id)
    waited_for = [person for person in people if person.finished_at is None]
    show_people(work, waited_for)
    show_reminders(work, waited_for)
    for person in people:
        if person.finished_at is not None and not person.user_id.startswith(NAMELESS):
            show_invitation(work, person)


def show_reminders(work: UnitOfWork, people: Iterable[Participant | AskedPerson]) -> None:
    """Show people's reminders as they are now."""
    ids = [person.id for person in people]
    for (reminder_id,) in work.session.connection().execute(_SENT, {"participant_ids": ids}):
        work.show("reminder", reminder_id)


def show_voters(work: UnitOfWork, assessment: Assessment) -> None:
    """Show the second round to those who are asked in it."""
    show_round(work, assessment.id)
    for person in voters(work.session, assessment):
        work.show("second_round", person.id)
        work.show("home", person.user_id)


def show_action(work: UnitOfWork, action: RoadmapAction) -> None:
    """Show an action to its owner, and the round that it came from."""
    show_round(work, action.assessment_id)
    if action.owner is None:
        return
    work.show("action", action.id)
    work.show("home", action.owner)
    if action.asked_for is not None:
        work.show("follow_up", f"{action.id}:{action.asked_for.isoformat()}")

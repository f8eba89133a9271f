"""People of a round who can't be reached: nobody waits for them, and who leads it is told."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.actions.roadmap import find_action
from assessments.answers.interview import find_assessment
from assessments.rounds.people import find_participant, remove_person
from assessments.tables import Participant, Reminder
from handlers.blocks.replies import Unreached, unreached
from handlers.blocks.text import Message
from handlers.dependencies import UnitOfWork
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.rounds import show_everyone, show_left_alone, show_round
from handlers.surfaces.surface import Surface


def look_people_up(work: UnitOfWork, people: Sequence[Participant]) -> None:
    """Have Slack asked whether each of these people can answer."""
    if people:
        ids = [str(person.id) for person in people]
        key = f"{work.now.isoformat()}:{ids[0]}"
        work.enqueue(JobKind.LOOK_UP_PEOPLE, key=key, payload={"people": ids})


def take_off_unreached(work: UnitOfWork, person: Participant, code: str) -> None:
    """Wait no longer for somebody who was never asked, or can't answer; tell who leads.

    Their invitation is left as it is.
    """
    assessment = find_assessment(work.session, person.assessment_id)
    if person.removed_at or person.finished_at or assessment.closed_at:
        return
    remove_person(work.session, person.id, None, work.now)
    if find_assessment(work.session, assessment.id).closed_at is not None:
        show_everyone(work, assessment.id)
    else:
        show_round(work, assessment.id)
    show_left_alone(work, [person])
    work.repost(
        SurfaceKind.UNREACHED, f"{assessment.id}:{Unreached.INVITATION}:{person.user_id}:{code}"
    )


def tell_leader(
    work: UnitOfWork, assessment_id: UUID, what: Unreached, user_id: str, code: str
) -> None:
    """Tell who leads a round, once, what a person doesn't get, and why."""
    work.show(SurfaceKind.UNREACHED, f"{assessment_id}:{what}:{user_id}:{code}")


def _not_invited(work: UnitOfWork, key: str, code: str) -> None:
    take_off_unreached(work, find_participant(work.session, UUID(key)), code)


def _not_reminded(work: UnitOfWork, key: str, code: str) -> None:
    reminder = work.session.get_one(Reminder, UUID(key))
    person = find_participant(work.session, reminder.participant_id)
    tell_leader(work, person.assessment_id, Unreached.REMINDER, person.user_id, code)


def _not_asked_again(work: UnitOfWork, key: str, code: str) -> None:
    person = find_participant(work.session, UUID(key))
    tell_leader(work, person.assessment_id, Unreached.SECOND_ROUND, person.user_id, code)


def _owner_not_told(work: UnitOfWork, key: str, code: str) -> None:
    action = find_action(work.session, UUID(key.partition(":")[0]))
    tell_leader(work, action.assessment_id, Unreached.ACTION, action.owner or "", code)


def _leader(session: Session, key: str) -> str:
    return find_assessment(session, UUID(key.partition(":")[0])).started_by


def _draw(session: Session, key: str, now: datetime) -> Message:
    del session, now
    _, what, user_id, code = key.split(":", 3)
    return unreached(Unreached(what), user_id, code)


SURFACES = (Surface(SurfaceKind.UNREACHED, 30, _leader, _draw),)
REFUSED: Mapping[SurfaceKind, Callable[[UnitOfWork, str, str], None]] = {
    SurfaceKind.INVITATION: _not_invited,
    SurfaceKind.REMINDER: _not_reminded,
    SurfaceKind.SECOND_ROUND: _not_asked_again,
    SurfaceKind.ACTION: _owner_not_told,
    SurfaceKind.FOLLOW_UP: _owner_not_told,
}

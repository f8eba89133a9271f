"""The message to who stands in, and what follows for all that waits for who is away."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.absences.absences import Away, absence_of, absences_with, go_away
from assessments.absences.tables import Absence
from assessments.errors import Code, StandInError
from deployments.deciders import gone_people, know_deciders, models_decided_by
from handlers.blocks.absences import absence_message, stand_in_gone
from handlers.blocks.text import Message
from handlers.dependencies import UnitOfWork
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.models import show_open_matters
from handlers.surfaces.sign_offs import show_signing_of
from handlers.surfaces.surface import Surface


def note_absence(work: UnitOfWork, away: Away, now: datetime) -> Absence:
    """Note that a person is away, and pass on what waits for them.

    Raises:
        AssessmentError: The days can't be, or who should stand in can't.
    """
    if away.stand_in in gone_people(work.session):
        raise StandInError(Code.STAND_IN_NO_MEMBER)
    before = absence_of(work.session, away.user_id)
    absence = go_away(work.session, away, now)
    if before is not None:
        show_absence(work, before)
    show_absence(work, absence)
    return absence


def show_stand_in(work: UnitOfWork, user_id: str) -> None:
    """Tell whoever counted on a stand-in that Slack says they left, or are back."""
    for absence in absences_with(work.session, user_id):
        show_absence(work, absence)
        work.show(SurfaceKind.STAND_IN_GONE, absence.id)


def show_absence(work: UnitOfWork, absence: Absence) -> None:
    """Tell who stands in, and pass on what waits for who is away, or give it back."""
    both = [absence.user_id, absence.stand_in]
    know_deciders(work.session, [absence.stand_in])
    people = {"people": [absence.stand_in]}
    work.enqueue(JobKind.LOOK_UP_DECIDERS, key=f"absence:{absence.id}", payload=people)
    work.show(SurfaceKind.ABSENCE, absence.id)
    for model in models_decided_by(work.session, absence.user_id):
        show_open_matters(work, model, both)
    show_signing_of(work, both)
    for user_id in both:
        work.show(SurfaceKind.HOME, user_id)


def _draw(session: Session, key: str, now: datetime) -> Message:
    del now
    return absence_message(session.get_one(Absence, UUID(key)))


def _draw_gone(session: Session, key: str, now: datetime) -> Message:
    del now
    absence = session.get_one(Absence, UUID(key))
    return stand_in_gone(absence, is_gone=absence.stand_in in gone_people(session))


def _not_told(work: UnitOfWork, key: str, code: str) -> None:
    """Look up a stand-in whom Slack can't reach; who is away is told."""
    stand_in = work.session.get_one(Absence, UUID(key)).stand_in
    people = {"people": [stand_in]}
    work.enqueue(JobKind.LOOK_UP_DECIDERS, key=f"{key}:{code}", payload=people)


REFUSED = {SurfaceKind.ABSENCE: _not_told}
SURFACES = (
    Surface(
        SurfaceKind.ABSENCE,
        30,
        lambda session, key: session.get_one(Absence, UUID(key)).stand_in,
        _draw,
    ),
    Surface(
        SurfaceKind.STAND_IN_GONE,
        15,
        lambda session, key: session.get_one(Absence, UUID(key)).user_id,
        _draw_gone,
    ),
)

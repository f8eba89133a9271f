"""The message to who else has to agree that a use case is retired."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.use_cases.definition import find_use_case
from assessments.use_cases.retirement import people_who_retire, retirements_of
from handlers.blocks.text import Message
from handlers.blocks.use_cases.retirement import RetirementCard, retirement_message
from handlers.dependencies import UnitOfWork
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.sign_offs import show_signing
from handlers.surfaces.signers import signers_of
from handlers.surfaces.surface import Surface


def show_retirement(work: UnitOfWork, use_case_id: UUID) -> None:
    """Ask who else has to agree, and bring the messages up to date."""
    card = _card(work.session, use_case_id)
    everyone = {who for people in card.asked.values() for who in people}
    work.show_again(SurfaceKind.RETIREMENT, {f"{use_case_id}:{who}" for who in everyone})
    if card.agreed:
        for role, people in card.asked.items():
            if role not in card.agreed:
                for who in people:
                    work.show(SurfaceKind.RETIREMENT, f"{use_case_id}:{who}")
    show_signing(work, use_case_id)


def _card(session: Session, use_case_id: UUID) -> RetirementCard:
    use_case = find_use_case(session, use_case_id)
    signers = signers_of(session, use_case)
    people = people_who_retire(session, use_case, signers)
    rows = retirements_of(session, use_case_id)
    return RetirementCard(
        use_case_id=use_case.id,
        title=use_case.title,
        status=use_case.status,
        reason=next((row.reason for row in rows), use_case.retired_reason),
        agreed={row.role: (row.signed_by, row.person) for row in rows},
        asked={
            role: tuple(signers.stand_ins.get(person, person) for person in named)
            for role, named in people.items()
        },
    )


def _draw(session: Session, key: str, now: datetime) -> Message:
    del now
    use_case_id, _, user_id = key.partition(":")
    return retirement_message(_card(session, UUID(use_case_id)), user_id)


SURFACES = (Surface(SurfaceKind.RETIREMENT, 15, lambda _, key: key.partition(":")[2], _draw),)

"""Who signs instead of somebody who left: the business owner chooses."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.errors import Code
from assessments.recorded import note
from assessments.use_cases.contract.document import Document
from assessments.use_cases.tables import SignerInstead, UseCase
from ground.refusals import People, Refusal


def instead_of(session: Session, use_case_id: UUID) -> dict[str, str]:
    """Return who signs instead of whom: `{who left: who signs}`; the newest choice counts."""
    rows = session.exec(
        select(SignerInstead)
        .where(SignerInstead.use_case_id == use_case_id)
        .order_by(col(SignerInstead.chosen_at), col(SignerInstead.id))
    ).all()
    chosen = {row.person: row.instead for row in rows}
    return {person: _last(chosen, person) for person in chosen}


def who_chooses(document: Document, asked_by: str, gone: Collection[str]) -> str:
    """Name who chooses: the business owner, or else who asked for signatures."""
    owner = document.text("business_owner")
    return owner if owner and owner not in gone else asked_by


def choose_signer(
    session: Session,
    use_case: UseCase,
    choice: tuple[str, str],
    by: str,
    gone: Collection[str],
    now: datetime,
) -> Refusal | None:
    """Have somebody sign instead of a person who left.

    Args:
        session: A transaction; the use case's row was locked in it.
        use_case: The use case.
        choice: Who left, and who signs instead.
        by: Who chooses; ask `who_chooses` before.
        gone: Who isn't an active member of the workspace.
        now: When.

    Returns:
        Why that can't be; None where it counts.
    """
    person, instead = choice
    if person not in gone:
        return Refusal(Code.SIGNER_THERE, people=People([person]))
    if instead == person or instead in gone:
        return Refusal(Code.SIGNER_SAME, people=People([instead]))
    row = SignerInstead(
        use_case_id=use_case.id, person=person, instead=instead, chosen_by=by, chosen_at=now
    )
    session.add(row)
    session.flush()
    note(session, "use_case.signer", use_case.id, by, now, [row], person=person, instead=instead)
    return None


def _last(chosen: dict[str, str], person: str) -> str:
    """Follow the choices: who signed instead may have left, too."""
    seen = [person]
    while (after := chosen.get(seen[-1])) is not None and after not in seen:
        seen.append(after)
    return seen[-1]

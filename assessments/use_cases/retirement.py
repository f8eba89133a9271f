"""Retiring a use case: its owner and its sponsor agree, with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.errors import Code
from assessments.recorded import note
from assessments.use_cases.contract.content import Rules, Status
from assessments.use_cases.contract.status import RETIRED_BY, Move, refusals_to_move, review
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.signing import Signers
from assessments.use_cases.tables import UseCase, UseCaseRetirement
from assessments.use_cases.versions import document_of, version_in_force
from assessments.use_cases.waiting import waiting_version, withdraw
from ground.refusals import People, Refusal


def retirements_of(session: Session, use_case_id: UUID) -> Sequence[UseCaseRetirement]:
    """List who agreed to retire a use case, in which role; the first gave the reason."""
    return session.exec(
        select(UseCaseRetirement)
        .where(UseCaseRetirement.use_case_id == use_case_id)
        .order_by(col(UseCaseRetirement.agreed_at), col(UseCaseRetirement.role))
    ).all()


def people_who_retire(
    session: Session, use_case: UseCase, signers: Signers
) -> dict[str, tuple[str, ...]]:
    """Name who may agree to retire a use case, by role."""
    in_force = version_in_force(session, use_case)
    document = document_of(in_force) if in_force else draft_of(session, use_case.id).document
    return {role: signers.of(role, document, "") for role in RETIRED_BY}


def refusal_to_retire(
    session: Session, use_case: UseCase, person: str, signers: Signers
) -> Refusal | None:
    """Return why a person has no say in retiring a use case; None where they have."""
    if use_case.status is Status.RETIRED:
        return Refusal(Code.RETIRED_ALREADY)
    people = people_who_retire(session, use_case, signers)
    if _roles(people, person, signers):
        return None
    asked = dict.fromkeys(one for named in people.values() for one in named)
    return Refusal(Code.NOT_RETIRING, people=People(asked or [use_case.created_by]))


@dataclass(frozen=True)
class Retiring:
    """Who agrees to retire a use case, and why; the first one's reason counts."""

    person: str
    reason: str = ""


def agree_to_retire(
    session: Session,
    rules: Rules,
    use_case: UseCase,
    retiring: Retiring,
    signers: Signers,
    now: datetime,
) -> Refusal | None:
    """Agree to retire a use case in each of a person's roles; it's retired once both agreed.

    Args:
        session: A transaction; the use case's row was locked in it.
        rules: The rules for use cases.
        use_case: The use case.
        retiring: Who agrees, and why.
        signers: Who stands in for whom.
        now: When.

    Returns:
        Why that can't be; None where it counts.
    """
    refusal = refusal_to_retire(session, use_case, retiring.person, signers)
    if refusal is not None:
        return refusal
    earlier = retirements_of(session, use_case.id)
    reason = next((found.reason for found in earlier), retiring.reason.strip())
    agreed = {found.role for found in earlier}
    people = people_who_retire(session, use_case, signers)
    mine = _roles(people, retiring.person, signers)
    move = Move(use_case.status, agreed_by=RETIRED_BY, reason=reason)
    found = review(rules, draft_of(session, use_case.id).document, Status.RETIRED, now.date())
    if against := refusals_to_move(found, move):
        return against[0]
    new = {role: whose for role, whose in mine.items() if role not in agreed}
    _keep(session, use_case, Retiring(retiring.person, reason), new, now)
    if agreed | mine.keys() >= set(RETIRED_BY):
        _retire(session, use_case, Retiring(retiring.person, reason), now)
    return None


def keep_use_case(
    session: Session, use_case: UseCase, person: str, signers: Signers, now: datetime
) -> Refusal | None:
    """Say no to retiring a use case: what the other one agreed is taken back.

    Returns:
        Why that can't be; None where it counts.
    """
    refusal = refusal_to_retire(session, use_case, person, signers)
    if refusal is not None:
        return refusal
    rows = retirements_of(session, use_case.id)
    for row in rows:
        session.delete(row)
    session.flush()
    note(session, "use_case.keep", use_case.id, person, now, rows)
    return None


def _roles(people: dict[str, tuple[str, ...]], person: str, signers: Signers) -> dict[str, str]:
    """Return the roles in which a press counts, and whose agreement it then is."""
    return {
        role: whose
        for role, named in people.items()
        for whose in named
        if person in (whose, signers.stand_ins.get(whose))
    }


def _keep(
    session: Session, use_case: UseCase, retiring: Retiring, roles: dict[str, str], now: datetime
) -> None:
    rows = [
        UseCaseRetirement(
            use_case_id=use_case.id,
            role=role,
            person=whose,
            signed_by=retiring.person,
            reason=retiring.reason,
            agreed_at=now,
        )
        for role, whose in roles.items()
    ]
    session.add_all(rows)
    session.flush()
    action = "use_case.agree_to_retire"
    note(session, action, use_case.id, retiring.person, now, rows, roles=sorted(roles))


def _retire(session: Session, use_case: UseCase, retiring: Retiring, now: datetime) -> None:
    use_case.status, use_case.retired_reason = Status.RETIRED, retiring.reason
    use_case.comes_back_at = now
    session.add(use_case)
    session.flush()
    waiting = waiting_version(session, use_case.id)
    if waiting is not None:
        withdraw(session, use_case, waiting, retiring.person, now)
    reason = retiring.reason
    note(session, "use_case.retire", use_case.id, retiring.person, now, [use_case], reason=reason)

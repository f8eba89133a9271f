"""Signing a version of a use case: who may in which role, the signature, what they came to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.absences.absences import asked_instead
from assessments.errors import Code as StoreCode
from assessments.recorded import note
from assessments.use_cases.contract.content import CONSUMER_SPEAKER, RISK_AND_COMPLIANCE
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.sign_offs import (
    BUILDER,
    EXCLUDE_EACH_OTHER,
    MOST_ROLES,
    Approval,
    Signature,
    SignOff,
    approval_of,
    people_for,
    refusal_to_sign,
)
from assessments.use_cases.tables import UseCase, UseCaseSignOff, UseCaseVersion
from assessments.use_cases.versions import (
    document_of,
    request_of,
    take_force,
)
from assessments.use_cases.waiting import waiting_version, withdraw
from ground.refusals import People, Refusal


@dataclass(frozen=True)
class Signers:
    """Who else may sign, beyond whom a document names.

    Attributes:
        compliance: Who signs for risk and compliance.
        keepers: Who signs for the consumers where the document names no speaker.
        stand_ins: Who stands in for whom now: `{away: stand_in}`.
        gone: Who has left, with the person who signs instead, chosen by the business owner.
    """

    compliance: Sequence[str] = ()
    keepers: Sequence[str] = ()
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)

    def of(self, role: str, document: Document, asked_by: str) -> tuple[str, ...]:
        """Name who may sign in a role."""
        named = people_for(role, document)
        if role == RISK_AND_COMPLIANCE:
            named = tuple(self.compliance)
        elif role == CONSUMER_SPEAKER and not named:
            named = tuple(person for person in self.keepers if person != asked_by)
        return tuple(dict.fromkeys(self.gone.get(person, person) for person in named))

    def asked(
        self, roles: Sequence[str], document: Document, asked_by: str
    ) -> dict[str, dict[str, str]]:
        """Return who is asked in each role, for each who may: a stand-in, where they're away.

        A stand-in who couldn't sign isn't asked (who builds it, who is asked in the role that
        excludes this one, or in as many as one may sign); the person is, wherever they are.
        """
        may = {role: self.of(role, document, asked_by) for role in roles}
        count = Counter(person for people in may.values() for person in people)
        found: dict[str, dict[str, str]] = {}
        for role, people in may.items():
            barred = {document.text(BUILDER), *(who for who in count if count[who] >= MOST_ROLES)}
            for other in EXCLUDE_EACH_OTHER - {role} if role in EXCLUDE_EACH_OTHER else ():
                barred.update(self.of(other, document, asked_by), found.get(other, {}).values())
            found[role] = asked_instead(people, self.stand_ins, barred)
            count.update(who for person, who in found[role].items() if who != person)
        return found


def sign_offs_of(session: Session, use_case_id: UUID) -> list[SignOff]:
    """Return every signature under any version, the oldest first."""
    rows = session.exec(
        select(UseCaseSignOff)
        .where(UseCaseSignOff.use_case_id == use_case_id)
        .order_by(col(UseCaseSignOff.signed_at), col(UseCaseSignOff.id))
    ).all()
    return [_read(row) for row in rows]


def sign(
    session: Session, use_case: UseCase, attempt: SignOff, signed_by: str, signers: Signers
) -> Refusal | None:
    """Sign a version in one role; the last approval brings it into force, one reject stops it.

    Args:
        session: A transaction; the use case's row was locked in it.
        use_case: The use case.
        attempt: The signature; `person` is whose it is.
        signed_by: Who pressed: that person, or their stand-in.
        signers: Who may.

    Returns:
        Why it doesn't stand; None where it does.
    """
    version = waiting_version(session, use_case.id)
    refusal = refusal_of_signature(session, use_case, attempt, signed_by, signers)
    if version is None or refusal is not None:
        return refusal
    row = UseCaseSignOff(
        use_case_id=use_case.id,
        version=attempt.version,
        role=attempt.role,
        person=attempt.person,
        signed_by=signed_by,
        signature=attempt.signature,
        reason=attempt.reason.strip(),
        signed_at=attempt.at,
    )
    session.add(row)
    session.flush()
    action = "use_case.sign" if attempt.signature is Signature.APPROVE else "use_case.reject"
    detail = {"version": attempt.version, "role": attempt.role, "person": attempt.person}
    note(session, action, use_case.id, signed_by, attempt.at, [row], **detail)
    _settle(session, use_case, version, signed_by, attempt.at)
    return None


def refusal_of_signature(
    session: Session, use_case: UseCase, attempt: SignOff, signed_by: str, signers: Signers
) -> Refusal | None:
    """Return why a signature wouldn't stand; None where it would."""
    version = waiting_version(session, use_case.id)
    if version is None:
        return Refusal(StoreCode.NOTHING_WAITS)
    return _refusal(session, version, attempt, signed_by, signers)


def whose_signature(version: UseCaseVersion, role: str, pressed_by: str, signers: Signers) -> str:
    """Name whose signature a press is: the person's own, or of whom they stand in for."""
    named = signers.of(role, document_of(version), version.asked_by)
    if pressed_by in named:
        return pressed_by
    away = (person for person in named if signers.stand_ins.get(person) == pressed_by)
    return next(away, pressed_by)


def _refusal(
    session: Session,
    version: UseCaseVersion,
    attempt: SignOff,
    signed_by: str,
    signers: Signers,
) -> Refusal | None:
    """Check the signature as whose it is, and as of who pressed: a stand-in escapes no rule."""
    document = document_of(version)
    asked = signers.of(attempt.role, document, version.asked_by)
    is_theirs = signed_by in (attempt.person, signers.stand_ins.get(attempt.person))
    is_builder = signed_by != attempt.person and signed_by == document.text("builder")
    if attempt.role in version.roles and (
        attempt.person not in asked or not is_theirs or is_builder
    ):
        return Refusal(StoreCode.NOT_A_SIGNER, people=People(asked))
    earlier = sign_offs_of(session, version.use_case_id)
    pressed = _as_pressed(session, version)
    request = request_of(version)
    return refusal_to_sign(request, attempt, earlier) or refusal_to_sign(
        request, replace(attempt, person=signed_by), pressed
    )


def _settle(
    session: Session, use_case: UseCase, version: UseCaseVersion, by: str, now: datetime
) -> None:
    approval = approval_of(request_of(version), sign_offs_of(session, use_case.id))
    if approval is Approval.APPROVED:
        take_force(session, use_case, version, by, now)
    elif approval is Approval.REJECTED:
        withdraw(session, use_case, version, by, now)


def _as_pressed(session: Session, version: UseCaseVersion) -> list[SignOff]:
    rows = session.exec(
        select(UseCaseSignOff).where(
            UseCaseSignOff.use_case_id == version.use_case_id,
            UseCaseSignOff.version == version.version,
        )
    ).all()
    return [replace(_read(row), person=row.signed_by) for row in rows]


def _read(row: UseCaseSignOff) -> SignOff:
    return SignOff(row.person, row.role, row.version, row.signed_at, row.signature, row.reason)

"""All that the messages about signing a version show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.errors import AssessmentError, Code
from assessments.use_cases.contract.content import Rules, Status
from assessments.use_cases.contract.difference import (
    Difference,
    difference,
    roles_to_sign_again,
)
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.sign_offs import Approval, Signature, approval_of
from assessments.use_cases.definition import find_use_case
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.signing import Signers, sign_offs_of
from assessments.use_cases.tables import (
    UseCase,
    UseCaseEdit,
    UseCaseSignOff,
    UseCaseVersion,
)
from assessments.use_cases.versions import (
    document_of,
    find_version,
    request_of,
    version_in_force,
)


class Outcome(StrEnum):
    """What became of a version."""

    WAITING = "waiting"
    AGREED = "agreed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class RoleCard:
    """A role that signs.

    Attributes:
        role: The role.
        asked: Who is asked, for each who may sign: a stand-in, where they're away.
        signed: The signature; None while there is none.
    """

    role: str
    asked: dict[str, str]
    signed: UseCaseSignOff | None


@dataclass(frozen=True)
class SigningCard:
    """A version and how far it is signed.

    Attributes:
        withdrawn_by: Who changed the text while it waited, or took it back.
        changed: What it changes of the version that it follows; None where it follows none.
        changed_meanwhile: The fields whose change withdrew it.
    """

    use_case_id: UUID
    version_id: UUID
    title: str
    channel_id: str
    version: int
    follows: int
    asked_by: str
    asked_at: datetime
    settled_at: datetime | None
    outcome: Outcome
    document: Document
    roles: Sequence[RoleCard]
    changed: Difference | None
    withdrawn_by: str | None = None
    changed_meanwhile: Sequence[str] = ()

    def role(self, name: str) -> RoleCard:
        """Return a role; an empty one where it isn't asked."""
        found = (role for role in self.roles if role.role == name)
        return next(found, RoleCard(name, {}, None))


@dataclass(frozen=True)
class SignState:
    """What a use case's message says about signatures.

    Attributes:
        status: Where it stands.
        latest: The newest version that people sign; None where there is none.
        draft: What the draft changes of the version in force; None where none is.
        sign_again: Which roles must sign what the draft changes.
        in_force: The version in force; 0 while none is.
        retired_reason: Why it's retired; empty while it isn't.
    """

    use_case_id: UUID
    status: Status
    latest: SigningCard | None
    draft: Difference | None
    sign_again: Sequence[str]
    in_force: int
    retired_reason: str = ""


def find_version_by_id(session: Session, version_id: UUID) -> UseCaseVersion:
    """Find a version.

    Raises:
        AssessmentError: There is none.
    """
    version = session.get(UseCaseVersion, version_id, populate_existing=True)
    if version is None:
        raise AssessmentError(Code.USE_CASE_UNKNOWN)
    return version


def signing_card(
    session: Session, rules: Rules, version: UseCaseVersion, signers: Signers
) -> SigningCard:
    """Load what the messages about a version show."""
    use_case = find_use_case(session, version.use_case_id)
    document = document_of(version)
    signed = {row.role: row for row in _signatures(session, version)}
    followed = find_version(session, version.use_case_id, version.follows)
    outcome = outcome_of(session, version)
    by, fields = _withdrawn(session, version) if outcome is Outcome.WITHDRAWN else (None, ())
    return SigningCard(
        use_case_id=use_case.id,
        version_id=version.id,
        title=document.text("title") or use_case.title,
        channel_id=use_case.channel_id,
        version=version.version,
        follows=version.follows,
        asked_by=version.asked_by,
        asked_at=version.asked_at,
        settled_at=version.settled_at,
        outcome=outcome,
        document=document,
        roles=[
            RoleCard(role, people, signed.get(role))
            for role, people in signers.asked(version.roles, document, version.asked_by).items()
        ],
        changed=difference(rules, document_of(followed), document) if followed else None,
        withdrawn_by=by,
        changed_meanwhile=fields,
    )


def sign_state(session: Session, rules: Rules, use_case: UseCase, signers: Signers) -> SignState:
    """Load what a use case's message says about signatures."""
    latest = session.exec(
        select(UseCaseVersion)
        .where(UseCaseVersion.use_case_id == use_case.id)
        .order_by(col(UseCaseVersion.version).desc())
        .limit(1)
    ).one_or_none()
    in_force = version_in_force(session, use_case)
    draft = draft_of(session, use_case.id).document
    changed = difference(rules, document_of(in_force), draft) if in_force else None
    again = (
        roles_to_sign_again(
            rules, draft, changed, names_risk_and_compliance=bool(signers.compliance)
        )
        if changed
        else ()
    )
    asks = latest is not None and bool(latest.roles)
    return SignState(
        use_case.id,
        use_case.status,
        signing_card(session, rules, latest, signers) if latest and asks else None,
        changed,
        again,
        use_case.version,
        use_case.retired_reason,
    )


def outcome_of(session: Session, version: UseCaseVersion) -> Outcome:
    """Return what became of a version."""
    if version.settled_at is None:
        return Outcome.WAITING
    signed = sign_offs_of(session, version.use_case_id)
    of_version = [found for found in signed if found.version == version.version]
    if any(found.signature is Signature.REJECT for found in of_version):
        return Outcome.REJECTED
    is_approved = approval_of(request_of(version), of_version) is Approval.APPROVED
    return Outcome.AGREED if is_approved or not version.roles else Outcome.WITHDRAWN


def _signatures(session: Session, version: UseCaseVersion) -> Sequence[UseCaseSignOff]:
    return session.exec(
        select(UseCaseSignOff).where(
            UseCaseSignOff.use_case_id == version.use_case_id,
            UseCaseSignOff.version == version.version,
        )
    ).all()


def _withdrawn(session: Session, version: UseCaseVersion) -> tuple[str | None, Sequence[str]]:
    """Return who changed which fields at the moment at which a version was withdrawn."""
    edits = session.exec(
        select(UseCaseEdit)
        .where(
            UseCaseEdit.use_case_id == version.use_case_id,
            UseCaseEdit.written_at == version.settled_at,
        )
        .order_by(col(UseCaseEdit.number))
    ).all()
    return (edits[0].written_by if edits else None), [edit.field for edit in edits]

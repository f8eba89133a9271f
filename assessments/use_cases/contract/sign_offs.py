"""Sign-offs: who must, who may, and what they came to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assessments.use_cases.contract.codes import Code
from assessments.use_cases.contract.content import CONSUMER_SPEAKER, RISK_AND_COMPLIANCE
from assessments.use_cases.contract.document import Document
from ground.refusals import Names, Refusal

MOST_ROLES = 2
EXCLUDE_EACH_OTHER = frozenset({"sponsor", RISK_AND_COMPLIANCE})
BUILDER = "builder"


class Signature(StrEnum):
    """What a person signed."""

    APPROVE = "approve"
    REJECT = "reject"


class Approval(StrEnum):
    """What the sign-offs of a version came to."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class SignOff:
    """One sign-off, kept as it was, whatever happens to the person or the rules.

    Attributes:
        person: Slack user_id of who answers for it.
        role: The role that they signed in.
        version: The version that they signed.
        at: When, in UTC.
        signature: What they signed.
        reason: Free text; a reject has one.
    """

    person: str
    role: str
    version: int
    at: datetime
    signature: Signature
    reason: str = ""


@dataclass(frozen=True)
class Request:
    """What is to be signed.

    Attributes:
        version: The version.
        roles: The roles that sign it, in order.
        builder: The lead data scientist.
    """

    version: int
    roles: tuple[str, ...]
    builder: str


def people_for(role: str, document: Document) -> tuple[str, ...]:
    """Name who may sign in a role, as the document says; nobody where it names nobody.

    Who signs for risk and compliance stands outside the document.
    """
    if role == CONSUMER_SPEAKER:
        speakers = (row.get("speaker") for row in document.rows("consumers"))
        return tuple(dict.fromkeys(str(found) for found in speakers if found))
    person = document.text(role)
    return (person,) if person else ()


def refusal_to_sign(
    request: Request, attempt: SignOff, earlier: Sequence[SignOff]
) -> Refusal | None:
    """Return why a sign-off can't stand; None where it can.

    Args:
        request: What is to be signed.
        attempt: The sign-off.
        earlier: Every sign-off before it, of any version.
    """
    of_version = [found for found in earlier if found.version == request.version]
    if attempt.version != request.version:
        return Refusal(Code.OTHER_VERSION, signed=attempt.version, current=request.version)
    if attempt.role not in request.roles:
        return Refusal(Code.ROLE_NOT_ASKED, role=Names([attempt.role]), roles=Names(request.roles))
    if any(found.signature is Signature.REJECT for found in of_version):
        return Refusal(Code.VERSION_REJECTED)
    if any(found.role == attempt.role for found in of_version):
        return Refusal(Code.ROLE_SIGNED, role=Names([attempt.role]))
    if attempt.signature is Signature.REJECT:
        return None if attempt.reason.strip() else Refusal(Code.REASON_MISSING)
    return _refusal_of_people(request, [*of_version, attempt], attempt)


def _refusal_of_people(
    request: Request, signed: Sequence[SignOff], attempt: SignOff
) -> Refusal | None:
    roles = {found.role for found in signed if found.person == attempt.person}
    if len(roles) > MOST_ROLES:
        return Refusal(Code.TOO_MANY_ROLES, most=MOST_ROLES)
    if roles >= EXCLUDE_EACH_OTHER:
        return Refusal(Code.ROLES_EXCLUDE_EACH_OTHER)
    is_last = {found.role for found in signed} >= set(request.roles)
    if is_last and {found.person for found in signed} == {request.builder}:
        return Refusal(Code.ONLY_THE_BUILDER)
    return None


def approval_of(request: Request, sign_offs: Iterable[SignOff]) -> Approval:
    """Find what the sign-offs of a version came to: one reject stops it."""
    signed = [found for found in sign_offs if found.version == request.version]
    if any(found.signature is Signature.REJECT for found in signed):
        return Approval.REJECTED
    is_asked = bool(request.roles) and not waiting_roles(request, signed)
    is_only_builder = {found.person for found in signed} == {request.builder}
    return Approval.APPROVED if is_asked and not is_only_builder else Approval.WAITING


def waiting_roles(request: Request, sign_offs: Iterable[SignOff]) -> tuple[str, ...]:
    """Name the roles that a version still waits for, in order."""
    signed = {found.role for found in sign_offs if found.version == request.version}
    return tuple(role for role in request.roles if role not in signed)


def version_in_force(requests: Iterable[Request], sign_offs: Sequence[SignOff]) -> int | None:
    """Return the newest version that everyone asked has approved; None while there is none.

    Its pass marks count until a newer version is approved, whatever was written since.
    """
    approved = [
        request.version
        for request in requests
        if approval_of(request, sign_offs) is Approval.APPROVED
    ]
    return max(approved, default=None)

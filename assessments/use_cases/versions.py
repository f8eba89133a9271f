"""Versions of a use case: put to its signers, agreed alone, in force, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, func, select

from assessments.errors import Code as StoreCode
from assessments.recorded import note
from assessments.use_cases.contract.content import (
    CONSUMER_SPEAKER,
    RISK_AND_COMPLIANCE,
    Rules,
    Status,
)
from assessments.use_cases.contract.difference import Difference, difference, request_to_sign
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.export import rules_used
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.sign_offs import Request
from assessments.use_cases.contract.status import reasons_against, review
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.elsewhere import loosens_another
from assessments.use_cases.refreshing import keep_figures
from assessments.use_cases.tables import UseCase, UseCaseVersion
from assessments.use_cases.waiting import waiting_version, withdraw
from ground.refusals import Refusal


@dataclass(frozen=True)
class Asker:
    """Who asks which roles to sign, and when."""

    by: str
    now: datetime
    roles: Sequence[str]


@dataclass(frozen=True)
class Asked:
    """What came of putting a draft to its signers.

    Attributes:
        version: The new version; None where the draft isn't ready.
        refusals: Why it isn't.
        changed: What it changes of the version in force; None where none is.
    """

    version: UseCaseVersion | None
    refusals: Sequence[Refusal] = ()
    changed: Difference | None = None


def find_version(session: Session, use_case_id: UUID, version: int) -> UseCaseVersion | None:
    """Find a version; None where there is none of that number."""
    return session.exec(
        select(UseCaseVersion).where(
            UseCaseVersion.use_case_id == use_case_id, UseCaseVersion.version == version
        )
    ).one_or_none()


def document_of(version: UseCaseVersion | None) -> Document:
    """Return what a version says; nothing where there is none."""
    return Document(version.contents if version else {})


def version_in_force(session: Session, use_case: UseCase) -> UseCaseVersion | None:
    """Find the version whose pass marks count; None while there is none."""
    return find_version(session, use_case.id, use_case.version) if use_case.version else None


def request_of(version: UseCaseVersion) -> Request:
    """Return what a version asks of its signers."""
    return Request(version.version, tuple(version.roles), document_of(version).text("builder"))


def put_to_signers(
    session: Session,
    rules: Rules,
    use_case: UseCase,
    by: str,
    now: datetime,
    compliance: Sequence[str] = (),
) -> Asked:
    """Freeze the draft as a version and ask for the signatures of its risk class.

    A change that isn't material needs none and is in force at once. A version that was waiting
    is withdrawn: its signatures were for another text.

    Args:
        session: A transaction; the use case's row was locked in it.
        rules: The rules for use cases.
        use_case: The use case.
        by: Who asks.
        now: When.
        compliance: Who signs for risk and compliance.
    """
    document = draft_of(session, use_case.id).document
    refusals = reasons_not_to_ask(session, rules, use_case, now)
    if refusals:
        return Asked(None, refusals)
    in_force = version_in_force(session, use_case)
    before = document_of(in_force) if in_force else None
    request = next_request(session, rules, use_case, compliance)
    changed = difference(rules, before, document) if before else None
    made = _freeze(session, rules, use_case, document, Asker(by, now, request.roles))
    if not request.roles:
        take_force(session, use_case, made, by, now)
    return Asked(made, (), changed)


def reasons_not_to_ask(
    session: Session, rules: Rules, use_case: UseCase, now: datetime
) -> list[Refusal]:
    """List why the draft can't be put to its signers yet; none where it can."""
    if use_case.status is Status.RETIRED:
        return [Refusal(StoreCode.RETIRED_ALREADY)]
    document = draft_of(session, use_case.id).document
    refusals = reasons_against(review(rules, document, Status.APPROVED, now.date()), None)
    in_force = version_in_force(session, use_case)
    if in_force and document_of(in_force) == document:
        refusals.append(Refusal(StoreCode.NOTHING_TO_SIGN, version=use_case.version))
    return refusals


def next_request(
    session: Session, rules: Rules, use_case: UseCase, compliance: Sequence[str] = ()
) -> Request:
    """Build what the draft would ask of its signers, as the next version."""
    in_force = version_in_force(session, use_case)
    document = draft_of(session, use_case.id).document
    request = request_to_sign(
        rules,
        _next_number(session, use_case.id),
        document,
        document_of(in_force) if in_force else None,
        names_risk_and_compliance=bool(compliance),
    )
    if not loosens_another(session, rules, use_case, document):
        return request
    roles = dict.fromkeys([*request.roles, who_signs_looser(compliance)])
    return replace(request, roles=tuple(roles))


def agree_alone(
    session: Session,
    rules: Rules,
    use_case: UseCase,
    by: str,
    now: datetime,
    compliance: Sequence[str] = (),
) -> UseCaseVersion:
    """Agree the draft's pass marks without signatures: the quick way, open to who keeps them.

    What others signed stays until they sign again, and a looser pass mark needs somebody else's
    signature, so that 0.80 never quietly becomes 0.75.
    """
    document = draft_of(session, use_case.id).document
    in_force = version_in_force(session, use_case)
    changed = difference(rules, document_of(in_force), document)
    roles = list(in_force.roles) if in_force and in_force.roles else []
    is_looser = bool(in_force and changed.looser)
    if is_looser or loosens_another(session, rules, use_case, document):
        roles.append(who_signs_looser(compliance))
    asked = Asker(by, now, list(dict.fromkeys(roles)))
    made = _freeze(session, rules, use_case, document, asked)
    if not roles:
        take_force(session, use_case, made, by, now)
    return made


def who_signs_looser(compliance: Sequence[str]) -> str:
    """Name the role that signs a looser pass mark, whatever the risk class."""
    return RISK_AND_COMPLIANCE if compliance else CONSUMER_SPEAKER


def take_force(
    session: Session, use_case: UseCase, version: UseCaseVersion, by: str, now: datetime
) -> None:
    """Let a version's pass marks count from now on."""
    version.settled_at = now
    use_case.version = version.version
    use_case.agreed_by, use_case.agreed_at = by, now
    use_case.comes_back_at = now
    reached = Status.APPROVED if version.roles else Status.DEFINED
    if use_case.status.rank < reached.rank:
        use_case.status = reached
    session.add(version)
    keep_figures(session, load_rules(), use_case, now.date())
    session.flush()
    note(
        session,
        "use_case.agree",
        use_case.id,
        by,
        now,
        [use_case, version],
        model=use_case.model_name,
        version=version.version,
    )


def _freeze(
    session: Session,
    rules: Rules,
    use_case: UseCase,
    document: Document,
    asked: Asker,
) -> UseCaseVersion:
    waiting = waiting_version(session, use_case.id)
    if waiting is not None:
        withdraw(session, use_case, waiting, asked.by, asked.now)
    made = UseCaseVersion(
        use_case_id=use_case.id,
        version=_next_number(session, use_case.id),
        contents=dict(document.values),
        rules=rules_used(rules).model_dump(),
        roles=list(asked.roles),
        follows=use_case.version,
        asked_by=asked.by,
        asked_at=asked.now,
        agreed_by=None if asked.roles else asked.by,
    )
    session.add(made)
    session.flush()
    detail = {"version": made.version, "roles": made.roles}
    note(session, "use_case.ask", use_case.id, asked.by, asked.now, [made], **detail)
    return made


def _next_number(session: Session, use_case_id: UUID) -> int:
    query = select(func.max(UseCaseVersion.version)).where(
        UseCaseVersion.use_case_id == use_case_id
    )
    return (session.exec(query).one() or 0) + 1

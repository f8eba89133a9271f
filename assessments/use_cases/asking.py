"""Asking people to sign: who could, whom to ask, when to remind them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice, product
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, exists, select

from assessments.errors import Code
from assessments.use_cases.contract.content import RISK_AND_COMPLIANCE, Rules
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.sign_offs import EXCLUDE_EACH_OTHER, MOST_ROLES, Request
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.signing import Signers, sign_offs_of
from assessments.use_cases.tables import SignerAsk, UseCase, UseCaseSignOff, UseCaseVersion
from assessments.use_cases.versions import (
    Asked,
    document_of,
    next_request,
    put_to_signers,
    reasons_not_to_ask,
)
from ground.refusals import Names, Refusal

FIRST_REMINDER, NEXT_REMINDER = timedelta(days=3), timedelta(days=7)
MOST_TRIES = 10_000


def ask_for_signatures(
    session: Session, rules: Rules, use_case: UseCase, by: str, now: datetime, signers: Signers
) -> Asked:
    """Put the draft to its signers, if it is ready and there is somebody for each role.

    Args:
        session: A transaction; the use case's row was locked in it.
        rules: The rules for use cases.
        use_case: The use case.
        by: Who asks.
        now: When.
        signers: Who else may sign.
    """
    refusals = reasons_not_to_ask(session, rules, use_case, now)
    document = draft_of(session, use_case.id).document
    request = next_request(session, rules, use_case, signers.compliance)
    refusals += refusals_of_people(request, document, by, signers)
    if refusals:
        return Asked(None, refusals)
    return put_to_signers(session, rules, use_case, by, now, signers.compliance)


def refusals_of_people(
    request: Request, document: Document, by: str, signers: Signers
) -> list[Refusal]:
    """List why the people who may sign couldn't sign all of it between them."""
    people = {role: signers.of(role, document, by) for role in request.roles}
    missing = [role for role, named in people.items() if not named]
    refusals = []
    if RISK_AND_COMPLIANCE in missing:
        missing.remove(RISK_AND_COMPLIANCE)
        refusals.append(Refusal(Code.NOBODY_FOR_COMPLIANCE))
    if missing:
        refusals.append(Refusal(Code.NOBODY_SIGNS, roles=Names(missing)))
    if not refusals and request.roles and not _can_sign_all(people, request.builder):
        refusals.append(Refusal(Code.SIGNERS_EXCLUDE_EACH_OTHER, most=MOST_ROLES))
    return refusals


def ask_signers_of(
    session: Session, version: UseCaseVersion, signers: Signers, now: datetime
) -> None:
    """Note whom a version asks now, in each role that isn't signed yet; nobody twice."""
    signed = {
        found.role
        for found in sign_offs_of(session, version.use_case_id)
        if found.version == version.version
    }
    document = document_of(version)
    for role, people in signers.asked(version.roles, document, version.asked_by).items():
        if role in signed:
            continue
        for person in people.values():
            if session.get(SignerAsk, (version.id, role, person)) is None:
                ask = SignerAsk(version_id=version.id, role=role, user_id=person, asked_at=now)
                session.add(ask)
    session.flush()


def asks_of(session: Session, use_case_id: UUID) -> Sequence[SignerAsk]:
    """List whom the versions of a use case asked."""
    versions = select(UseCaseVersion.id).where(UseCaseVersion.use_case_id == use_case_id)
    return session.exec(
        select(SignerAsk)
        .where(col(SignerAsk.version_id).in_(versions))
        .order_by(col(SignerAsk.asked_at), col(SignerAsk.role), col(SignerAsk.user_id))
    ).all()


def versions_that_ask(session: Session, people: Iterable[str]) -> Sequence[UseCaseVersion]:
    """List the waiting versions that asked one of these people."""
    asked = select(SignerAsk.version_id).where(col(SignerAsk.user_id).in_(list(people)))
    return session.exec(
        select(UseCaseVersion).where(
            col(UseCaseVersion.settled_at).is_(None), col(UseCaseVersion.id).in_(asked)
        )
    ).all()


def signatures_waiting(session: Session, user_id: str) -> list[tuple[str, int]]:
    """Return the title and number of each version that waits for a person's signature."""
    asked = (
        select(SignerAsk.version_id)
        .join(UseCaseVersion, col(UseCaseVersion.id) == col(SignerAsk.version_id))
        .where(SignerAsk.user_id == user_id, _is_unsigned())
    )
    versions = session.exec(
        select(UseCaseVersion)
        .where(col(UseCaseVersion.settled_at).is_(None), col(UseCaseVersion.id).in_(asked))
        .order_by(col(UseCaseVersion.asked_at))
    ).all()
    return [(document_of(version).text("title"), version.version) for version in versions]


def due_signer(session: Session, now: datetime) -> SignerAsk | None:
    """Find somebody to remind: after three days, then weekly, while their role isn't signed."""
    return session.exec(
        select(SignerAsk)
        .join(UseCaseVersion, col(UseCaseVersion.id) == col(SignerAsk.version_id))
        .where(
            col(UseCaseVersion.settled_at).is_(None),
            _is_due(now),
            _is_unsigned(),
        )
        .limit(1)
    ).one_or_none()


def claim_due_signer(session: Session, now: datetime) -> SignerAsk | None:
    """Take on reminding somebody, unless another replica did."""
    ask = due_signer(session, now)
    if ask is None:
        return None
    taken = session.connection().execute(
        update(SignerAsk)
        .where(
            col(SignerAsk.version_id) == ask.version_id,
            col(SignerAsk.role) == ask.role,
            col(SignerAsk.user_id) == ask.user_id,
            col(SignerAsk.reminders) == ask.reminders,
        )
        .values(reminders=ask.reminders + 1, reminded_at=now)
    )
    session.refresh(ask)
    return ask if taken.rowcount else None


def _is_unsigned() -> ColumnElement[bool]:
    """Return the condition that nobody has signed in the role that somebody is asked for."""
    return ~exists().where(
        col(UseCaseSignOff.use_case_id) == col(UseCaseVersion.use_case_id),
        col(UseCaseSignOff.version) == col(UseCaseVersion.version),
        col(UseCaseSignOff.role) == col(SignerAsk.role),
    )


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition that it is time; what lies ahead is from before the clock was set."""
    asked, reminded = col(SignerAsk.asked_at), col(SignerAsk.reminded_at)
    first = (asked <= now - FIRST_REMINDER) | (asked > now + FIRST_REMINDER)
    later = (reminded <= now - NEXT_REMINDER) | (reminded > now + NEXT_REMINDER)
    count = col(SignerAsk.reminders)
    return ((count == 0) & first) | ((count > 0) & later)


def _can_sign_all(people: Mapping[str, Sequence[str]], builder: str) -> bool:
    """Return whether some way of sharing the roles keeps every rule."""
    roles = list(people)
    ways = product(*(people[role] for role in roles))
    return any(_is_allowed(roles, way, builder) for way in islice(ways, MOST_TRIES))


def _is_allowed(roles: Sequence[str], way: Sequence[str], builder: str) -> bool:
    of_person: dict[str, set[str]] = {}
    for role, person in zip(roles, way, strict=True):
        of_person.setdefault(person, set()).add(role)
    return set(of_person) != {builder} and not any(
        len(mine) > MOST_ROLES or mine >= EXCLUDE_EACH_OTHER for mine in of_person.values()
    )

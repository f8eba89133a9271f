"""A look at one use case whose time has come: whom to ask, remind, ask next, leave alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from assessments.mornings import morning_of
from assessments.recorded import note
from assessments.use_cases.coming_back.due import (
    AFTER,
    ASK_NEXT,
    REMIND,
    attestation_day,
    months_between,
)
from assessments.use_cases.coming_back.kpis import due_kpis, facts_of
from assessments.use_cases.coming_back.people import asked_first, asked_next, people_by_role
from assessments.use_cases.coming_back.tables import Revisit, RevisitKind
from assessments.use_cases.contract.content import Rules, Status
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.risk import risk_of
from assessments.use_cases.contract.values import Value
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import document_of, version_in_force


@dataclass
class Look:
    """What a look at a use case came to.

    Attributes:
        use_case_id: Which use case.
        begun: What somebody is asked now.
        told: Whom to send a message about what, now.
        ended: What nobody needs to answer any more.
        renewed: What is asked with another target now.
    """

    use_case_id: UUID
    begun: list[Revisit] = field(default_factory=list)
    told: list[tuple[Revisit, str]] = field(default_factory=list)
    ended: list[Revisit] = field(default_factory=list)
    renewed: list[Revisit] = field(default_factory=list)


@dataclass(frozen=True)
class _Subject:
    """A use case with what a look needs of it."""

    session: Session
    use_case: UseCase
    document: Document
    revisits: Sequence[Revisit]
    stand_ins: Mapping[str, str]
    gone: Collection[str]
    now: datetime

    @property
    def open(self) -> list[Revisit]:
        return [found for found in self.revisits if found.ended_at is None]

    @property
    def people(self) -> dict[str, str]:
        return people_by_role(self.use_case, self.document, self.gone)


@dataclass(frozen=True)
class _Question:
    """What becomes due, and when."""

    kind: RevisitKind
    due_on: date
    since: datetime
    kpi: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)


def due_use_case(session: Session, now: datetime) -> UseCase | None:
    """Find the use case whose time to look at has come first."""
    return session.exec(
        select(UseCase)
        .where(col(UseCase.comes_back_at) <= now)
        .order_by(col(UseCase.comes_back_at), col(UseCase.id))
        .limit(1)
    ).first()


def look_at_due(
    session: Session,
    rules: Rules,
    stand_ins: Mapping[str, str],
    now: datetime,
    gone: Collection[str] = (),
) -> Look | None:
    """Look at one use case whose time has come, and write down when to look again.

    Args:
        session: A transaction.
        rules: The rules for use cases.
        stand_ins: Who stands in for whom now: `{away: stand_in}`.
        now: When.
        gone: Who has left; the next person is asked instead.

    Returns:
        What to tell whom; None when nothing is due, or another replica takes it.
    """
    due = due_use_case(session, now)
    if due is None:
        return None
    taken = session.connection().execute(
        update(UseCase)
        .where(col(UseCase.id) == due.id, col(UseCase.comes_back_at) == due.comes_back_at)
        .values(comes_back_at=None)
    )
    if taken.rowcount == 0:
        return None
    session.refresh(due)
    version = version_in_force(session, due)
    present = {away: who for away, who in stand_ins.items() if who not in gone}
    revisits = revisits_of(session, due.id)
    subject = _Subject(session, due, document_of(version), revisits, present, gone, now)
    look = Look(due.id)
    is_over = due.status is Status.RETIRED or due.discarded_at is not None or version is None
    questions = [] if is_over else _questions(subject, rules)
    _end_others(subject, questions, look)
    _renew(subject, questions, look)
    ahead = [_ask(subject, question, look) for question in questions]
    again = [_step(subject, revisit, look) for revisit in subject.open]
    due.comes_back_at = min((at for at in [*ahead, *again] if at), default=None)
    session.add(due)
    session.flush()
    return look


def revisits_of(session: Session, use_case_id: UUID) -> Sequence[Revisit]:
    """List what was asked about a use case, the earliest first."""
    return session.exec(
        select(Revisit)
        .where(Revisit.use_case_id == use_case_id)
        .order_by(col(Revisit.due_on), col(Revisit.asked_at))
        .execution_options(populate_existing=True)
    ).all()


def _questions(subject: _Subject, rules: Rules) -> list[_Question]:
    """List what is asked now or next: one attestation, and each number on its day."""
    use_case = subject.use_case
    since = use_case.agreed_at or use_case.created_at
    found = [
        _Question(RevisitKind.PAYOFF, kpi.due_on, since, kpi.name, facts_of(kpi.row))
        for kpi in due_kpis(subject.document, subject.revisits)
    ]
    months = months_between(rules, risk_of(rules, subject.document).risk_class)
    if not months:
        return found
    attested = [one for one in subject.revisits if one.kind is RevisitKind.ATTESTATION]
    bases = [since, *(one.answered_at or since for one in attested)]
    days = [base.date() for base in bases] + [one.due_on for one in attested]
    due_on = attestation_day(max(days), months, subject.now.date())
    return [*found, _Question(RevisitKind.ATTESTATION, due_on, max(bases))]


def _end_others(subject: _Subject, questions: Sequence[_Question], look: Look) -> None:
    """End what needs no answer any more: the date moved, a newer version, retired."""
    days = {(found.kpi, found.due_on) for found in questions if found.kind is RevisitKind.PAYOFF}
    attests = any(found.kind is RevisitKind.ATTESTATION for found in questions)
    for revisit in subject.open:
        if revisit.kind is RevisitKind.PAYOFF:
            is_asked = (revisit.kpi, revisit.due_on) in days
        else:
            is_asked = attests and revisit.version == subject.use_case.version
        if not is_asked:
            end_revisit(subject.session, revisit, subject.now)
            look.ended.append(revisit)


def _renew(subject: _Subject, questions: Sequence[_Question], look: Look) -> None:
    """Bring what is asked up to date with a newer version of the same number."""
    facts = {(found.kpi, found.due_on): dict(found.facts) for found in questions}
    for revisit in subject.open:
        known = facts.get((revisit.kpi, revisit.due_on), {})
        if revisit.kind is RevisitKind.PAYOFF and known != revisit.facts:
            revisit.facts, revisit.version = known, subject.use_case.version
            subject.session.add(revisit)
            subject.session.flush()
            note(subject.session, "revisit.renew", revisit.id, None, subject.now, [revisit])
            look.renewed.append(revisit)


def end_revisit(session: Session, revisit: Revisit, now: datetime) -> None:
    """Ask for an answer no longer."""
    revisit.ended_at = now
    session.add(revisit)
    session.flush()
    note(session, "revisit.end", revisit.id, None, now, [revisit], kind=revisit.kind.value)


def _ask(subject: _Subject, question: _Question, look: Look) -> datetime | None:
    """Ask a question whose morning has come; return when to look again for one ahead."""
    keys = {(found.kind, found.kpi, found.due_on) for found in subject.revisits}
    asked = asked_first(question.kind, subject.people, subject.stand_ins)
    if asked is None or (question.kind, question.kpi, question.due_on) in keys:
        return None
    at = morning_of(subject.session, asked.person, question.due_on)
    if at > subject.now:
        return at
    for older in subject.open:
        if older.kind is RevisitKind.ATTESTATION is question.kind:
            end_revisit(subject.session, older, subject.now)
            look.ended.append(older)
    revisit = Revisit(
        use_case_id=subject.use_case.id,
        kind=question.kind,
        kpi=question.kpi,
        due_on=question.due_on,
        version=subject.use_case.version,
        since=question.since,
        asked_of=asked.person,
        asked_as=asked.role,
        asked_for=asked.stands_in_for,
        asked_at=subject.now,
        facts=dict(question.facts),
    )
    subject.session.add(revisit)
    subject.session.flush()
    detail = {"kind": revisit.kind.value, "kpi": revisit.kpi, "asked_of": revisit.asked_of}
    note(subject.session, "revisit.ask", revisit.id, None, subject.now, [revisit], **detail)
    look.begun.append(revisit)
    look.told.append((revisit, revisit.asked_of))
    return subject.now + AFTER[0]


def _step(subject: _Subject, revisit: Revisit, look: Look) -> datetime | None:
    """Remind, or ask the next person once it's time or somebody left; say when to look again."""
    due = sum(revisit.asked_at + after <= subject.now for after in AFTER)
    if revisit.asked_of in subject.gone:
        due = max(due, ASK_NEXT)
    if due > revisit.reminders:
        told = [revisit.asked_of] if due == REMIND or due > ASK_NEXT else []
        revisit.reminders = due
        if due >= ASK_NEXT and revisit.asked_next in {"", *subject.gone}:
            revisit.asked_next = asked_next(revisit, subject.people, subject.stand_ins)
        if due >= ASK_NEXT:
            told.append(revisit.asked_next or revisit.asked_of)
        there = (person for person in dict.fromkeys(told) if person not in subject.gone)
        look.told += [(revisit, person) for person in there]
        subject.session.add(revisit)
        subject.session.flush()
    return revisit.asked_at + AFTER[due] if due < len(AFTER) else None

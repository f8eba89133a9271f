"""Answering what is asked about a use case: found, allowed, written down once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select

from assessments.errors import AssessmentError, Code, InvalidFieldsError
from assessments.recorded import note
from assessments.use_cases.coming_back.due import AFTER, ASK_NEXT
from assessments.use_cases.coming_back.people import (
    asked_next,
    people_by_role,
    who_may_answer,
)
from assessments.use_cases.coming_back.tables import Revisit, RevisitKind, RevisitVerdict
from assessments.use_cases.contract.values import Value
from assessments.use_cases.definition import find_use_case, lock_use_case
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import document_of, version_in_force
from ground.refusals import People, Refusal

LONGEST_REASON = 1_000
StandIns = Mapping[str, str]


@dataclass(frozen=True)
class Answerer:
    """Who answers (ask `refusal_to_revisit` before), who stands in for whom now, and when."""

    person: str
    stand_ins: StandIns
    now: datetime


@dataclass(frozen=True)
class RevisitAnswer:
    """What somebody answers: what comes of it, why, what else they chose, what was known.

    `verdict` is None where none was chosen.
    """

    verdict: RevisitVerdict | None
    reason: str = ""
    answers: Mapping[str, Value] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)


def find_revisit(session: Session, revisit_id: UUID, kind: RevisitKind | None = None) -> Revisit:
    """Find what is asked, as it is in the database now.

    Raises:
        AssessmentError: There is no such question, or it is of another kind.
    """
    found = session.get(Revisit, revisit_id, populate_existing=True)
    if found is None or (kind and found.kind is not kind):
        raise AssessmentError(Code.REVISIT_UNKNOWN)
    return found


def open_revisits_of(session: Session, person: str) -> Sequence[Revisit]:
    """List what a person is asked and nobody has answered, the oldest first."""
    return session.exec(
        select(Revisit)
        .where(
            or_(Revisit.asked_of == person, Revisit.asked_next == person),
            col(Revisit.ended_at).is_(None),
        )
        .order_by(col(Revisit.asked_at))
    ).all()


def open_payoffs_about(session: Session, use_case_id: UUID, kpi: str) -> Sequence[Revisit]:
    """List what is asked about one number of a use case and nobody has answered."""
    return session.exec(
        select(Revisit).where(
            Revisit.use_case_id == use_case_id,
            Revisit.kind == RevisitKind.PAYOFF,
            Revisit.kpi == kpi,
            col(Revisit.ended_at).is_(None),
        )
    ).all()


def answerers(session: Session, revisit: Revisit, stand_ins: StandIns) -> dict[str, str]:
    """Return who may answer, and for whom: `{person: whose place, empty for their own}`."""
    use_case = find_use_case(session, revisit.use_case_id)
    document = document_of(version_in_force(session, use_case))
    return who_may_answer(revisit, people_by_role(use_case, document), stand_ins)


def refusal_to_revisit(
    session: Session, revisit_id: UUID, user_id: str, stand_ins: StandIns
) -> Refusal | None:
    """Return why a person may not answer; None where they may."""
    revisit = find_revisit(session, revisit_id)
    people = answerers(session, revisit, stand_ins)
    if user_id not in people:
        return Refusal(Code.NOT_ASKED_TO_ANSWER, people=People(people))
    return refusal_if_ended(revisit)


def refusal_if_ended(revisit: Revisit) -> Refusal | None:
    """Return why what is asked needs no answer any more; None where it does."""
    if revisit.answered_by:
        return Refusal(Code.REVISIT_ANSWERED, people=People([revisit.answered_by]))
    return Refusal(Code.REVISIT_OVER) if revisit.ended_at else None


def lock_revisit(session: Session, revisit_id: UUID, kind: RevisitKind) -> tuple[UseCase, Revisit]:
    """Find what is asked and hold its use case, so that one answer comes first."""
    use_case = lock_use_case(session, find_revisit(session, revisit_id, kind).use_case_id)
    return use_case, find_revisit(session, revisit_id)


def keep_answer(
    session: Session, revisit: Revisit, answer: RevisitAnswer, answerer: Answerer
) -> None:
    """Write an answer down; its use case is looked at soon, for what comes next.

    Args:
        session: A transaction; the use case's row was locked in it.
        revisit: What was asked; it is open.
        answer: The answer.
        answerer: Who answers.
    """
    by, now = answerer.person, answerer.now
    revisit.verdict, revisit.reason = answer.verdict, answer.reason.strip()
    revisit.answers, revisit.facts = dict(answer.answers), {**revisit.facts, **answer.facts}
    revisit.answered_by = by
    revisit.answered_for = answerers(session, revisit, answerer.stand_ins).get(by, "")
    revisit.answered_at = revisit.ended_at = now
    use_case = find_use_case(session, revisit.use_case_id)
    use_case.comes_back_at = now
    session.add_all([revisit, use_case])
    session.flush()
    detail = {"kind": revisit.kind.value, "kpi": revisit.kpi, "verdict": answer.verdict}
    note(session, "revisit.answer", revisit.id, by, now, [revisit], **detail)


def check_reason(reason: str, *, is_needed: bool) -> dict[str, Refusal]:
    """Return what is wrong with a reason, by field."""
    if is_needed and not reason.strip():
        return {"reason": Refusal(Code.REVISIT_REASON_MISSING)}
    if len(reason) > LONGEST_REASON:
        return {"reason": Refusal(Code.TEXT_LENGTH, most=LONGEST_REASON, length=len(reason))}
    return {}


def refuse_fields(errors: Mapping[str, Refusal]) -> None:
    """Refuse an answer with something wrong in its fields.

    Raises:
        InvalidFieldsError: There is.
    """
    if errors:
        raise InvalidFieldsError(errors)


def ask_next_now(
    session: Session,
    revisit: Revisit,
    person: str,
    stand_ins: StandIns,
    now: datetime,
    gone: Collection[str] = (),
) -> str:
    """Ask the next person at once, since who was asked has left, or Slack can't reach them.

    Returns:
        Who that is; empty where there is nobody else, or they are asked already.
    """
    use_case = lock_use_case(session, revisit.use_case_id)  # first, as who looks at it does
    session.refresh(revisit)
    if revisit.ended_at or revisit.asked_next or person != revisit.asked_of:
        return ""
    document = document_of(version_in_force(session, use_case))
    people = people_by_role(use_case, document, gone)
    revisit.asked_next = asked_next(revisit, people, stand_ins)
    revisit.reminders = ASK_NEXT
    use_case.comes_back_at = max(now, revisit.asked_at + AFTER[ASK_NEXT])
    session.add_all([revisit, use_case])
    session.flush()
    detail = {"asked_of": person, "asked_next": revisit.asked_next}
    note(session, "revisit.unreached", revisit.id, None, now, [revisit], **detail)
    return revisit.asked_next

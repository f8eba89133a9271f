"""A use case: begun, found, and all that its message shows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.errors import AssessmentError, Code
from assessments.recorded import note
from assessments.use_cases.contract.content import ACCEPTANCE, KPIS, Status
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.values import Value, is_number, is_pair, read_date
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.pass_marks import PassMark
from assessments.use_cases.promises import pass_marks_in
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import document_of, version_in_force, waiting_version

QUICK_FIELDS = {"title", "summary", "business_driver", KPIS, ACCEPTANCE}


@dataclass(frozen=True)
class Kpi:
    """A number that must move, as far as it is written down; a target may be a range."""

    name: str
    unit: str
    baseline: float | None
    target: float | tuple[float, float] | None
    target_date: date | None


@dataclass(frozen=True)
class UseCaseCard:
    """All that a use case's message shows.

    `pass_marks` are those in force; while none are, those of the draft. It `is_quick` while
    nothing is written beyond the three windows of the quick path.
    """

    use_case_id: UUID
    channel_id: str
    title: str
    summary: str
    business_driver: str
    model_name: str | None
    kpi: Kpi | None
    pass_marks: list[PassMark]
    is_defined: bool
    version: int
    created_by: str
    agreed_by: str | None
    agreed_at: datetime | None
    waits_for_signatures: bool = False
    is_quick: bool = True
    is_discarded: bool = False


def start_use_case(
    session: Session, *, created_by: str, channel_id: str, now: datetime
) -> UseCase:
    """Begin a use case; it is an idea until its pass marks are agreed.

    One that this person began before and left empty is taken up again.
    """
    untouched = (found for found in unfinished_use_cases(session, created_by) if not found.title)
    use_case = next(untouched, None) or UseCase(
        created_by=created_by, channel_id=channel_id, created_at=now
    )
    use_case.channel_id = channel_id
    session.add(use_case)
    session.flush()
    note(session, "use_case.start", use_case.id, created_by, now, [use_case])
    return use_case


def find_use_case(session: Session, use_case_id: UUID) -> UseCase:
    """Find a use case, as it is in the database now.

    Raises:
        AssessmentError: There is none.
    """
    use_case = session.get(UseCase, use_case_id, populate_existing=True)
    if use_case is None:
        raise AssessmentError(Code.USE_CASE_UNKNOWN)
    return use_case


def lock_use_case(session: Session, use_case_id: UUID) -> UseCase:
    """Find a use case and hold its row, so that its edits and signatures follow one another.

    Raises:
        AssessmentError: There is none.
    """
    use_case = session.get(UseCase, use_case_id, populate_existing=True, with_for_update=True)
    if use_case is None:
        raise AssessmentError(Code.USE_CASE_UNKNOWN)
    return use_case


def use_case_card(session: Session, use_case_id: UUID) -> UseCaseCard:
    """Load what a use case's message shows."""
    use_case = find_use_case(session, use_case_id)
    in_force = version_in_force(session, use_case)
    draft = draft_of(session, use_case_id)
    document = document_of(in_force) if in_force else draft.document
    return UseCaseCard(
        use_case_id=use_case.id,
        channel_id=use_case.channel_id,
        title=use_case.title,
        summary=document.text("summary"),
        business_driver=document.text("business_driver"),
        model_name=use_case.model_name,
        kpi=find_kpi(document),
        pass_marks=pass_marks_in(document),
        is_defined=use_case.version > 0,
        version=use_case.version,
        created_by=use_case.created_by,
        agreed_by=use_case.agreed_by,
        agreed_at=use_case.agreed_at,
        waits_for_signatures=waiting_version(session, use_case_id) is not None,
        is_quick=draft.document.values.keys() <= QUICK_FIELDS,
        is_discarded=use_case.discarded_at is not None,
    )


def unfinished_use_cases(session: Session, user_id: str) -> list[UseCase]:
    """List the use cases that a person began and has not brought to pass marks."""
    return list(
        session.exec(
            select(UseCase)
            .where(
                UseCase.created_by == user_id,
                col(UseCase.agreed_at).is_(None),
                col(UseCase.discarded_at).is_(None),
                UseCase.status == Status.IDEA,
            )
            .order_by(col(UseCase.created_at).desc())
        ).all()
    )


def find_kpi(document: Document) -> Kpi | None:
    """Return the first of the numbers that must move; None while there is none."""
    row = next(iter(document.rows(KPIS)), None)
    if row is None:
        return None
    return Kpi(
        str(row.get("name", "")),
        str(row.get("unit", "")),
        _number(row.get("baseline")),
        _target(row.get("target")),
        read_date(row.get("target_date")),
    )


def _number(value: Value) -> float | None:
    return float(str(value)) if is_number(value) else None


def _target(value: Value) -> float | tuple[float, float] | None:
    if isinstance(value, list) and is_pair(value):
        return float(str(value[0])), float(str(value[1]))
    return _number(value)

"""A use case: begun, found, and all that its message shows."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.errors import AssessmentError, Code
from assessments.recorded import note
from assessments.use_cases.pass_marks import PassMark
from assessments.use_cases.tables import AcceptanceCriterion, Kpi, Status, UseCase

CONTENT = Path(__file__).parent / "use_case.yaml"


@dataclass(frozen=True)
class UseCaseCard:
    """All that a use case's message shows."""

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


def pass_marks_for_model(session: Session, model_name: str) -> list[PassMark]:
    """Return the pass marks of the newest agreed use case of a model, in their written order."""
    use_case = session.exec(
        select(UseCase)
        .where(UseCase.model_name == model_name, col(UseCase.agreed_at).is_not(None))
        .order_by(col(UseCase.agreed_at).desc())
        .limit(1)
    ).one_or_none()
    return _pass_marks(session, use_case) if use_case else []


def use_case_card(session: Session, use_case_id: UUID) -> UseCaseCard:
    """Load what a use case's message shows."""
    use_case = find_use_case(session, use_case_id)
    return UseCaseCard(
        use_case_id=use_case.id,
        channel_id=use_case.channel_id,
        title=use_case.title,
        summary=use_case.summary,
        business_driver=use_case.business_driver,
        model_name=use_case.model_name,
        kpi=find_kpi(session, use_case_id),
        pass_marks=_pass_marks(session, use_case),
        is_defined=use_case.status is Status.DEFINED,
        version=use_case.version,
        created_by=use_case.created_by,
        agreed_by=use_case.agreed_by,
        agreed_at=use_case.agreed_at,
    )


def unfinished_use_cases(session: Session, user_id: str) -> list[UseCase]:
    """List the use cases that a person began and has not brought to pass marks."""
    return list(
        session.exec(
            select(UseCase)
            .where(UseCase.created_by == user_id, col(UseCase.agreed_at).is_(None))
            .order_by(col(UseCase.created_at).desc())
        ).all()
    )


def find_kpi(session: Session, use_case_id: UUID) -> Kpi | None:
    """Find a use case's KPI."""
    return session.exec(select(Kpi).where(Kpi.use_case_id == use_case_id)).one_or_none()


def _pass_marks(session: Session, use_case: UseCase) -> list[PassMark]:
    rows = session.exec(
        select(AcceptanceCriterion)
        .where(
            AcceptanceCriterion.use_case_id == use_case.id,
            AcceptanceCriterion.use_case_version == use_case.version,
        )
        .order_by(col(AcceptanceCriterion.row_id))
    ).all()
    names = set(PassMark.__dataclass_fields__)
    return [PassMark(**row.model_dump(include=names)) for row in rows]

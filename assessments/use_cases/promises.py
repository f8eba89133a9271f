"""What was promised about a model: its pass marks in force, who agreed them, and when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, String, cast
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from assessments.use_cases.contract.content import Rules, Status
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.pass_mark_rows import PassMarkRow, pass_mark_rows
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.figures import SPEAKERS
from assessments.use_cases.pass_marks import PassMark
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import document_of, version_in_force

_IS_AGREED = (col(UseCase.status) != Status.RETIRED, col(UseCase.agreed_at).is_not(None))


@dataclass(frozen=True)
class Promise:
    """The pass marks in force for a model.

    Attributes:
        use_case_id: The use case that they stand in.
        title: Its title.
        version: Its version in force.
        document: All that it says.
        rows: The pass marks, in their written order.
        agreed_by: Who agreed, or signed last.
        agreed_at: When, in UTC.
    """

    use_case_id: UUID
    title: str
    version: int
    document: Document
    rows: Sequence[PassMarkRow]
    agreed_by: str
    agreed_at: datetime


def title_for_model(session: Session, model_name: str) -> str:
    """Return the title of the use case that a model serves; empty where none is agreed."""
    use_case = _agreed_for(session, model_name)
    return use_case.title if use_case else ""


def models_promised_to(session: Session, user_id: str) -> list[str]:
    """Name the models whose agreed use case a person began, agreed, answers or speaks for."""
    rows = session.exec(
        select(UseCase.model_name, UseCase.created_by, UseCase.agreed_by, UseCase.figures)
        .where(col(UseCase.model_name).is_not(None), *_IS_AGREED)
        .where(
            (col(UseCase.created_by) == user_id)
            | (col(UseCase.agreed_by) == user_id)
            | cast(UseCase.figures, String).contains(f'"{user_id}"', autoescape=True)
        )
    ).all()
    return sorted(
        {
            model
            for model, began, agreed, figures in rows
            if model
            and user_id
            in {
                began,
                agreed,
                *figures.get("people", {}).values(),
                *figures.get(SPEAKERS, ()),
            }
        }
    )


def title_of_model(model_name: Mapped[str]) -> ScalarSelect[str]:
    """Return the title of the use case that was agreed last about a model, within a query."""
    return (
        select(UseCase.title)
        .where(col(UseCase.model_name) == model_name, *_IS_AGREED)
        .order_by(col(UseCase.agreed_at).desc())
        .limit(1)
        .scalar_subquery()
    )


def titles_for_models(session: Session, names: Collection[str]) -> dict[str, str]:
    """Return the title of the use case that each model serves; models without one are left out."""
    query = select(UseCase.model_name, UseCase.title).where(
        col(UseCase.model_name).in_(names), *_IS_AGREED
    )
    found = session.exec(query.order_by(col(UseCase.agreed_at))).all()
    return {name: title for name, title in found if name}


def promise_for(session: Session, model_name: str, rules: Rules | None = None) -> Promise | None:
    """Find what was promised about a model last; None where nothing was, or it's retired."""
    use_case = _agreed_for(session, model_name)
    if use_case is None or use_case.agreed_at is None:
        return None
    document = document_of(version_in_force(session, use_case))
    return Promise(
        use_case.id,
        use_case.title,
        use_case.version,
        document,
        pass_mark_rows(rules or load_rules(), document),
        use_case.agreed_by or "",
        use_case.agreed_at,
    )


def title_and_sponsors(session: Session, model_name: str) -> tuple[str, list[str]]:
    """Return the title of the use case that a model serves, and who answers for its promise.

    That is its business owner and sponsor. Where neither is named, it's whoever agreed to the
    pass marks; nothing and nobody where nothing is agreed.
    """
    use_case = _agreed_for(session, model_name)
    if use_case is None:
        return "", []
    people: Mapping[str, str] = use_case.figures.get("people", {})
    named = [people.get("business_owner"), people.get("sponsor")]
    sponsors = list(dict.fromkeys(filter(None, named)))
    return use_case.title, sponsors or list(filter(None, [use_case.agreed_by]))


def pass_marks_for_model(session: Session, model_name: str) -> list[PassMark]:
    """Return the pass marks in force for a model, in their written order."""
    promise = promise_for(session, model_name)
    return [pass_mark_of(row, promise.version) for row in promise.rows] if promise else []


def pass_marks_in(document: Document) -> list[PassMark]:
    """Return the complete pass marks that a document has."""
    return [pass_mark_of(row) for row in pass_mark_rows(load_rules(), document)]


def pass_mark_of(row: PassMarkRow, version: int = 0) -> PassMark:
    """Return a row of a contract as it is judged, its figures in floating point."""
    return PassMark(
        metric=row.metric,
        comparator=row.comparator,
        threshold=float(row.low),
        unit=row.unit,
        min_samples=row.min_samples,
        severity=row.severity,
        stage=row.stage,
        row_id=row.row_id,
        category=row.category,
        high=None if row.high is None else float(row.high),
        segment=row.segment,
        window=row.window,
        better=row.better,
        version=version,
    )


def _agreed_for(session: Session, model_name: str) -> UseCase | None:
    """Find the use case that was agreed last about a model, unless it's retired."""
    return session.exec(
        select(UseCase)
        .where(UseCase.model_name == model_name, *_IS_AGREED)
        .order_by(col(UseCase.agreed_at).desc())
        .limit(1)
    ).one_or_none()

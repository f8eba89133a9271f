"""Finding use cases: a person's own, those with a name, the newest."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, or_, select

from assessments.use_cases.contract.content import Status
from assessments.use_cases.tables import UseCase, UseCaseAsk

MOST_LISTED = 100


@dataclass(frozen=True)
class FoundUseCase:
    """One line of a list."""

    id: UUID
    title: str
    status: Status
    percent: int


def newest(session: Session) -> list[FoundUseCase]:
    """List the newest use cases that have a name and aren't discarded."""
    query = select(UseCase).where(UseCase.title != "", col(UseCase.discarded_at).is_(None))
    found = session.exec(query.order_by(col(UseCase.created_at).desc()).limit(MOST_LISTED)).all()
    return _lines(found)


def named(session: Session, words: str) -> list[FoundUseCase]:
    """List the use cases whose name holds some words, in capitals or not."""
    query = select(UseCase).where(
        col(UseCase.title).icontains(words, autoescape=True), col(UseCase.discarded_at).is_(None)
    )
    found = session.exec(query.order_by(col(UseCase.created_at).desc()).limit(MOST_LISTED)).all()
    return _lines(found)


def use_cases_of(session: Session, person: str) -> list[FoundUseCase]:
    """List the use cases that a person began, is named in, or was asked about."""
    people = col(UseCase.figures)["people"]
    roles = ("sponsor", "business_owner", "technical_owner", "builder")
    asked = select(UseCaseAsk.use_case_id).where(UseCaseAsk.asked_of == person)
    query = select(UseCase).where(
        or_(
            UseCase.created_by == person,
            col(UseCase.id).in_(asked),
            *(people[role].as_string() == person for role in roles),
        ),
        UseCase.title != "",
        col(UseCase.discarded_at).is_(None),
    )
    found = session.exec(query.order_by(col(UseCase.created_at).desc()).limit(MOST_LISTED)).all()
    return _lines(found)


def _lines(found: Sequence[UseCase]) -> list[FoundUseCase]:
    return [
        FoundUseCase(one.id, one.title, one.status, int(one.figures.get("percent") or 0))
        for one in found
    ]

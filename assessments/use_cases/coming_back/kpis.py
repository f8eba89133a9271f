"""The numbers that must move, as agreed and as moved since, and what they have come to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.use_cases.coming_back.tables import (
    KpiFigure,
    Revisit,
    RevisitKind,
    RevisitVerdict,
)
from assessments.use_cases.contract.content import KPIS
from assessments.use_cases.contract.document import Document, Row
from assessments.use_cases.contract.values import Value, is_number, is_pair, read_date
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import document_of, version_in_force


@dataclass(frozen=True)
class DueKpi:
    """A number that must move, with the day on which it's asked about.

    A target may be a range; the date may be later than what is agreed, where somebody moved it.
    """

    row: Row
    due_on: date

    @property
    def name(self) -> str:
        """Its name, by which figures are found."""
        return str(self.row.get("name", ""))

    @property
    def owner(self) -> str:
        """Who knows the figure."""
        return str(self.row.get("owner", ""))


def due_kpis(document: Document, revisits: Iterable[Revisit]) -> list[DueKpi]:
    """List the numbers whose date is known, each once, on the day that counts now.

    Args:
        document: The version in force.
        revisits: What was asked about this use case.
    """
    moved = {
        (found.kpi, found.due_on): found
        for found in revisits
        if found.kind is RevisitKind.PAYOFF and found.verdict in MOVED
    }
    found: dict[str, DueKpi] = {}
    for row in document.rows(KPIS):
        day, name = read_date(row.get("target_date")), str(row.get("name", ""))
        seen: set[date] = set()
        while day is not None and (answered := moved.get((name, day))) and day not in seen:
            seen.add(day)
            row, day = moved_row(row, answered), read_date(answered.answers.get("target_date"))  # noqa: PLW2901 - followed from answer to answer
        if name and day is not None:
            found.setdefault(name, DueKpi(row, day))
    return list(found.values())


MOVED = {RevisitVerdict.EXTEND, RevisitVerdict.CHANGE_TARGET}


def moved_row(row: Row, answered: Revisit) -> Row:
    """Return a number as an answer left it: its date moved, and its target where it changed."""
    return {**row, **{name: value for name, value in answered.answers.items() if name in row}}


def kpi_of(session: Session, use_case: UseCase, name: str) -> str:
    """Find a number of the version in force by its name, in capitals or not; else empty."""
    document = document_of(version_in_force(session, use_case))
    names = [str(row.get("name", "")) for row in document.rows(KPIS)]
    wanted = name.strip().casefold()
    return next((one for one in names if one.strip().casefold() == wanted), "")


def newest_figure(session: Session, use_case_id: UUID, kpi: str) -> KpiFigure | None:
    """Find the newest figure that somebody typed; None where nobody did."""
    return session.exec(
        select(KpiFigure)
        .where(KpiFigure.use_case_id == use_case_id, KpiFigure.kpi == kpi)
        .order_by(col(KpiFigure.measured_on).desc(), col(KpiFigure.entered_at).desc())
        .limit(1)
    ).first()


@dataclass(frozen=True)
class Payoff:
    """What a number came to on its day, and what was decided; `verdict` is None while asked."""

    kpi: str
    unit: str
    baseline: float | None
    target: float | tuple[float, float] | None
    due_on: date
    figure: float | None = None
    source: str = ""
    verdict: RevisitVerdict | None = None
    reason: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None
    new_date: date | None = None


def payoffs_of(session: Session, use_case_ids: Sequence[UUID]) -> dict[UUID, list[Payoff]]:
    """Return, by use case, each number that was asked about, as it was asked or answered last.

    Use cases of which nothing was asked are left out.
    """
    rows = session.exec(
        select(Revisit)
        .where(
            col(Revisit.use_case_id).in_(use_case_ids),
            Revisit.kind == RevisitKind.PAYOFF,
            col(Revisit.ended_at).is_(None) | col(Revisit.verdict).is_not(None),
        )
        .order_by(col(Revisit.due_on))
    ).all()
    newest = {(row.use_case_id, row.kpi): row for row in rows}
    found: dict[UUID, list[Payoff]] = {}
    for row in newest.values():
        found.setdefault(row.use_case_id, []).append(payoff_of(row))
    return found


def payoff_of(row: Revisit) -> Payoff:
    """Read what a number came to from what was asked about it."""
    facts = row.facts
    return Payoff(
        kpi=row.kpi,
        unit=str(facts.get("unit", "")),
        baseline=_number(facts.get("baseline")),
        target=_target(facts.get("target")),
        due_on=row.due_on,
        figure=_number(facts.get("figure")),
        source=str(facts.get("source", "")),
        verdict=row.verdict,
        reason=row.reason,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        new_date=read_date(row.answers.get("target_date")),
    )


def facts_of(row: Row) -> Mapping[str, Value]:
    """Return what an agreed number says that its question shows."""
    return {name: row.get(name) for name in ("unit", "baseline", "target", "direction", "owner")}


def _number(value: Value) -> float | None:
    return float(str(value)) if is_number(value) else None


def _target(value: Value) -> float | tuple[float, float] | None:
    if isinstance(value, list) and is_pair(value):
        return float(str(value[0])), float(str(value[1]))
    return _number(value)

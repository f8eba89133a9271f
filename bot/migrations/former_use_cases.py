"""Moves use cases between the tables of before migration 0016 and its own, both ways."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select

from assessments.use_cases.tables import UseCaseEdit, UseCaseVersion
from bot.migrations.former_tables import AcceptanceCriterion, FormerUseCase, Kpi

MARK = (
    "category", "metric", "comparator", "threshold", "unit", "window", "stage", "min_samples",
    "severity", "owner_group",
)  # fmt: skip


def move(session: Session, former: FormerUseCase, altered: set[str]) -> set[str]:
    """Write a use case's edits and versions; return what of it can't be vouched for."""
    kpi = session.exec(select(Kpi).where(Kpi.use_case_id == former.id)).first()
    marks = session.exec(
        select(AcceptanceCriterion)
        .where(AcceptanceCriterion.use_case_id == former.id)
        .order_by(col(AcceptanceCriterion.use_case_version), col(AcceptanceCriterion.row_id))
    ).all()
    texts = {name: getattr(former, name) for name in ("title", "summary", "business_driver")}
    values: dict[str, Any] = {name: text for name, text in texts.items() if text}
    if kpi is not None:
        values["kpis"] = [_kpi(kpi, former)]
    doubtful = set()
    for version, rows in groupby(marks, lambda mark: mark.use_case_version):
        of_version = list(rows)
        values = {**values, "acceptance_criteria": [_mark(row) for row in of_version]}
        made = _version(former, version, values)
        session.add(made)
        whole = [f"acceptancecriterion:{row.id}" for row in of_version]
        if altered.intersection([f"kpi:{kpi.id}" if kpi else "", *whole]):
            doubtful.add(f"usecaseversion:{made.id}")
    for number, (field, value) in enumerate(values.items(), start=1):
        session.add(_edit(former, number, field, value))
    return doubtful


def _kpi(kpi: Kpi, former: FormerUseCase) -> dict[str, Any]:
    return {
        "name": kpi.name,
        "unit": kpi.unit,
        "direction": "increase" if kpi.target > kpi.baseline else "decrease",
        "baseline": kpi.baseline,
        "baseline_date": former.created_at.date().isoformat(),
        "target": kpi.target,
        "target_date": kpi.target_date.isoformat(),
        "owner": former.created_by,
    }


def _mark(row: AcceptanceCriterion) -> dict[str, Any]:
    return {"id": row.row_id, "segment": "all", **{name: getattr(row, name) for name in MARK}}


def _version(former: FormerUseCase, number: int, values: Mapping[str, Any]) -> UseCaseVersion:
    at = former.agreed_at or former.created_at
    by = former.agreed_by or former.created_by
    return UseCaseVersion(
        use_case_id=former.id,
        version=number,
        contents=dict(values),
        rules={},
        roles=[],
        follows=number - 1,
        asked_by=by,
        asked_at=at,
        agreed_by=by,
        settled_at=at,
    )


def _edit(former: FormerUseCase, number: int, field: str, value: object) -> UseCaseEdit:
    return UseCaseEdit(
        use_case_id=former.id,
        number=number,
        field=field,
        value=value,
        written_by=former.created_by,
        written_at=former.created_at,
    )


def move_back(session: Session, use_case_id: UUID) -> None:
    """Write what the three windows held of a use case's edits and versions."""
    edits = session.exec(
        select(UseCaseEdit)
        .where(UseCaseEdit.use_case_id == use_case_id)
        .order_by(col(UseCaseEdit.number))
    ).all()
    values = {edit.field: edit.value for edit in edits}
    session.execute(
        sa.text("UPDATE usecase SET summary = :s, business_driver = :d WHERE id = :id").bindparams(
            sa.bindparam("id", use_case_id, sa.Uuid()),
            s=str(values.get("summary") or ""),
            d=str(values.get("business_driver") or ""),
        )
    )
    for kpi in _kpis_back(use_case_id, values.get("kpis")):
        session.add(kpi)
    versions = session.exec(
        select(UseCaseVersion).where(UseCaseVersion.use_case_id == use_case_id)
    ).all()
    for version in versions:
        for row in version.contents.get("acceptance_criteria", []):
            if isinstance(row.get("threshold"), int | float) and row.keys() >= {"id", *MARK}:
                session.add(
                    AcceptanceCriterion(
                        id=uuid4(),
                        use_case_id=use_case_id,
                        use_case_version=version.version,
                        row_id=row["id"],
                        **{name: row[name] for name in MARK},
                    )
                )


def _kpis_back(use_case_id: UUID, rows: object) -> Iterator[Kpi]:
    for position, row in enumerate(rows if isinstance(rows, list) else [], start=1):
        numbers = [row.get("baseline"), row.get("target")]
        if row.get("target_date") and all(isinstance(one, int | float) for one in numbers):
            yield Kpi(
                id=uuid4(),
                use_case_id=use_case_id,
                position=position,
                name=row.get("name", ""),
                unit=row.get("unit", ""),
                baseline=numbers[0],
                target=numbers[1],
                target_date=datetime.fromisoformat(row["target_date"]).date(),
            )

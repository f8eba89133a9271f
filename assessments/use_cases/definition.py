"""Writing a use case down, screen by screen; each screen is kept as soon as it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from sqlmodel import Session, col, select

from assessments.errors import AssessmentError
from assessments.use_cases.numbers import NumberError, read_number, read_share
from assessments.use_cases.pass_marks import PassMark
from assessments.use_cases.tables import AcceptanceCriterion, Kpi, Status, UseCase

CONTENT = Path(__file__).parent / "use_case.yaml"
LONGEST_NAME = 100
LARGEST_PSI = 10.0


class InvalidFieldsError(AssessmentError):
    """Some fields need another look; `errors` holds a sentence for each."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Purpose:
    """The first screen: what and why, as typed."""

    title: str
    summary: str
    business_driver: str


@dataclass(frozen=True)
class KpiTyped:
    """The second screen: the number that must move, as typed."""

    name: str
    unit: str
    baseline: str
    target: str
    target_date: date | None


@dataclass(frozen=True)
class GoodEnough:
    """The third screen: which model, and its pass marks, as typed."""

    model_name: str
    accuracy: str
    psi: str


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


@cache
def field_limits() -> dict[str, int]:
    """Give the longest text of each field, from the content."""
    content: dict[str, Any] = yaml.safe_load(CONTENT.read_text(encoding="utf-8"))
    return {
        field["id"]: field["max"]
        for field in content["fields"]
        if field["type"] == "string" and "max" in field
    }


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
    return use_case


def find_use_case(session: Session, use_case_id: UUID) -> UseCase:
    """Find a use case, as it is in the database now.

    Raises:
        AssessmentError: There is none.
    """
    use_case = session.get(UseCase, use_case_id, populate_existing=True)
    if use_case is None:
        raise AssessmentError("That use case is not known here any more.")
    return use_case


def save_purpose(session: Session, use_case_id: UUID, purpose: Purpose) -> UseCase:
    """Keep the first screen.

    Raises:
        InvalidFieldsError: A field is empty or too long; every such field has its sentence.
    """
    use_case = find_use_case(session, use_case_id)
    _check_texts(
        {
            "title": purpose.title,
            "summary": purpose.summary,
            "business_driver": purpose.business_driver,
        }
    )
    use_case.title = purpose.title.strip()
    use_case.summary = purpose.summary.strip()
    use_case.business_driver = purpose.business_driver.strip()
    session.flush()
    return use_case


def save_kpi(session: Session, use_case_id: UUID, typed: KpiTyped, today: date) -> Kpi:
    """Keep the second screen.

    Raises:
        InvalidFieldsError: A field is empty, no number, or its date has passed.
    """
    find_use_case(session, use_case_id)
    errors: dict[str, str] = {}
    for name, text in (("name", typed.name), ("unit", typed.unit)):
        if not 0 < len(text.strip()) <= LONGEST_NAME:
            errors[name] = f"Please type 1 to {LONGEST_NAME} characters."
    numbers = _read({"baseline": typed.baseline, "target": typed.target}, read_number, errors)
    if typed.target_date is None or typed.target_date <= today:
        errors["target_date"] = "The target date must lie ahead."
    if len(numbers) == len(("baseline", "target")) and numbers["baseline"] == numbers["target"]:
        errors["target"] = "The target must differ from today's value."
    if errors or typed.target_date is None:
        raise InvalidFieldsError(errors)
    kpi = find_kpi(session, use_case_id) or Kpi(
        use_case_id=use_case_id,
        name=typed.name,
        unit=typed.unit,
        baseline=numbers["baseline"],
        target=numbers["target"],
        target_date=typed.target_date,
    )
    kpi.name, kpi.unit = typed.name.strip(), typed.unit.strip()
    kpi.baseline, kpi.target = numbers["baseline"], numbers["target"]
    kpi.target_date = typed.target_date
    session.add(kpi)
    session.flush()
    return kpi


def agree_pass_marks(
    session: Session, use_case_id: UUID, typed: GoodEnough, agreed_by: str, now: datetime
) -> UseCase:
    """Keep the third screen: from now on these pass marks gate and monitor the model.

    Raises:
        InvalidFieldsError: A limit is no number or out of its range.
        AssessmentError: An earlier screen is still empty.
    """
    use_case = find_use_case(session, use_case_id)
    if not use_case.title or find_kpi(session, use_case_id) is None:
        raise AssessmentError("Please fill in the first two windows of this use case before.")
    errors: dict[str, str] = {}
    accuracy = _read({"accuracy": typed.accuracy}, read_share, errors)
    psi = _read({"psi": typed.psi}, read_number, errors)
    if psi and not 0 < psi["psi"] <= LARGEST_PSI:
        errors["psi"] = "This limit lies above 0; 0.25 is usual, a smaller one wakes you sooner."
    if errors:
        raise InvalidFieldsError(errors)
    use_case.model_name = typed.model_name
    use_case.version += 1
    use_case.status = Status.DEFINED
    use_case.agreed_by, use_case.agreed_at = agreed_by, now
    session.add_all(
        _criterion(use_case, mark)
        for mark in (
            PassMark("accuracy", ">=", accuracy["accuracy"], row_id="AC-01"),
            PassMark("psi", "<=", psi["psi"], "value", row_id="AC-02", category="data_quality"),
        )
    )
    session.flush()
    return use_case


def pass_marks_for_model(session: Session, model_name: str) -> list[PassMark]:
    """Give the pass marks of the newest agreed use case of a model, in their written order."""
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


def _criterion(use_case: UseCase, mark: PassMark) -> AcceptanceCriterion:
    return AcceptanceCriterion(
        use_case_id=use_case.id,
        use_case_version=use_case.version,
        window="last_3000",
        owner_group="data_science",
        **vars(mark),
    )


def _check_texts(texts: Mapping[str, str]) -> None:
    limits = field_limits()
    errors = {
        name: f"Please type 1 to {limits[name]} characters; these are {len(text.strip()):,}."
        for name, text in texts.items()
        if not 0 < len(text.strip()) <= limits[name]
    }
    if errors:
        raise InvalidFieldsError(errors)


def _read(
    texts: Mapping[str, str], read: Callable[[str], float], errors: dict[str, str]
) -> dict[str, float]:
    numbers = {}
    for name, text in texts.items():
        try:
            numbers[name] = read(text)
        except NumberError as error:
            errors[name] = str(error)
    return numbers

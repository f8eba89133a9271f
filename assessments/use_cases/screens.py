"""Writing a use case down, screen by screen; each screen is kept as soon as it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlmodel import Session

from assessments.errors import AssessmentError, Code, InvalidFieldsError
from assessments.recorded import note
from assessments.use_cases.definition import CONTENT, find_kpi, find_use_case
from assessments.use_cases.numbers import NumberError, read_number, read_share
from assessments.use_cases.pass_marks import PassMark
from assessments.use_cases.tables import AcceptanceCriterion, Kpi, Status, UseCase
from ground.refusals import Refusal
from ground.yaml_files import own_yaml

LONGEST_NAME = 100
LARGEST_PSI = 10.0
KPI_FIELDS = {"name", "unit", "baseline", "target", "target_date"}


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


@cache
def field_limits() -> dict[str, int]:
    """Return the longest text of each field, from the content."""
    content: dict[str, Any] = own_yaml(CONTENT)
    return {
        field["id"]: field["max"]
        for field in content["fields"]
        if field["type"] == "string" and "max" in field
    }


def save_purpose(
    session: Session, use_case_id: UUID, purpose: Purpose, by: str, now: datetime
) -> UseCase:
    """Keep the first screen.

    Raises:
        InvalidFieldsError: A field is empty or too long; every such field is named.
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
    note(session, "use_case.purpose", use_case_id, by, now, [use_case], title=use_case.title)
    return use_case


def save_kpi(session: Session, use_case_id: UUID, typed: KpiTyped, by: str, now: datetime) -> Kpi:
    """Keep the second screen.

    Raises:
        InvalidFieldsError: A field is empty, no number, or its date has passed.
    """
    find_use_case(session, use_case_id)
    errors: dict[str, Refusal] = {}
    for name, text in (("name", typed.name), ("unit", typed.unit)):
        if not 0 < len(text.strip()) <= LONGEST_NAME:
            errors[name] = Refusal(Code.NAME_LENGTH, most=LONGEST_NAME)
    numbers = _read({"baseline": typed.baseline, "target": typed.target}, read_number, errors)
    if typed.target_date is None or typed.target_date <= now.date():
        errors["target_date"] = Refusal(Code.TARGET_DATE_PAST)
    if len(numbers) == len(("baseline", "target")) and numbers["baseline"] == numbers["target"]:
        errors["target"] = Refusal(Code.TARGET_SAME)
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
    detail = kpi.model_dump(include=KPI_FIELDS)
    note(session, "use_case.kpi", use_case_id, by, now, [kpi], **detail)
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
        raise AssessmentError(Code.USE_CASE_INCOMPLETE)
    errors: dict[str, Refusal] = {}
    accuracy = _read({"accuracy": typed.accuracy}, read_share, errors)
    psi = _read({"psi": typed.psi}, read_number, errors)
    if psi and not 0 < psi["psi"] <= LARGEST_PSI:
        errors["psi"] = Refusal(Code.PSI_OUT_OF_RANGE, most=LARGEST_PSI)
    if errors:
        raise InvalidFieldsError(errors)
    use_case.model_name = typed.model_name
    use_case.version += 1
    use_case.status = Status.DEFINED
    use_case.agreed_by, use_case.agreed_at = agreed_by, now
    criteria = [
        _criterion(use_case, mark)
        for mark in (
            PassMark("accuracy", ">=", accuracy["accuracy"], row_id="AC-01"),
            PassMark("psi", "<=", psi["psi"], "value", row_id="AC-02", category="data_quality"),
        )
    ]
    session.add_all(criteria)
    session.flush()
    note(
        session,
        "use_case.agree",
        use_case_id,
        agreed_by,
        now,
        [use_case, *criteria],
        model=typed.model_name,
        version=use_case.version,
        accuracy=typed.accuracy,
        psi=typed.psi,
    )
    return use_case


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
        name: Refusal(Code.TEXT_LENGTH, most=limits[name], length=len(text.strip()))
        for name, text in texts.items()
        if not 0 < len(text.strip()) <= limits[name]
    }
    if errors:
        raise InvalidFieldsError(errors)


def _read(
    texts: Mapping[str, str], read: Callable[[str], float], errors: dict[str, Refusal]
) -> dict[str, float]:
    numbers = {}
    for name, text in texts.items():
        try:
            numbers[name] = read(text)
        except NumberError as error:
            errors[name] = error.refusal
    return numbers

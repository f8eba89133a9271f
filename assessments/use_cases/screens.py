"""Writing a use case down, screen by screen; each screen is kept as soon as it is sent."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from sqlmodel import Session

from assessments.errors import AssessmentError, Code, InvalidFieldsError
from assessments.use_cases.contract.codes import Code as ContractCode
from assessments.use_cases.contract.content import ACCEPTANCE, KPIS, Kind, RiskClass
from assessments.use_cases.contract.document import Row
from assessments.use_cases.contract.pass_mark_rows import ALL
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.risk import risk_of
from assessments.use_cases.definition import lock_use_case
from assessments.use_cases.drafts import draft_of, set_fields
from assessments.use_cases.linking import refusal_to_move
from assessments.use_cases.loose import is_loose
from assessments.use_cases.numbers import (
    NumberError,
    read_number,
    read_share,
    without_limit_words,
)
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import agree_alone
from ground.refusals import Refusal

LONGEST_NAME = 100
LARGEST_PSI = 10.0
_QUICK: Row = {
    "segment": ALL,
    "window": "last_3000",
    "stage": "live",
    "min_samples": 200,
    "severity": "block",
    "owner_group": "data_science",
}
QUICK_ROWS: dict[str, Row] = {
    "accuracy": {
        **_QUICK, "category": "model_quality", "metric": "accuracy", "comparator": ">=",
        "unit": "share",
    },
    "psi": {
        **_QUICK, "category": "data_quality", "metric": "psi", "comparator": "<=",
        "unit": "value",
    },
}  # fmt: skip


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


def field_limits() -> dict[str, int]:
    """Return the longest text of each field, from the content."""
    return {
        field.id: int(field.max)
        for field in load_rules().fields
        if field.type is Kind.TEXT and field.max is not None
    }


def save_purpose(
    session: Session, use_case_id: UUID, purpose: Purpose, by: str, now: datetime
) -> UseCase:
    """Keep the first screen.

    Raises:
        InvalidFieldsError: A field is empty or too long; every such field is named.
    """
    use_case = lock_use_case(session, use_case_id)
    texts = {name: text.strip() for name, text in vars(purpose).items()}
    _check_texts(texts)
    set_fields(session, load_rules(), use_case, texts, by, now)
    return use_case


def save_kpi(session: Session, use_case_id: UUID, typed: KpiTyped, by: str, now: datetime) -> None:
    """Keep the second screen: the first of the numbers that must move.

    Raises:
        InvalidFieldsError: A field is empty, no number, or its date has passed.
    """
    use_case = lock_use_case(session, use_case_id)
    errors: dict[str, Refusal] = {}
    for name, text in (("name", typed.name), ("unit", typed.unit)):
        if not 0 < len(text.strip()) <= LONGEST_NAME:
            errors[name] = Refusal(Code.NAME_LENGTH, most=LONGEST_NAME)
    read = partial(read_number, unit=typed.unit.strip())
    numbers = _read({"baseline": typed.baseline, "target": typed.target}, read, errors)
    if typed.target_date is None or typed.target_date <= now.date():
        errors["target_date"] = Refusal(Code.TARGET_DATE_PAST)
    if len(numbers) == len(("baseline", "target")) and numbers["baseline"] == numbers["target"]:
        errors["target"] = Refusal(Code.TARGET_SAME)
    if errors or typed.target_date is None:
        raise InvalidFieldsError(errors)
    rows = draft_of(session, use_case_id).document.rows(KPIS)
    known: Row = rows[0] if rows else {"baseline_date": now.date().isoformat(), "owner": by}
    kpi = {
        **known,
        "name": typed.name.strip(),
        "unit": typed.unit.strip(),
        "direction": "increase" if numbers["target"] > numbers["baseline"] else "decrease",
        **numbers,
        "target_date": typed.target_date.isoformat(),
    }
    set_fields(session, load_rules(), use_case, {KPIS: [kpi, *rows[1:]]}, by, now)


def agree_pass_marks(
    session: Session,
    use_case_id: UUID,
    typed: GoodEnough,
    agreed_by: str,
    now: datetime,
    compliance: Sequence[str] = (),
) -> UseCase:
    """Keep the third screen: from now on these pass marks gate and monitor the model.

    Looser ones wait for somebody else's signature; see `agree_alone`.

    Raises:
        InvalidFieldsError: A limit is no number or out of its range; the pass marks in force
            are another model's; a risk answer stops it.
        AssessmentError: An earlier screen is still empty.
    """
    use_case = draft_pass_marks(session, use_case_id, typed, agreed_by, now)
    refusal = _refusal_of_risk(session, use_case)
    refusal = refusal or refusal_to_move(session, use_case, typed.model_name)
    if refusal is not None:
        raise InvalidFieldsError({"model_name": refusal})
    use_case.model_name = typed.model_name
    agree_alone(session, load_rules(), use_case, agreed_by, now, compliance)
    return use_case


def _refusal_of_risk(session: Session, use_case: UseCase) -> Refusal | None:
    """Return why nothing can be agreed: a risk answer stops it, the quick way too."""
    found = risk_of(load_rules(), draft_of(session, use_case.id).document)
    is_stopped = found.risk_class is RiskClass.STOP
    return Refusal(ContractCode.STATUS_RISK_STOP) if is_stopped else None


def draft_pass_marks(
    session: Session, use_case_id: UUID, typed: GoodEnough, by: str, now: datetime
) -> UseCase:
    """Keep the limits of the third screen in the draft, for somebody else to agree.

    Raises:
        InvalidFieldsError: A limit is no number or out of its range.
        AssessmentError: An earlier screen is still empty.
    """
    use_case = lock_use_case(session, use_case_id)
    document = draft_of(session, use_case_id).document
    if not use_case.title or not document.rows(KPIS):
        raise AssessmentError(Code.USE_CASE_INCOMPLETE)
    errors: dict[str, Refusal] = {}
    bare = _bare(typed)
    accuracy = _read({"accuracy": bare["accuracy"]}, read_share, errors)
    psi = _read({"psi": bare["psi"]}, read_number, errors)
    if psi and not 0 < psi["psi"] <= LARGEST_PSI:
        errors["psi"] = Refusal(Code.PSI_OUT_OF_RANGE, most=LARGEST_PSI)
    if errors:
        raise InvalidFieldsError(errors)
    rows = document.rows(ACCEPTANCE)
    for metric, limit in {**accuracy, **psi}.items():
        rows = _with_limit(rows, metric, limit)
    set_fields(session, load_rules(), use_case, {ACCEPTANCE: rows}, by, now)
    return use_case


def loose_marks(typed: GoodEnough) -> str:
    """Name the limits as typed that nearly everything meets; empty where none does."""
    limits: dict[str, float] = {}
    bare = _bare(typed)
    with suppress(NumberError):
        limits["accuracy"] = read_share(bare["accuracy"])
    with suppress(NumberError):
        limits["psi"] = read_number(bare["psi"])
    found = [
        f"{metric} {limit}"
        for metric, limit in limits.items()
        if is_loose(load_rules(), {**QUICK_ROWS[metric], "threshold": limit})
    ]
    return ", ".join(found)


def _bare(typed: GoodEnough) -> dict[str, str]:
    """Return the limits without the words that we write before them."""
    texts = {"accuracy": typed.accuracy, "psi": typed.psi}
    return {
        metric: without_limit_words(text, str(QUICK_ROWS[metric]["comparator"]))
        for metric, text in texts.items()
    }


def _with_limit(rows: list[Row], metric: str, limit: float) -> list[Row]:
    """Set the limit of the row for a metric over all cases; without one it becomes the last."""
    for index, row in enumerate(rows):
        if row.get("metric") == metric and row.get("segment", ALL) == ALL:
            return [*rows[:index], {**row, "threshold": limit}, *rows[index + 1 :]]
    taken = {row.get("id") for row in rows}
    free = next(name for count in range(1, 100) if (name := f"AC-{count:02}") not in taken)
    return [*rows, {**QUICK_ROWS[metric], "id": free, "threshold": limit}]


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

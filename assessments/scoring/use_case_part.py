"""The use case of a written round: the content's example, changed, and scored."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from pydantic import BaseModel, ConfigDict

from assessments.use_cases.contract.codes import Code, Finding, Place
from assessments.use_cases.contract.content import Rules, Status
from assessments.use_cases.contract.document import Document, read_values
from assessments.use_cases.contract.judging import AcceptanceVerdict, judge_rows, verdict_of
from assessments.use_cases.contract.observed import read_observed
from assessments.use_cases.contract.pass_mark_rows import pass_mark_rows
from assessments.use_cases.contract.priority import lane_of, rank_of, readiness_of
from assessments.use_cases.contract.risk import roles_of
from assessments.use_cases.contract.status import Review, reasons_against, review
from assessments.use_cases.contract.values import read_date
from ground.refusals import Refusal

DIGITS = 4


class WrittenUseCase(BaseModel):
    """The content's example without `remove` and with `set`, judged for `asked_status`."""

    model_config = ConfigDict(extra="forbid")

    asked_status: Status = Status.DEFINED
    remove: list[str] = []
    set: dict[Any, Any] = {}
    observed: dict[Any, Any] | None = None


def use_case_findings(
    rules: Rules, written: WrittenUseCase, today: object, place: Place
) -> Iterator[Finding]:
    """List what is wrong with a written use case: unknown names, wrong types, no date.

    Args:
        rules: The rules for use cases.
        written: The use case.
        today: The round's date, as read.
        place: Where the use case stands in its file.
    """
    if _day(today) is None:
        yield Finding((*place[:-1], "today"), Refusal(Code.NOT_DATE, value=str(today)))
    for index, name in enumerate(written.remove):
        if name not in rules.by_id:
            known = Refusal(Code.UNKNOWN_NAME, name=name, known=", ".join(rules.by_id))
            yield Finding((*place, "remove", index), known)
    yield from read_values(rules, written.set, (*place, "set"))[1]
    rows = [row.row_id for row in pass_mark_rows(rules, _document(rules, written))]
    yield from read_observed(written.observed or {}, rows, (*place, "observed"))[1]


def scored_use_case(
    rules: Rules,
    written: WrittenUseCase,
    today: object,
    linked_scores: Sequence[Fraction | float | None],
) -> dict[str, Any]:
    """Score a use case that was found right.

    Args:
        rules: The rules for use cases.
        written: The use case.
        today: The round's date, as read.
        linked_scores: The team's scores of the linked maturity items; none without an assessment.

    Returns:
        The figures in the shape of the content's worked examples. `acceptance_rows` and
        `acceptance_verdict` are there if something was observed.
    """
    document = _document(rules, written)
    found = review(rules, document, written.asked_status, _day(today) or date.min)
    rows, verdict = _judged(rules, document, written)
    rank, risk_class = rank_of(rules, document), found.risk.risk_class
    is_ready = readiness_of(linked_scores)
    return {
        **_figures(found),
        "risk_class": risk_class,
        "sign_off_roles": list(roles_of(rules, risk_class)),
        "priority": None if rank is None else round(float(rank.score), DIGITS),
        "lane": lane_of(rank, risk_class, is_ready=is_ready),
        "may_enter_status": _may_enter(found, verdict),
        **rows,
    }


def _figures(found: Review) -> dict[str, Any]:
    return {
        "completeness": round(float(found.completeness.percent), DIGITS),
        "missing": [one.field for one in found.completeness.missing],
        "quality": round(float(found.quality.score), DIGITS),
        "failed_checks": [one.check for one in found.quality.failed],
        "failed_blockers": list(found.quality.blockers),
        "failed_validation": list(dict.fromkeys(one.rule for one in found.broken)),
    }


def _may_enter(found: Review, verdict: AcceptanceVerdict | None) -> bool:
    """Return whether the figures allow it; who signs or retires it isn't written in a file."""
    return found.status is not Status.RETIRED and not reasons_against(found, verdict)


def _judged(
    rules: Rules, document: Document, written: WrittenUseCase
) -> tuple[dict[str, Any], AcceptanceVerdict | None]:
    if written.observed is None:
        return {}, None
    rows = pass_mark_rows(rules, document)
    observed, _ = read_observed(written.observed, [row.row_id for row in rows])
    judged = judge_rows(rows, observed)
    verdict = verdict_of(judged)
    results = {one.row.row_id: one.result for one in judged}
    return {"acceptance_rows": results, "acceptance_verdict": verdict}, verdict


def _document(rules: Rules, written: WrittenUseCase) -> Document:
    kept = {name: found for name, found in rules.example.items() if name not in written.remove}
    changes: Mapping[Any, Any] = written.set
    return read_values(rules, {**kept, **changes})[0]


def _day(today: object) -> date | None:
    return today if isinstance(today, date) else read_date(today)

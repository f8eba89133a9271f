"""A check as JSON: the contract `lamplighter.check/1`."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from monitors.check.check import CheckResult
from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.check.metric_bounds import metric_interval
from monitors.check.questions import QUESTIONS
from monitors.check.questions.question import Finding
from monitors.check.reports.sentences import estimate_errors
from monitors.check.segments import SegmentCheck
from monitors.performance import PERFORMANCE_METRICS
from monitors.performance.estimated import EstimatedPerformance, NotEstimated
from monitors.performance.metric import Outcomes
from monitors.profile.engine import CURRENT, REFERENCE

SCHEMA = "lamplighter.check/1"
MEASURES = (
    "psi",
    "js_distance",
    "ks_statistic",
    "wasserstein_normed",
    "ks_p_value",
    "chi2_p_value",
)


def check_as_json(
    result: CheckResult, elapsed_seconds: float, segments: Sequence[SegmentCheck] = ()
) -> dict[str, Any]:
    """Return the contract's document; a measure that doesn't apply is null, never NaN."""
    return {
        "schema": SCHEMA,
        "rows": {"reference": result.rows_reference, "current": result.rows_current},
        "verdict": result.verdict.value,
        "columns": [_column(column) for column in result.columns],
        "task": next((found.task.value for found in result.performance.values()), None),
        "performance": {
            relation: result.metrics(relation) or None for relation in (REFERENCE, CURRENT)
        },
        "performance_intervals": {
            relation: _intervals(result.performance[relation]) for relation in result.performance
        },
        "labelled_share": {
            relation: found.labelled_share for relation, found in result.performance.items()
        },
        "estimated_performance": _estimates(result.estimated),
        "estimate": _estimate_facts(result.estimated),
        "estimate_error": estimate_errors(result),
        "notes": [*result.notes, *_failures(result.findings)],
        **_findings(result.findings),
        "segments": [_segment(found) for found in segments],
        "elapsed_seconds": round(elapsed_seconds, 3),
    }


def _failures(findings: Sequence[Finding]) -> list[str]:
    return [finding.note for finding in findings if finding.answer is CheckAnswer.ERROR]


def _findings(findings: Sequence[Finding]) -> dict[str, Any]:
    """Put each finding under its question's name; a question that was not asked is null."""
    document: dict[str, Any] = {
        name: [] if question.is_asked_often else None for name, question in QUESTIONS.items()
    }
    for finding in findings:
        if finding.question and QUESTIONS[finding.question].is_asked_often:
            document[finding.question].append(finding.as_json())
        elif finding.question:
            document[finding.question] = finding.as_json()
    return document


def _segment(found: SegmentCheck) -> dict[str, Any]:
    column, effect = found.worst or (None, None)
    return {
        "segment": found.segment,
        "rows": found.rows_current,
        "verdict": found.verdict.value if found.verdict else None,
        "worst_column": column,
        "worst_effect": effect,
        "performance": {name: asdict(evidence) for name, evidence in found.evidence.items()},
        "note": found.note or ("too few rows to judge" if found.is_too_small else ""),
    }


def _intervals(outcomes: Outcomes) -> dict[str, dict[str, float]]:
    ends = {name: metric_interval(name, outcomes) for name in PERFORMANCE_METRICS}
    return {name: {"low": pair[0], "high": pair[1]} for name, pair in ends.items() if pair}


def _estimates(
    estimated: EstimatedPerformance | NotEstimated | None,
) -> dict[str, dict[str, float]]:
    if not isinstance(estimated, EstimatedPerformance):
        return {}
    return {name: asdict(estimate) for name, estimate in estimated.metrics.items()}


def _estimate_facts(
    estimated: EstimatedPerformance | NotEstimated | None,
) -> dict[str, Any] | None:
    """Return how the estimates were made and what they can't see, or why there are none."""
    if isinstance(estimated, EstimatedPerformance):
        facts = asdict(estimated)
        return {name: facts[name] for name in ("method", "effective", "caution")}
    return asdict(estimated) if estimated else None


def _column(column: ColumnCheck) -> dict[str, Any]:
    quality = column.quality
    return {
        "column": column.column,
        "kind": column.kind,
        "role": column.role,
        "answer": column.answer.value,
        "note": column.remarks,
        "measures": _finite({name: column.measures.get(name) for name in MEASURES}),
        "p_value": _number(column.p_value),
        "effect": _number(column.effect),
        "threshold": _number(column.threshold),
        "is_drift": column.is_drift,
        "is_constant": bool(quality and quality.constant),
        "quality": {
            "missing_share_reference": quality.missing_share_reference if quality else None,
            "missing_share_current": quality.missing_share_current if quality else None,
            "new_categories": quality.new_categories if quality else None,
            "out_of_range_share": quality.out_of_range_share if quality else None,
        },
    }


def _finite(measures: Mapping[str, float | None]) -> dict[str, float | None]:
    return {name: _number(value) for name, value in measures.items()}


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None

"""What an alert says, as plain values: enough for its card and its chart, no rows of data."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from assessments.use_cases.pass_marks import Judgement, Verdict
from monitors.check.check import CheckResult
from monitors.check.column_verdicts import Answer, ColumnCheck
from monitors.check.questions.findings import FairnessFinding
from monitors.performance.estimated import EstimatedPerformance
from monitors.profile.engine import CURRENT
from monitors.statistics.psi import psi_by_bin, shares

MOST_COLUMNS = 10
MOST_LEVELS = 8
Facts = dict[str, Any]


def drift_facts(
    result: CheckResult, judgements: Sequence[Judgement], segments: Sequence[str] = ()
) -> Facts | None:
    """Say which columns moved, most first; None when nothing deserves an alert.

    Args:
        result: The check.
        judgements: The pass marks beside it.
        segments: What moved within segments, in words.
    """
    moved = [column for column in result.columns if column.is_drift or column.problems]
    together = list(segments)
    together += [
        problem
        for finding in result.findings
        if not isinstance(finding, FairnessFinding)
        for problem in finding.problems
    ]
    if not moved and not together:
        return None
    moved.sort(key=lambda column: -(column.effect or 0.0))
    return {
        "sentences": together[:MOST_COLUMNS],
        "columns": [_column(column) for column in moved[:MOST_COLUMNS]],
        "more_columns": max(0, len(moved) - MOST_COLUMNS),
        **_shared(result, judgements),
    }


def performance_facts(result: CheckResult, judgements: Sequence[Judgement]) -> Facts | None:
    """Say which pass marks broke; None when none did."""
    is_broken = any(
        judgement.verdict is Verdict.BROKEN and judgement.pass_mark.metric != "psi"
        for judgement in judgements
    )
    if not is_broken:
        return None
    drifted = [column for column in result.columns if column.is_drift]
    drifted.sort(key=lambda column: -(column.effect or 0.0))
    return {
        "columns": [_column(column) for column in drifted[:MOST_COLUMNS]],
        "more_columns": max(0, len(drifted) - MOST_COLUMNS),
        **_shared(result, judgements),
    }


def fairness_facts(result: CheckResult, judgements: Sequence[Judgement]) -> Facts | None:
    """Say which groups fare differently; None when none does."""
    sentences = [
        f"{problem}."
        for finding in result.findings
        if isinstance(finding, FairnessFinding)
        for problem in finding.problems
    ]
    return _of_sentences(sentences, result, judgements)


def data_facts(
    result: CheckResult, judgements: Sequence[Judgement], feed: Sequence[str]
) -> Facts | None:
    """Say what is wrong with the feed as a whole; None when nothing is.

    Args:
        result: The check; a column that is lost or of another type is the feed's matter.
        judgements: The pass marks beside it.
        feed: Sentences about freshness, volume and agreed sums.
    """
    changed = [
        f"{column.column} {column.note}."
        for column in result.columns
        if column.answer is Answer.ERROR
    ]
    return _of_sentences([*changed, *feed], result, judgements)


def _of_sentences(
    sentences: Sequence[str], result: CheckResult, judgements: Sequence[Judgement]
) -> Facts | None:
    if not sentences:
        return None
    return {
        "columns": [],
        "more_columns": max(0, len(sentences) - MOST_COLUMNS),
        "sentences": sentences[:MOST_COLUMNS],
        **_shared(result, judgements),
    }


def _shared(result: CheckResult, judgements: Sequence[Judgement]) -> Facts:
    outcomes = result.performance.get(CURRENT)
    return {
        "rows": result.rows_current,
        "labelled_share": outcomes.labelled / outcomes.rows
        if outcomes and outcomes.rows
        else None,
        "pass_marks": [pass_mark_facts(judgement) for judgement in judgements],
        "estimate": _estimate(result),
    }


def _estimate(result: CheckResult) -> Facts | None:
    """Give the accuracy that the scores themselves expect."""
    if not isinstance(result.estimated, EstimatedPerformance):
        return None
    found = result.estimated.metrics.get("accuracy")
    return {"low": found.low, "high": found.high} if found else None


def pass_mark_facts(judgement: Judgement) -> Facts:
    """Give a pass mark beside what was measured."""
    return {
        "metric": judgement.pass_mark.metric,
        "comparator": judgement.pass_mark.comparator,
        "threshold": judgement.pass_mark.threshold,
        "value": judgement.value,
        "low": judgement.low,
        "high": judgement.high,
        "verdict": judgement.verdict.value,
        "more_cases": judgement.more_cases,
    }


def _column(column: ColumnCheck) -> Facts:
    return {
        "column": column.column,
        "role": column.role,
        "effect": column.effect,
        "threshold": column.threshold,
        "problems": list(column.problems),
        "levels": _levels(column),
    }


def _levels(column: ColumnCheck) -> list[Facts]:
    """Give the levels whose share moved most, each with its share before and now."""
    pair = column.pair
    if pair is None or not pair.is_measurable:
        return []
    before, after = shares(pair.bins_reference), shares(pair.bins_current)
    weight = psi_by_bin(pair.bins_reference, pair.bins_current)
    order = np.argsort(-weight, kind="stable")[:MOST_LEVELS]
    return [
        {
            "level": str(pair.labels[index])[:100],
            "before": round(float(before[index]), 6),
            "now": round(float(after[index]), 6),
        }
        for index in order
    ]

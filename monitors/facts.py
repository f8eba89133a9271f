"""What an alert says, as plain values: enough for its card and its chart, no rows of data."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from assessments.criteria import Judgement, Verdict
from monitors.check import CheckResult
from monitors.judging import ColumnCheck
from monitors.profile.tables import CURRENT

MOST_COLUMNS = 10
MOST_LEVELS = 8
Facts = dict[str, Any]


def drift_facts(result: CheckResult, judgements: Sequence[Judgement]) -> Facts | None:
    """Say which columns moved, most first; None when no column deserves an alert."""
    moved = [column for column in result.columns if column.is_drift or column.problems]
    if not moved:
        return None
    moved.sort(key=lambda column: -(column.effect or 0.0))
    return {
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


def _shared(result: CheckResult, judgements: Sequence[Judgement]) -> Facts:
    outcomes = result.performance.get(CURRENT)
    return {
        "rows": result.rows_current,
        "labelled_share": outcomes.labelled / outcomes.rows
        if outcomes and outcomes.rows
        else None,
        "pass_marks": [pass_mark_facts(judgement) for judgement in judgements],
    }


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
    before = pair.bins_reference / pair.bins_reference.sum()
    after = pair.bins_current / pair.bins_current.sum()
    floored = [np.maximum(share, 1e-4) for share in (before, after)]
    weight = np.abs((floored[1] - floored[0]) * np.log(floored[1] / floored[0]))
    order = np.argsort(-weight, kind="stable")[:MOST_LEVELS]
    return [
        {
            "level": str(pair.labels[index])[:100],
            "before": round(float(before[index]), 6),
            "now": round(float(after[index]), 6),
        }
        for index in order
    ]

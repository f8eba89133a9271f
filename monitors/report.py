"""A check as JSON: the contract `lamplighter.check/1`."""

import math
from collections.abc import Mapping
from typing import Any

from monitors.check import CheckResult
from monitors.judging import ColumnCheck
from monitors.profile.tables import CURRENT, REFERENCE

SCHEMA = "lamplighter.check/1"
MEASURES = (
    "psi",
    "js_distance",
    "ks_statistic",
    "wasserstein_normed",
    "ks_p_value",
    "chi2_p_value",
)


def check_as_json(result: CheckResult, elapsed_seconds: float) -> dict[str, Any]:
    """Give the contract's document; a measure that doesn't apply is null, never NaN."""
    return {
        "schema": SCHEMA,
        "rows": {"reference": result.rows_reference, "current": result.rows_current},
        "verdict": result.verdict.value,
        "columns": [_column(column) for column in result.columns],
        "performance": {
            relation: result.metrics(relation) or None for relation in (REFERENCE, CURRENT)
        },
        "estimated_performance": {},
        "elapsed_seconds": round(elapsed_seconds, 3),
    }


def _column(column: ColumnCheck) -> dict[str, Any]:
    quality = column.quality
    return {
        "column": column.column,
        "kind": column.kind,
        "role": column.role,
        "answer": column.answer.value,
        "note": "; ".join([*column.problems, *([column.note] if column.note else [])]),
        "measures": _finite({name: column.measures.get(name) for name in MEASURES}),
        "p_value": _number(column.p_value),
        "effect": _number(column.effect),
        "threshold": _number(column.threshold),
        "is_drift": column.is_drift,
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

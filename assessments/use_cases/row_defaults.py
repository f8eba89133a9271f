"""What a new row is filled in with once its metric is chosen: a start to change, not advice."""

from collections.abc import Mapping

from assessments.use_cases.contract.content import Kind, Rules
from assessments.use_cases.contract.document import Row
from assessments.use_cases.contract.values import Value

DATA, BUSINESS, OPERATIONS = "data_science", "business", "operations"
TOPICS: Mapping[str, tuple[str, str, str]] = {
    "lift_over_baseline": ("business_kpi", "live", BUSINESS),
    "selection_rate_ratio": ("fairness", "offline", DATA),
    "recall_gap": ("fairness", "offline", DATA),
    "psi": ("data_quality", "live", DATA),
    "ks_statistic": ("data_quality", "live", DATA),
    "missing_share": ("data_quality", "live", DATA),
    "freshness": ("data_quality", "live", OPERATIONS),
    "latency_p95": ("service", "live", OPERATIONS),
    "availability": ("service", "live", OPERATIONS),
    "error_rate": ("service", "live", OPERATIONS),
    "cost_per_1000": ("cost", "live", BUSINESS),
    "explanation_coverage": ("explainability", "live", BUSINESS),
    "user_acceptance": ("user_acceptance", "live", BUSINESS),
}
"""By metric: category, stage, who answers for it. Others are about the model's quality."""
KINDS: Mapping[str, str] = {
    "psi": "data_drift",
    "ks_statistic": "data_drift",
    "user_acceptance": "feedback",
}
LIMITS: Mapping[str, float] = {
    "accuracy": 0.8,
    "precision": 0.7,
    "recall": 0.7,
    "f1": 0.7,
    "roc_auc": 0.75,
    "mape": 10,
    "calibration_error": 0.05,
    "lift_over_baseline": 10,
    "selection_rate_ratio": 0.8,
    "recall_gap": 0.1,
    "psi": 0.25,
    "ks_statistic": 0.1,
    "missing_share": 0.05,
    "freshness": 24,
    "latency_p95": 500,
    "availability": 99,
    "error_rate": 0.01,
    "explanation_coverage": 0.95,
    "user_acceptance": 0.6,
}


def defaults_for(rules: Rules, field: str, metric: str) -> Row:
    """Return the cells that a new row of a metric begins with; only what its kind of row has.

    Args:
        rules: The rules for use cases.
        field: Which rows.
        metric: The metric; empty where this kind of row has none.
    """
    cells = rules.row_cells(field)
    row_type = rules.row_type(field)
    found: dict[str, Value] = dict(row_type.defaults) if row_type else {}
    if any(cell.type is Kind.METRIC for cell in cells.values()):
        found |= _of_metric(rules, metric)
    kinds = cells["kind"].values if "kind" in cells else []
    if found.get("kind") not in kinds:
        found.pop("kind", None)
    return {name: value for name, value in found.items() if name in cells}


def _of_metric(rules: Rules, metric: str) -> dict[str, Value]:
    known = rules.metric(metric)
    category, stage, owner = TOPICS.get(metric, ("model_quality", "offline", DATA))
    found: dict[str, Value] = {
        "metric": metric,
        "category": category,
        "kind": KINDS.get(metric, category),
        "stage": stage,
        "window": "release" if stage == "offline" else "4w",
        "owner_group": owner,
        "cadence": "weekly",
        "segment": "all",
    }
    if known is None:
        return found
    found |= {"unit": known.unit, "comparator": ">=" if known.better == "higher" else "<="}
    if known.between_groups:
        found["segment"] = "across:"
    if metric in LIMITS:
        found["threshold"] = LIMITS[metric]
    return found

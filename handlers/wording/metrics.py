"""The metrics of the catalogue in words: in a sentence, as a label, and explained."""

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """A metric as a sentence begins with it, what it means, and its label, if not its own name."""

    sentence: str
    explained: str
    label: str = ""


METRICS: Mapping[str, Words] = {
    "accuracy": Words("Accuracy", "Of all predictions, the share that was right."),
    "precision": Words("Precision", "Of the cases the model picks, the share that really is one."),
    "recall": Words("Recall", "Of all real cases, the share that the model finds."),
    "f1": Words(
        "The F1 score",
        "Precision and recall in one figure; the weaker one counts more.",
        "F1 score",
    ),
    "roc_auc": Words(
        "The ROC AUC",
        "How often a real case is ranked above another one. 50% is guessing.",
        "ROC AUC",
    ),
    "log_loss": Words("Log loss", "How far the predicted probabilities are from what happened."),
    "mae": Words(
        "The average error", "How far off a prediction is on average.", "Mean absolute error"
    ),
    "rmse": Words(
        "The root mean squared error",
        "How far off predictions are, where large errors count more.",
        "Root mean squared error",
    ),
    "mape": Words(
        "The average percentage error",
        "How far off a prediction is on average, in percent of the true value.",
        "Mean absolute percentage error",
    ),
    "calibration_error": Words(
        "The calibration error", "How far a predicted 70% is from happening in 70 of 100 cases."
    ),
    "lift_over_baseline": Words(
        "The lift over the baseline", "How much better it is than the way it's done today."
    ),
    "selection_rate_ratio": Words(
        "The ratio of the lowest selection rate to the highest",
        "How often the least picked group is picked, against the most picked.",
    ),
    "recall_gap": Words(
        "The gap in recall", "How many more real cases are found in one group than in another."
    ),
    "psi": Words(
        "The drift of the data (PSI)",
        "How much the data has changed. 0.1 is a little, 0.25 is a lot.",
        "Drift (PSI)",
    ),
    "ks_statistic": Words(
        "The largest shift of the data (KS)", "The largest shift between the data now and before."
    ),
    "missing_share": Words("The share of missing values", "How many values are missing."),
    "freshness": Words("The age of the data", "How old the newest data is."),
    "latency_p95": Words("The wait in 95 of 100 cases", "The longest wait in 95 of 100 cases."),
    "availability": Words("Availability", "The share of the time that it works."),
    "error_rate": Words("The error rate", "The share of requests that fail."),
    "cost_per_1000": Words("The cost of 1,000 results", "What 1,000 results cost to produce."),
    "explanation_coverage": Words(
        "The share of results with an explanation",
        "The share of results that come with their reasons.",
    ),
    "user_acceptance": Words(
        "The share of results that users accept",
        "The share of results that users follow or find useful.",
    ),
}


def metric_in_sentence(metric: str) -> str:
    """Name a metric as at the start of a sentence; a custom one by its own name."""
    found = METRICS.get(metric)
    return found.sentence if found else _words(metric)[:1].upper() + _words(metric)[1:]


def metric_label(metric: str) -> str:
    """Name a metric as in a list."""
    found = METRICS.get(metric)
    return (found.label if found else "") or metric.replace("_", " ").capitalize()


def explanation_of(metric: str) -> str:
    """Explain a metric in a sentence; empty for a custom one."""
    found = METRICS.get(metric)
    return found.explained if found else ""


def _words(name: str) -> str:
    return name.replace("_", " ").strip()

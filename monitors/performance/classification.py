"""Accuracy, precision, recall, F1, ROC AUC and log loss."""

from monitors.performance.metric import Outcomes, PerformanceMetric, ratio


def accuracy(outcomes: Outcomes) -> float | None:
    """Share of labelled cases whose prediction was right, 0 to 1."""
    return ratio(outcomes.correct, outcomes.labelled)


def precision(outcomes: Outcomes) -> float | None:
    """Share of predicted positives that were positive, 0 to 1."""
    if outcomes.true_positive is None or outcomes.false_positive is None:
        return None
    return ratio(outcomes.true_positive, outcomes.true_positive + outcomes.false_positive)


def recall(outcomes: Outcomes) -> float | None:
    """Share of positives that were predicted positive, 0 to 1."""
    if outcomes.true_positive is None or outcomes.false_negative is None:
        return None
    return ratio(outcomes.true_positive, outcomes.true_positive + outcomes.false_negative)


def f1(outcomes: Outcomes) -> float | None:
    """Harmonic mean of precision and recall, 0 to 1."""
    hits, wrong_yes, wrong_no = (
        outcomes.true_positive,
        outcomes.false_positive,
        outcomes.false_negative,
    )
    if hits is None or wrong_yes is None or wrong_no is None:
        return None
    return ratio(2 * hits, 2 * hits + wrong_yes + wrong_no)


def roc_auc(outcomes: Outcomes) -> float | None:
    """Probability that a positive scores above a negative, ties counted half, 0 to 1."""
    return outcomes.roc_auc


def log_loss(outcomes: Outcomes) -> float | None:
    """Mean of -ln of the probability given to what came true, probabilities cut at 1e-15."""
    return ratio(outcomes.log_loss_sum, outcomes.scored)


def _predicted_positive(outcomes: Outcomes) -> tuple[int, int]:
    hits = outcomes.true_positive or 0
    return hits, hits + (outcomes.false_positive or 0)


def _positive(outcomes: Outcomes) -> tuple[int, int]:
    hits = outcomes.true_positive or 0
    return hits, hits + (outcomes.false_negative or 0)


_BOOK = "Powers 2011, J. Mach. Learn. Technol. 2(1), p. 37"
METRICS = (
    PerformanceMetric(
        "accuracy", "Accuracy", accuracy, _BOOK, lambda o: (o.correct or 0, o.labelled)
    ),
    PerformanceMetric("precision", "Precision", precision, _BOOK, _predicted_positive),
    PerformanceMetric("recall", "Recall", recall, _BOOK, _positive),
    PerformanceMetric("f1", "F1", f1, _BOOK),
    PerformanceMetric(
        "roc_auc", "ROC AUC", roc_auc, "Hanley and McNeil 1982, Radiology 143(1), p. 29"
    ),
    PerformanceMetric(
        "log_loss", "Log loss", log_loss, "Good 1952, J. R. Stat. Soc. B 14, p. 107"
    ),
)

"""Accuracy, precision, recall, F1, ROC AUC and log loss; of several classes, macro averages."""

from monitors.performance.interval import mean_interval, proportion_interval, share_interval
from monitors.performance.macro import macro_average
from monitors.performance.metric import Interval, Outcomes, PerformanceMetric, ratio

PRECISION = (0.0, 1.0)
RECALL = (1.0, 0.0)
F1 = (1.0, 1.0)


def accuracy(outcomes: Outcomes) -> float | None:
    """Share of labelled cases whose prediction was right, 0 to 1."""
    return ratio(outcomes.correct, outcomes.labelled)


def precision(outcomes: Outcomes) -> float | None:
    """Share of predicted positives that were positive, 0 to 1."""
    return _ratio_of(outcomes, PRECISION)


def recall(outcomes: Outcomes) -> float | None:
    """Share of positives that were predicted positive, 0 to 1."""
    return _ratio_of(outcomes, RECALL)


def f1(outcomes: Outcomes) -> float | None:
    """Harmonic mean of precision and recall, 0 to 1."""
    return _ratio_of(outcomes, F1)


def roc_auc(outcomes: Outcomes) -> float | None:
    """Probability that a positive scores above a negative, ties counted half, 0 to 1."""
    return outcomes.roc_auc


def log_loss(outcomes: Outcomes) -> float | None:
    """Mean of -ln of the probability given to what came true, probabilities cut at 1e-15."""
    return ratio(outcomes.log_loss_sum, outcomes.scored)


def accuracy_interval(outcomes: Outcomes) -> Interval | None:
    """Wilson's interval of the share that was right."""
    return (
        None
        if outcomes.correct is None
        else proportion_interval(outcomes.correct, outcomes.labelled)
    )


def precision_interval(outcomes: Outcomes) -> Interval | None:
    """Wilson's interval; of several classes, by the delta method."""
    return _interval_of(outcomes, PRECISION)


def recall_interval(outcomes: Outcomes) -> Interval | None:
    """Wilson's interval; of several classes, by the delta method."""
    return _interval_of(outcomes, RECALL)


def f1_interval(outcomes: Outcomes) -> Interval | None:
    """Wilson's interval of J = hits / (hits and both errors), taken through F1 = 2J / (1 + J).

    F1 grows with J, and J is a proportion, so no resampling is needed.
    """
    if outcomes.confusion is not None:
        return _interval_of(outcomes, F1)
    cells = _cells(outcomes, F1)
    ends = cells and proportion_interval(cells[0], sum(cells))
    return (2 * ends[0] / (1 + ends[0]), 2 * ends[1] / (1 + ends[1])) if ends else None


def roc_auc_interval(outcomes: Outcomes) -> Interval | None:
    """DeLong's interval on the logit scale (DeLong et al. 1988, Biometrics 44, p. 837)."""
    if outcomes.roc_auc is None or outcomes.roc_auc_deviation is None:
        return None
    cases = outcomes.smallest_class or 0
    return share_interval(outcomes.roc_auc, outcomes.roc_auc_deviation, cases)


def log_loss_interval(outcomes: Outcomes) -> Interval | None:
    """The normal interval of a mean."""
    total, squares = outcomes.log_loss_sum, outcomes.log_loss_square_sum
    if total is None or squares is None or outcomes.scored is None:
        return None
    return mean_interval(total, squares, outcomes.scored)


def _ratio_of(outcomes: Outcomes, weights: tuple[float, float]) -> float | None:
    """Take (a + b) hits / ((a + b) hits + a misses + b false alarms)."""
    if outcomes.confusion is not None:
        average = macro_average(outcomes.confusion, *weights)
        return average.value if average else None
    cells = _cells(outcomes, weights)
    if cells is None:
        return None
    hits = sum(weights) * cells[0]
    return ratio(hits, hits + cells[1])


def _cells(outcomes: Outcomes, weights: tuple[float, float]) -> tuple[float, float] | None:
    """Return the hits, and the errors that count against them."""
    hits, misses = outcomes.true_positive, outcomes.false_negative
    false_alarms = outcomes.false_positive
    if hits is None or misses is None or false_alarms is None:
        return None
    return hits, weights[0] * misses + weights[1] * false_alarms


def _interval_of(outcomes: Outcomes, weights: tuple[float, float]) -> Interval | None:
    if outcomes.confusion is not None:
        average = macro_average(outcomes.confusion, *weights)
        if average is None:
            return None
        return share_interval(average.value, average.deviation, outcomes.smallest_class or 0)
    cells = _cells(outcomes, weights)
    return cells and proportion_interval(cells[0], sum(cells))


_BOOK = "Powers 2011, J. Mach. Learn. Technol. 2(1), p. 37"
METRICS = (
    PerformanceMetric("accuracy", "Accuracy", accuracy, _BOOK, accuracy_interval),
    PerformanceMetric("precision", "Precision", precision, _BOOK, precision_interval),
    PerformanceMetric("recall", "Recall", recall, _BOOK, recall_interval),
    PerformanceMetric("f1", "F1", f1, _BOOK, f1_interval),
    PerformanceMetric(
        "roc_auc",
        "ROC AUC",
        roc_auc,
        "Hanley and McNeil 1982, Radiology 143(1), p. 29",
        roc_auc_interval,
    ),
    PerformanceMetric(
        "log_loss",
        "Log loss",
        log_loss,
        "Good 1952, J. R. Stat. Soc. B 14, p. 107",
        log_loss_interval,
    ),
)

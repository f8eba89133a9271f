"""What a check says of the model, as sentences for people."""

from collections.abc import Sequence

from monitors.check.check import CheckResult
from monitors.check.segments import SegmentCheck, change_of
from monitors.performance.estimated import EstimatedPerformance, NotEstimated
from monitors.performance.metric import Task
from monitors.profile.engine import CURRENT, rows_as_word

TASKS = {
    Task.BINARY: "yes or no",
    Task.MULTICLASS: "classes",
    Task.REGRESSION: "numbers",
}
TWO = 2
TWO_CLASSES = (
    "There are two classes, but it isn't clear which one is the yes. So precision, recall and F1 "
    "are averages over both, and there is no ROC AUC. Name the classes yes and no, or 1 and 0."
)


def task_sentences(result: CheckResult) -> list[str]:
    """Say as what the model's answers are judged, where they are."""
    tasks = dict.fromkeys(found.task for found in result.performance.values())
    return [f"Task: {task.value}. Predictions are judged as {TASKS[task]}." for task in tasks]


def model_sentences(result: CheckResult) -> list[str]:
    """List what labels have arrived, what is expected without them, and what wasn't measured."""
    found = result.performance.get(CURRENT)
    share = found.labelled_share if found else None
    sentences = [] if share is None else [f"Labels have arrived for {share:.0%} of this window."]
    if found and found.confusion and len(found.confusion) == TWO:
        sentences.append(TWO_CLASSES)
    estimated = result.estimated
    if isinstance(estimated, NotEstimated):
        sentences.append(f"No estimate: {estimated.reason}")
    elif estimated is not None:
        sentences += [
            f"{name.replace('_', ' ')}, estimated: {estimate.value:.3g} "
            f"({estimate.low:.3g} to {estimate.high:.3g})"
            for name, estimate in estimated.metrics.items()
        ]
        sentences.append(f"Estimated from {estimated.method}. {estimated.caution}")
        sentences += [
            f"{name.replace('_', ' ')}: the estimate is {abs(error):.3g} "
            f"{'above' if error > 0 else 'below'} the measured value."
            for name, error in estimate_errors(result).items()
        ]
    further = [sentence for finding in result.findings for sentence in finding.sentences]
    return [*sentences, *result.notes, *further]


def estimate_errors(result: CheckResult) -> dict[str, float]:
    """Return estimate minus measured value per metric, if labels for the window have arrived."""
    if not isinstance(result.estimated, EstimatedPerformance):
        return {}
    truth = result.metrics(CURRENT)
    return {
        name: estimate.value - truth[name]
        for name, estimate in result.estimated.metrics.items()
        if name in truth
    }


def segment_sentences(segments: Sequence[SegmentCheck]) -> list[str]:
    """Return a sentence per segment: its verdict, and the column that changed most clearly."""
    return [_segment(found) for found in segments]


def _segment(found: SegmentCheck) -> str:
    rows = f"{found.rows_current:,} {rows_as_word(found.rows_current)}"
    if found.result is None:
        return f"Segment {found.segment}: {rows}, not measured: {found.note}"
    if found.is_too_small:
        return f"Segment {found.segment}: {rows}, too few to judge"
    moved = f", {change_of(found)}" if found.proven else ""
    verdict = found.result.verdict.value
    return f"Segment {found.segment}: {verdict}, {rows}{moved}"

"""Performance of a window whose labels have not come: which estimate its columns allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from monitors.check.column_verdicts import ColumnCheck
from monitors.check.usable_columns import usable_columns
from monitors.joint.domain import separate
from monitors.performance.calibration import calibrate
from monitors.performance.counted_scores import (
    profile_past_scores,
    profile_scores,
    score_expressions,
)
from monitors.performance.direct_loss import estimate_regression
from monitors.performance.estimated import (
    NO_UNREST,
    EstimatedPerformance,
    NotEstimated,
    estimate_classification,
)
from monitors.performance.metric import Task
from monitors.performance.outcomes import Answers, number
from monitors.performance.scores import ScoreCounts, count_scores
from monitors.performance.unrest import past_cut, unrest
from monitors.profile.engine import CURRENT, REFERENCE, Tables, count_rows
from monitors.profile.sample import draw_samples

MOST_REFERENCE_ROWS = 20_000
MOST_UNSEEN = 0.05
SEED = 0
Estimated = EstimatedPerformance | NotEstimated


@dataclass(frozen=True)
class Question:
    """What is to be estimated, and the columns that are known of each case."""

    answers: Answers
    task: Task
    columns: Sequence[ColumnCheck]
    is_labelled: bool = False

    @property
    def is_answerable(self) -> bool:
        """Whether the columns for an estimate are there, and it is of use.

        A regression's takes seconds, so it is left out where all labels have come.
        """
        if self.task is Task.REGRESSION:
            return self.answers.prediction is not None and not self.is_labelled
        has_answer = self.task is Task.BINARY or self.answers.prediction is not None
        return has_answer and self.answers.probability is not None


def estimate_performance(tables: Tables, question: Question) -> Estimated | None:
    """Estimate what can be estimated; None when the columns for it were not named.

    Raises:
        MeasurementError: A score is no probability, or the engine refused a query.
    """
    if not question.is_answerable:
        return None
    if not usable_columns(tables, question.columns):
        return NotEstimated("No column has enough cases in both tables to estimate performance.")
    unseen = _unseen(question.columns)
    if unseen:
        return NotEstimated(f"{unseen}, so how the model does on such cases is unknown.")
    is_regression = question.task is Task.REGRESSION
    return (_regression if is_regression else _classification)(tables, question)


def _unseen(columns: Sequence[ColumnCheck]) -> str:
    """Return which feature holds what the reference never had."""
    for found in columns:
        quality = found.quality
        if quality is None or found.role != "feature":
            continue
        share = max(quality.new_category_share, quality.out_of_range_share)
        if share > MOST_UNSEEN:
            return (
                f"{share:.0%} of rows have values of {found.column} that the reference never had"
            )
    return ""


def _classification(tables: Tables, question: Question) -> Estimated:
    answers, task = question.answers, question.task
    current = profile_scores(tables, CURRENT, answers, task, has_truth=False)
    is_moved = any(found.is_drift and found.role == "feature" for found in question.columns)
    plain = profile_scores(tables, REFERENCE, answers, task, has_truth=True)
    reference = _weighted_scores(tables, question) if is_moved else plain
    unrest = _unrest(tables, question, plain, current)
    found = estimate_classification(reference, current, np.random.default_rng(SEED), unrest)
    if isinstance(found, NotEstimated):
        return found
    if task is Task.MULTICLASS:
        found = replace(found, metrics={"accuracy": found.metrics["accuracy"]})
    how = ", with the reference weighted to resemble this window" if is_moved else ""
    return replace(found, method=found.method + how)


def _unrest(
    tables: Tables, question: Question, reference: ScoreCounts, current: ScoreCounts
) -> Mapping[str, float]:
    """Learn from the reference's own windows what an estimate misses beyond chance."""
    labelled, cases = int(reference.labelled.sum()), int(current.cases.sum())
    if not labelled or not cases:
        return NO_UNREST
    cut = past_cut(labelled, cases)
    past = profile_past_scores(tables, question.answers, question.task, cut)
    return unrest(past, reference, calibrate(reference))


def _weighted_scores(tables: Tables, question: Question) -> ScoreCounts:
    """Weight sampled reference cases by how many current cases are like them (PAPE).

    Bialek, Kivimaki, Kuberski and Perrakis 2024, arXiv:2401.08348.
    """
    beside = score_expressions(question.answers, question.task)
    features = usable_columns(tables, question.columns)
    drawn = draw_samples(tables, features, beside, MOST_REFERENCE_ROWS)
    odds = separate(drawn.reference, drawn.current, drawn.is_category, is_explained=False).odds
    is_scored = ~np.isnan(drawn.beside[:, [0, 2]]).any(axis=1)
    answers, truths, scores = drawn.beside[is_scored].T
    return count_scores(scores, answers == 1, truths, odds[is_scored])


def _regression(tables: Tables, question: Question) -> Estimated:
    error = f"{number(question.answers.prediction or '')} - {number(question.answers.target)}"
    features = usable_columns(tables, question.columns)
    drawn = draw_samples(tables, features, [error, "row_number() OVER () - 1"])
    is_known = ~np.isnan(drawn.beside[:, 0])
    errors, place = drawn.beside[is_known].T
    cut = past_cut(count_rows(tables, REFERENCE), count_rows(tables, CURRENT))
    return estimate_regression(
        drawn.reference[is_known],
        errors,
        drawn.current,
        drawn.is_category,
        cut.window_of(place),
    )

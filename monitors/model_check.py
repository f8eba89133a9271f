"""How right the model was where labels have come, and how right it is expected to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitors.errors import MonitorError
from monitors.estimation import Question, estimate_performance
from monitors.judging import ColumnCheck
from monitors.performance.estimated import EstimatedPerformance, Refusal
from monitors.performance.metric import Outcomes
from monitors.profile.outcomes import Answers, find_task, outcomes
from monitors.profile.tables import CURRENT, REFERENCE, Column, Tables
from monitors.roles import Roles

Columns = Mapping[str, Mapping[str, Column]]


@dataclass(frozen=True)
class ModelCheck:
    """What is known of the model's answers.

    Attributes:
        performance: What became of the labelled cases, by relation.
        estimated: What is expected of the current cases, or why that can't be said; None when
            no column for it was named.
        notes: What could not be measured, and why, in sentences.
    """

    performance: Mapping[str, Outcomes]
    estimated: EstimatedPerformance | Refusal | None = None
    notes: Sequence[str] = ()


def check_model(
    tables: Tables,
    roles: Roles,
    known: Columns,
    checked: Sequence[ColumnCheck],
    *,
    has_estimate_beside_truth: bool = True,
) -> ModelCheck:
    """Measure and estimate performance; what fails in the current data is a note.

    Args:
        tables: Reference and current data.
        roles: Which column is truth, answer and score.
        known: The columns of each relation, by name.
        checked: What the check found about the columns.
        has_estimate_beside_truth: Whether to estimate where every label has come too.

    Raises:
        MonitorError: A column of the reference is not what it was named for.
    """
    target = known[REFERENCE].get(roles.target or "")
    if target is None:
        return ModelCheck({})
    task = find_task(tables, target)
    performance: dict[str, Outcomes] = {}
    before, now = (_answers(roles, target.name, known[name]) for name in (REFERENCE, CURRENT))
    if before.prediction or before.probability:
        performance[REFERENCE] = outcomes(tables, REFERENCE, before, task)
    try:
        if target.name in known[CURRENT] and (now.prediction or now.probability):
            performance[CURRENT] = outcomes(tables, CURRENT, now, task)
        is_labelled = CURRENT in performance and performance[CURRENT].labelled_share == 1.0
        if is_labelled and not has_estimate_beside_truth:
            return ModelCheck(performance)
        estimated = estimate_performance(tables, Question(now, task, checked, is_labelled))
    except MonitorError as error:
        return ModelCheck(performance, notes=[str(error)])
    return ModelCheck(performance, estimated)


def _answers(roles: Roles, target: str, known: Mapping[str, Column]) -> Answers:
    """Name the columns that a relation has."""
    return Answers(
        target,
        roles.prediction if roles.prediction in known else None,
        roles.probability if roles.probability in known else None,
    )

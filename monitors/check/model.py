"""How right the model was where labels have come, and how right it is expected to be."""

from collections.abc import Sequence
from dataclasses import replace

from monitors.check.column_verdicts import ColumnCheck
from monitors.check.estimation import Question, estimate_performance
from monitors.check.labelled_cases import Columns, ModelCheck, answers_of, lacks, measured
from monitors.check.roles import Roles
from monitors.errors import MeasurementError
from monitors.performance.task import find_task
from monitors.profile.engine import CURRENT, REFERENCE, Tables


def check_model(
    tables: Tables,
    roles: Roles,
    known: Columns,
    checked: Sequence[ColumnCheck],
    *,
    has_estimate_beside_truth: bool = True,
) -> ModelCheck:
    """Measure and estimate performance; what fails is a note.

    Args:
        tables: Reference and current data.
        roles: Which column is truth, answer and score.
        known: The columns of each relation, by name.
        checked: What the check found about the columns.
        has_estimate_beside_truth: Whether to estimate where every label has come too.

    Raises:
        MisnamedColumnError: No value in the reference is what its column was named for.
    """
    target = known[REFERENCE].get(roles.target or "")
    if target is None:
        missing = roles.target if roles.target in known[CURRENT] else None
        return ModelCheck({}, notes=[lacks(missing)] if missing else [])
    asked = {name: answers_of(roles, target.name, known[name]) for name in (REFERENCE, CURRENT)}
    task = roles.task or find_task(tables, target, asked[REFERENCE])
    found, is_told_alike = measured(tables, known, asked, task)
    labelled = found.performance.get(CURRENT)
    is_labelled = labelled is not None and labelled.labelled_share == 1.0
    if not is_told_alike or (is_labelled and not has_estimate_beside_truth):
        return found
    score = asked[CURRENT].probability
    if score and not asked[REFERENCE].probability:
        return found.with_note(lacks(score))
    question = Question(asked[CURRENT], task, checked, is_labelled)
    try:
        return replace(found, estimated=estimate_performance(tables, question))
    except MeasurementError as error:
        return found.with_note(str(error))

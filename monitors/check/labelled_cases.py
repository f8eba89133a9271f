"""What became of the labelled cases of both tables, and what of it could not be measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from monitors.check.roles import Roles
from monitors.errors import MeasurementError
from monitors.performance.estimated import EstimatedPerformance, NotEstimated
from monitors.performance.metric import Outcomes, Task
from monitors.performance.outcomes import (
    Answers,
    MisnamedColumnError,
    OtherWordsError,
    outcomes,
)
from monitors.performance.task import find_task
from monitors.profile.engine import CURRENT, REFERENCE, Column, Tables

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
    estimated: EstimatedPerformance | NotEstimated | None = None
    notes: Sequence[str] = ()

    def with_note(self, sentence: str) -> "ModelCheck":
        """Add a sentence, unless it is there already."""
        return replace(self, notes=list(dict.fromkeys([*self.notes, sentence])))


def measured_outcomes(tables: Tables, roles: Roles) -> Mapping[str, Outcomes]:
    """Sum up the labelled cases of each relation; what can't be measured is left out.

    Raises:
        MisnamedColumnError: No value in the reference is what its column was named for.
    """
    known = {
        name: {column.name: column for column in tables.columns(name)}
        for name in (REFERENCE, CURRENT)
    }
    target = known[REFERENCE].get(roles.target or "")
    if target is None or target.name not in known[CURRENT]:
        return {}
    asked = {name: answers_of(roles, target.name, known[name]) for name in (REFERENCE, CURRENT)}
    task = roles.task or find_task(tables, target, asked[REFERENCE])
    return measured(tables, known, asked, task)[0].performance


def measured(
    tables: Tables, known: Columns, asked: Mapping[str, Answers], task: Task
) -> tuple[ModelCheck, bool]:
    """Sum up the labelled cases of each relation; say whether truth and answers share words."""
    found, is_told_alike = ModelCheck({}), True
    for relation, answers in asked.items():
        if answers.target not in known[relation] or not (
            answers.prediction or answers.probability
        ):
            continue
        notes: list[str] = []
        try:
            summed = _outcomes(tables, relation, answers, task, notes)
        except OtherWordsError as error:
            summed, notes, is_told_alike = None, [str(error)], False
        for note in notes:
            found = found.with_note(note)
        if summed:
            found = replace(found, performance={**found.performance, relation: summed})
    return found, is_told_alike


def _outcomes(
    tables: Tables, relation: str, answers: Answers, task: Task, notes: list[str]
) -> Outcomes | None:
    """Sum up the labelled cases; a score that is no probability spoils what rests on it alone."""
    try:
        return outcomes(tables, relation, answers, task)
    except OtherWordsError:
        raise
    except MeasurementError as error:
        if relation == REFERENCE and isinstance(error, MisnamedColumnError):
            raise
        notes.append(str(error))
    if not (answers.prediction and answers.probability):
        return None
    try:
        return outcomes(tables, relation, replace(answers, probability=None), task)
    except MeasurementError:
        return None


def lacks(column: str) -> str:
    """Say which column the reference has not."""
    return f"The reference has no column {column}, so the model's performance can't be judged."


def answers_of(roles: Roles, target: str, known: Mapping[str, Column]) -> Answers:
    """Name the columns that a relation has."""
    return Answers(
        target,
        roles.prediction if roles.prediction in known else None,
        roles.probability if roles.probability in known else None,
    )

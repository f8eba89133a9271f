"""Which task a model has: a yes or no, one of several classes, or a number."""

import math
from collections.abc import Collection
from dataclasses import dataclass

from monitors.errors import MeasurementError
from monitors.performance.metric import Task
from monitors.performance.outcomes import Answers, is_there, number
from monitors.profile.engine import CURRENT, REFERENCE, Column, Kind, Tables
from monitors.profile.sql import quoted, select
from monitors.profile.values import canonical_of

MOST_CLASSES = 20
LEAST_BROKEN = 0.1
"""Of a number's predictions at least this share is broken, such as 1.3, and no truth."""
FEWEST_STEPS, NEAR, MOSTLY = 6, 0.75, 0.9
"""Of counts at most this share is hit; the others are missed by so many deviations at most."""
LEAST_RIGHT, LEAST_FAR = 0.2, 0.5
"""Of many classes at least this share is right; the others are far off, measured in deviations."""
PAIRS = (
    {"0", "false", "1", "true"},
    {"no", "yes"},
    {"n", "y"},
    {"f", "t"},
    {"-1", "1"},
)


@dataclass(frozen=True)
class _Numbers:
    """Truth and prediction read as numbers.

    Attributes:
        answered: How many labelled cases have a prediction.
        read: How many of them are numbers on both sides.
        broken_truths: How many truths have a fraction.
        broken_strangers: How many predictions have a fraction, and are none of the first truths.
        right: How many predictions are the truth itself.
        away: How far the others are off, on average.
        deviation: The truth's standard deviation.
    """

    answered: int
    read: int
    broken_truths: int
    broken_strangers: int
    right: int
    away: float
    deviation: float

    @property
    def is_nominal(self) -> bool:
        """Whether many are right, and those that aren't are as far off as anything."""
        return (
            not self.broken_truths
            and self.right >= LEAST_RIGHT * self.read
            and self.away >= LEAST_FAR * self.deviation
        )

    @property
    def is_counted(self) -> bool:
        """Whether many aren't right, but close: as of counts, and not of codes of classes."""
        return self.right < MOSTLY * self.read and self.away <= NEAR * self.deviation


def find_task(tables: Tables, target: Column, answers: Answers | None = None) -> Task:
    """Return the model's task, by the reference's truth, its predictions and its probabilities.

    - A truth of two known words, such as 0 and 1, or no and yes, is a yes or no.
    - A truth that isn't all numbers is one of several classes.
    - If at least a tenth of the predictions have a fraction and are none of up to twenty truths,
      it's a number: ratings from 1 to 5, predicted as 1.3.
    - Six or more whole numbers whose predictions miss by little are numbers too, as counts are,
      unless they have a probability.
    - Up to twenty values are classes, and so are more of them if they are whole numbers and have a
      probability, or if predictions often hit them and otherwise miss them by far.
    - All else is a number.

    Args:
        tables: Reference and current data.
        target: The column with the truth.
        answers: The columns beside it, as far as they are known.
    """
    known = _truths(tables, REFERENCE, target.name)
    relation = REFERENCE if known else CURRENT
    known = known or _truths(tables, relation, target.name)
    if any({canonical_of(value).lower() for value in known} <= pair for pair in PAIRS):
        return Task.BINARY
    if not all(map(_is_number, known)):
        return Task.MULTICLASS
    is_few = len(known) <= MOST_CLASSES
    is_text = target.kind is not Kind.NUMERIC and not is_few
    if answers is None or answers.prediction is None:
        has_classes = is_few or is_text
    else:
        found = _numbers(tables, relation, answers, known)
        has_classes = _has_classes(found, answers, len(known)) or (
            is_text and not found.broken_truths
        )
    return Task.MULTICLASS if has_classes else Task.REGRESSION


def _truths(tables: Tables, relation: str, target: str) -> list[str]:
    """List the first truths of a table, one more than there may be classes."""
    name = quoted(target)
    rows = f"WHERE {name} IS NOT NULL LIMIT {MOST_CLASSES + 1}"
    found = tables.query(select(f"DISTINCT {name}", relation, rows))
    return [str(value) for (value,) in found if value == value]  # noqa: PLR0124 - NaN isn't itself


def _has_classes(found: _Numbers, answers: Answers, values: int) -> bool:
    """Return whether truths that are numbers name classes."""
    if found.answered and not found.read:
        return True
    is_few, is_scored = values <= MOST_CLASSES, answers.probability is not None
    if values >= FEWEST_STEPS and found.is_counted and not is_scored:
        return False
    if found.broken_strangers >= max(LEAST_BROKEN * found.read, 1):
        return False
    has_whole_classes = not found.broken_truths and is_scored
    return is_few or has_whole_classes or found.is_nominal


def read_task(name: str | None) -> Task | None:
    """Read the name of a task.

    Raises:
        MeasurementError: There is no such task.
    """
    if name is None:
        return None
    if name not in set(Task):
        raise MeasurementError(f"There is no task {name}; there are {', '.join(Task)}.")
    return Task(name)


def _numbers(tables: Tables, relation: str, answers: Answers, known: Collection[str]) -> _Numbers:
    truth, said = number(answers.target), number(answers.prediction or "")
    listed = ", ".join(repr(float(value)) for value in known)
    given = " AND ".join(is_there(name or "") for name in (answers.target, answers.prediction))
    row = tables.query(
        f"""
        SELECT count(*), count(t + p), count(*) FILTER (WHERE t <> floor(t)),
               count(*) FILTER (WHERE p <> floor(p) AND p NOT IN ({listed})),
               count(*) FILTER (WHERE t = p),
               coalesce(avg(abs(t - p)) FILTER (WHERE t <> p), 0), coalesce(stddev_pop(t), 0)
        FROM (SELECT {truth} AS t, {said} AS p FROM {relation} WHERE {given})
        """  # noqa: S608 - the names are quoted
    )[0]
    answered, read, broken, strangers, right = map(int, row[:5])
    return _Numbers(answered, read, broken, strangers, right, float(row[5]), float(row[6]))


def _is_number(value: str) -> bool:
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False

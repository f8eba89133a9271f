"""Which moved column matters most: how far it moved, times how much the model leans on it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

import numpy as np

from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.check.questions.question import Case, Finding, Question
from monitors.check.roles import Roles
from monitors.check.usable_columns import usable_by_name
from monitors.profile.engine import Tables
from monitors.profile.sample import draw_samples
from monitors.profile.sql import quoted
from monitors.statistics.trees import FOLDS, SEED, Matrix, cross_fit, regressor

FEWEST_ROWS = 200
HARDLY_USED = 0.005
MOST_CAUSES = 3


@dataclass(frozen=True)
class Cause:
    """A feature that moved.

    Attributes:
        column: Its name.
        effect: How far it moved, its PSI.
        importance: Its share of what the model's answers hang on, 0 to 1; None if not known.
        weight: Its share of effect times importance among all that moved, 0 to 1.
    """

    column: str
    effect: float
    importance: float | None
    weight: float

    @property
    def sentence(self) -> str:
        """Return why to look at it first, or why not, for the model owner."""
        moved = f"{self.column} moved (PSI {self.effect:.2g})"
        if self.importance is None:
            return f"{moved}; how much the model depends on it is unknown"
        if self.importance < HARDLY_USED:
            return f"{moved}, but the model hardly uses it"
        return f"{moved} and makes up {self.importance:.0%} of what the model depends on"


@dataclass(frozen=True)
class CausesFinding(Finding):
    """The moved columns, most to blame first."""

    question = "causes"

    causes: Sequence[Cause] = ()

    def as_json(self) -> list[dict[str, Any]]:
        """List the causes; there is no more to say of them."""
        return [asdict(cause) for cause in self.causes]


@dataclass(frozen=True)
class Causes(Question):
    """Asks which moved column to look at first; it takes seconds if any moved.

    `importance` is how much the model leans on each column, where that is known.
    """

    name = "causes"
    place = 4
    options: ClassVar = ("causes", "importance")
    may_alarm = False

    importance: Mapping[str, float] | None = None

    @classmethod
    def asked_by(cls, options: Mapping[str, Any]) -> list[Self]:
        """Ask where it was chosen, or where somebody says how much each column matters."""
        importance = options.get("importance")
        is_asked = options.get("causes") or importance is not None
        return [cls(importance)] if is_asked else []

    def answer(self, case: Case) -> Finding:
        """Rank what moved; measure importance on a stand-in for the model if it isn't known."""
        importance = self.importance
        if importance is None and any(column.is_drift for column in case.columns):
            importance = measure_importance(case.tables, case.roles, case.columns)
        causes = rank_causes(case.columns, importance)
        note = "; ".join(cause.sentence for cause in causes[:MOST_CAUSES])
        return CausesFinding(CheckAnswer.OK, note=note, causes=causes)


def rank_causes(
    columns: Sequence[ColumnCheck], importance: Mapping[str, float] | None
) -> list[Cause]:
    """Rank the features that drifted by effect times importance; by effect where none is known.

    Args:
        columns: What the check found.
        importance: Per feature, at least 0, in any unit; negative ones count as 0.

    Returns:
        Most to blame first.
    """
    moved = [column for column in columns if column.is_drift and column.role == "feature"]
    known = {name: max(value, 0.0) for name, value in (importance or {}).items()}
    total = sum(known.values())
    names = [column.column for column in moved] if total else []
    shares = {name: known.get(name, 0.0) / total for name in names}
    blame = {
        column.column: (column.effect or 0.0) * shares.get(column.column, 0.0 if shares else 1.0)
        for column in moved
    }
    whole = sum(blame.values()) or 1.0
    causes = [
        Cause(
            column.column,
            column.effect or 0.0,
            shares.get(column.column),
            blame[column.column] / whole,
        )
        for column in moved
    ]
    return sorted(causes, key=lambda cause: (-cause.weight, -cause.effect, cause.column))


def surrogate_importance(rows: Matrix, answers: Matrix, is_category: Sequence[bool]) -> Matrix:
    """Measure how much a model's answers hang on each feature, by a stand-in for the model.

    Trees learn the answers from the features; a column's importance is how much larger their
    squared error on held-out rows gets when its values are shuffled (Breiman 2001, Machine
    Learning 45, p. 5; for a model that is only seen from outside, Fisher, Rudin and Dominici
    2019, JMLR 20(177)).

    Args:
        rows: Reference rows by feature, NaN where missing, in random order.
        answers: What the model answered to each.
        is_category: Whether a feature holds codes.

    Returns:
        A share per feature, 0 to 1, summing to 1; all 0 when the answers hang on none of them.
    """
    fold = np.arange(len(rows)) % FOLDS
    random = np.random.default_rng(SEED)
    rises = np.zeros(rows.shape[1])
    for is_held_out, model in cross_fit(regressor(is_category), rows, answers, fold):
        known, told = rows[is_held_out], answers[is_held_out]
        error = float(((model.predict(known) - told) ** 2).mean())
        order = random.permutation(len(known))
        for column in range(rows.shape[1]):
            shuffled = known.copy()
            shuffled[:, column] = known[order, column]
            rises[column] += float(((model.predict(shuffled) - told) ** 2).mean()) - error
    positive = np.maximum(rises, 0.0)
    shares: Matrix = positive / (positive.sum() or 1.0)
    return shares


def measure_importance(
    tables: Tables, roles: Roles, columns: Sequence[ColumnCheck]
) -> dict[str, float] | None:
    """Measure how much the model leans on each feature of the reference, with a stand-in for it.

    It depends on the reference alone, so it may be kept with the reference's profile.

    Returns:
        Shares summing to 1; None when no column with the model's answers was named, or it holds
        no numbers.

    Raises:
        MeasurementError: The engine refused the query.
    """
    told = roles.probability or roles.prediction
    features = [
        found
        for found in usable_by_name(tables, columns)
        if roles.of(found.column.name) == "feature"
    ]
    if told is None or not features:
        return None
    drawn = draw_samples(tables, features, [f"TRY_CAST({quoted(told)} AS DOUBLE)"])
    is_known = ~np.isnan(drawn.beside[:, 0])
    if is_known.sum() < FEWEST_ROWS:
        return None
    shares = surrogate_importance(
        drawn.reference[is_known], drawn.beside[is_known, 0], drawn.is_category
    )
    return {found.column.name: float(share) for found, share in zip(features, shares, strict=True)}


QUESTION = Causes

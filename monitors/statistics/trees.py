"""Boosted trees, cross-fitted: each third of the rows is met by a model of the other two."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

FOLDS = 3
SEED = 0
SETTINGS = {
    "max_iter": 60,
    "max_leaf_nodes": 15,
    "min_samples_leaf": 20,
    "l2_regularization": 1.0,
    "early_stopping": False,
    "random_state": SEED,
}
Matrix = NDArray[np.float64]
Model = TypeVar("Model", bound="Trees")


class Trees(Protocol):
    """What scikit-learn's boosted trees do."""

    def fit(self, rows: Matrix, target: NDArray[np.generic]) -> object:
        """Learn the target of the rows."""
        ...

    def predict(self, rows: Matrix) -> Matrix:
        """Return a value per row."""
        ...


class Classifier(Trees, Protocol):
    """Boosted trees that tell two classes apart."""

    def predict_proba(self, rows: Matrix) -> Matrix:
        """Return the probability of either class per row, shape (rows, 2)."""
        ...


def classifier(is_category: Sequence[bool]) -> Classifier:
    """Make trees that tell two classes apart; `is_category` says which columns hold codes."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - takes seconds, seldom asked for

    model: Classifier = HistGradientBoostingClassifier(
        categorical_features=list(is_category), **SETTINGS
    )
    return model


def regressor(is_category: Sequence[bool]) -> Trees:
    """Make trees that predict a number; `is_category` says which columns hold codes."""
    from sklearn.ensemble import HistGradientBoostingRegressor  # noqa: PLC0415 - takes seconds, seldom asked for

    model: Trees = HistGradientBoostingRegressor(
        categorical_features=list(is_category), **SETTINGS
    )
    return model


def cross_fit(
    model: Model, rows: Matrix, target: NDArray[np.generic], fold: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.bool_], Model]]:
    """Fit on all folds but one, three times.

    One thread: on a machine that has other work, two take ten times as long.

    Yields:
        Which rows were held out, and the model that has not seen them.
    """
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - comes with scikit-learn

    with threadpool_limits(1):
        for number in range(FOLDS):
            is_held_out = fold == number
            model.fit(rows[~is_held_out], target[~is_held_out])
            yield is_held_out, model

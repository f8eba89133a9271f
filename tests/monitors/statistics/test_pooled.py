"""Many small moves, pooled over columns."""

import numpy as np
import pytest

from monitors.statistics.chance import PsiLaw
from monitors.statistics.pooled import pooled, pooled_p_value
from monitors.statistics.restless import Move

LAW = PsiLaw(1 / 2_000 + 1 / 20_000, 9.0)
COLUMNS, PAST = 30, 12


def moves(random: np.random.Generator, wander: float = 0.0, shift: float = 0.0) -> list[Move]:
    """Draw each column's PSI: chance, a wandering level, and a shift, in deviations."""
    means = random.normal(0, wander, COLUMNS) + shift
    noncentral = random.noncentral_chisquare(9, means**2 / LAW.scale + 1e-9)
    return [Move(float(LAW.scale * value), LAW) for value in noncentral]


@pytest.mark.parametrize("wander", [0.0, 0.05, 0.15])
def test_is_quiet_where_columns_move_as_they_always_have(wander: float) -> None:
    """After twelve quiet windows, hardly more than one in a hundred has a p-value below 0.01."""
    random = np.random.default_rng(7)
    p_values = []
    for _ in range(600):
        past = [pooled(moves(random, wander)) for _ in range(PAST)]
        p_values.append(pooled_p_value(moves(random, wander), past))

    assert np.mean(np.array(p_values) < 0.01) < 0.02


@pytest.mark.parametrize(("past", "times"), [(0, 1), (PAST, 1)])
def test_finds_a_shift_that_no_column_shows_alone(past: int, times: int) -> None:
    """Every column moves by 0.1 standard deviations: chance gives that once in 10,000 times."""
    random = np.random.default_rng(11)
    before = [pooled(moves(random)) for _ in range(past * times)]

    assert pooled_p_value(moves(random, shift=0.1), before) < 1e-4


def test_a_few_columns_are_not_many() -> None:
    """Two columns that jump leave the average as it is."""
    random = np.random.default_rng(13)
    quiet = moves(random)
    jumped = [Move(1.0, LAW), Move(2.0, LAW), *quiet[2:]]

    assert pooled(jumped) < 1.3

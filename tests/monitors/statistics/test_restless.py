"""PSI's law by chance and nature: right where both are known, and learned where nature isn't."""

import numpy as np
import pytest
from scipy import stats

from monitors.statistics.chance import PsiLaw
from monitors.statistics.restless import (
    RESTLESSNESS,
    Learner,
    Move,
    RestlessLaw,
    as_stored,
    from_stored,
    rows_together,
)

CHANCE = PsiLaw(1 / 2_000 + 1 / 52_000, 9.0)


def of(restlessness: float, chance: PsiLaw = CHANCE) -> RestlessLaw:
    """The law where the restlessness is known, as the nearest value that is weighed."""
    weights = np.zeros(len(RESTLESSNESS))
    weights[np.abs(RESTLESSNESS - restlessness).argmin()] = 1.0
    return RestlessLaw(weights, chance)


def moves(
    random: np.random.Generator, restlessness: float, windows: int, chance: PsiLaw = CHANCE
) -> list[Move]:
    """Quiet windows of a column, drawn from the law."""
    psi = chance.scale * random.chisquare(chance.freedom - 1, windows)
    psi += (chance.scale + restlessness) * random.chisquare(1, windows)
    return [Move(float(one), chance) for one in psi]


def learned(columns: list[list[Move]]) -> Learner:
    """Learn window by window."""
    return Learner(
        {f"c{number}": one for number, one in enumerate(window)}
        for window in zip(*columns, strict=True)
    )


@pytest.mark.parametrize("alpha", [0.1, 0.01, 0.001, 1e-5])
def test_without_restlessness_it_is_chi_square(alpha: float) -> None:
    """The law by chance alone."""
    psi = CHANCE.exceeded_with(alpha)

    assert of(0.0).p_value(psi) == pytest.approx(alpha, rel=0.05)
    assert of(0.0).exceeded_with(alpha) == pytest.approx(psi, rel=0.01)


@pytest.mark.parametrize("restlessness", [0.002154, 0.021544])
def test_with_it_it_is_the_law_that_is_drawn_from(restlessness: float) -> None:
    """In a million draws, up to what rounding the tables gives away, on the quiet side."""
    random = np.random.default_rng(3)
    psi = CHANCE.scale * random.chisquare(8, 10**6)
    psi += (CHANCE.scale + restlessness) * random.chisquare(1, 10**6)

    for alpha in (0.05, 0.001):
        limit = of(restlessness).exceeded_with(alpha)
        assert 0.7 * alpha <= (psi > limit).mean() <= 1.03 * alpha


def test_what_may_last_is_noncentral_chi_square() -> None:
    """Without restlessness."""
    for psi in (0.12, 0.15, 0.2):
        expected = stats.ncx2.sf(psi / CHANCE.scale, 9, 0.1 / CHANCE.scale)
        assert of(0.0).p_value(psi, usual=0.1) == pytest.approx(expected, rel=0.02)
    assert of(0.0).p_value(0.09, usual=0.1) == 1.0


@pytest.mark.parametrize(
    ("restlessness", "low", "high"),
    [
        pytest.param(0.0, 0.014, 0.022, id="steady: little above chance"),
        pytest.param(0.0216, 0.15, 0.40, id="0.15 sd: STATISTICS.md, 16 has 0.229"),
    ],
)
def test_it_is_learned_from_ten_windows_of_thirty_columns(
    restlessness: float, low: float, high: float
) -> None:
    """The PSI that 0.128 % of windows exceed, in every column."""
    random = np.random.default_rng(5)
    nature = learned([moves(random, restlessness, 10) for _ in range(30)]).nature()

    laws = [nature.law(f"c{number}", CHANCE) for number in range(30)]
    limits = [law.exceeded_with(0.00128) for law in laws if law]
    assert low <= min(limits)
    assert np.median(limits) <= high


def test_a_restless_column_among_steady_ones_is_known() -> None:
    """Columns lend each other what they have in common, and no more."""
    random = np.random.default_rng(6)
    columns = [moves(random, 0.05 if number == 0 else 0.0, 12) for number in range(20)]
    nature = learned(columns).nature()

    restless, steady = (nature.law(name, CHANCE) for name in ("c0", "c1"))
    assert restless is not None
    assert steady is not None
    assert restless.exceeded_with(0.001) > 0.2
    assert steady.exceeded_with(0.001) < 0.03


def test_one_odd_window_hardly_counts() -> None:
    """A holiday in a reference doesn't make a monitor deaf."""
    random = np.random.default_rng(7)
    columns = [moves(random, 0.0, 20) for _ in range(5)]
    columns[0][3] = Move(2.0, CHANCE)

    law = learned(columns).nature().law("c0", CHANCE)

    assert law is not None
    assert law.exceeded_with(0.001) < 0.05


def test_five_windows_teach_nothing() -> None:
    """Six do."""
    random = np.random.default_rng(8)
    few, enough = (learned([moves(random, 0.0, windows)]).nature() for windows in (5, 6))

    assert few.law("c0", CHANCE) is None
    assert enough.law("c0", CHANCE) is not None


def test_other_sizes_have_their_own_chance() -> None:
    """Windows of 500 rows teach what is natural for windows of 10,000."""
    random = np.random.default_rng(9)
    small, large = PsiLaw(1 / 500 + 1 / 20_000, 9.0), PsiLaw(1 / 10_000 + 1 / 20_000, 9.0)
    nature = learned([moves(random, 0.0, 40, small) for _ in range(20)]).nature()

    law = nature.law("c0", large)

    assert law is not None
    assert law.exceeded_with(0.001) < small.exceeded_with(0.001)


@pytest.mark.parametrize("restlessness", [0.5, 5.0])
def test_a_season_of_any_size_is_learned(restlessness: float) -> None:
    """Temperatures of ten days beside those of a year have a PSI of several."""
    random = np.random.default_rng(10)
    windows = moves(random, restlessness, 30)
    law = learned([windows]).nature().law("c0", CHANCE)

    assert law is not None
    assert law.p_value(restlessness) > 0.1
    assert law.p_value(60 * restlessness) < 0.001


@pytest.mark.parametrize("windows", [6, 20, 60])
def test_independent_rows_count_each(windows: int) -> None:
    """Chance alone is taken for more once in a hundred columns, and one odd window is no habit."""
    random = np.random.default_rng(11)
    columns = [moves(random, 0.0, windows) for _ in range(200)]
    counted = [rows_together(column) for column in columns]
    odd = [Move(3.0, CHANCE), *moves(random, 0.0, windows)]

    assert sum(each > 1.0 for each in counted) <= 6
    assert max(counted) < 2.5
    assert rows_together(odd) < 1.5


def test_rows_that_are_alike_in_a_window_count_together() -> None:
    """Twenty-five rows of one value each: PSI is that of a 25th of the rows."""
    random = np.random.default_rng(12)
    psi = 25 * CHANCE.scale * random.chisquare(CHANCE.freedom, 40)

    found = rows_together([Move(float(each), CHANCE) for each in psi])

    assert found == pytest.approx(25, rel=0.15)
    assert rows_together([Move(1.0, CHANCE)] * 5) == 1.0
    assert rows_together([Move(1.0, CHANCE)] * 6) > 100


def test_moves_are_stored_to_five_digits() -> None:
    """And read again."""
    kept = {"age": Move(0.0123456789, PsiLaw(0.001, 9.0))}

    assert from_stored(as_stored(kept)) == {"age": Move(0.012346, PsiLaw(0.001, 9.0))}

"""Rows far out, of which ten bins show nothing."""

import numpy as np
import pytest

from monitors.profile.engine import Column, Kind, RowCounts
from monitors.profile.pair import ColumnPair
from monitors.quality.tails import Tail, outer_tail, range_tail

RANDOM = np.random.default_rng(3)
BEFORE = np.exp(RANDOM.normal(3, 0.5, 5_000))
NOW = np.exp(RANDOM.normal(3, 0.5, 2_000))


def out_of_range(now: np.ndarray) -> Tail | None:
    """Look beyond the range of BEFORE."""
    low, high = float(BEFORE.min()), float(BEFORE.max())
    counts = RowCounts(len(BEFORE), len(now))
    beyond = int(((now < low) | (now > high)).sum())
    column = Column("amount", Kind.NUMERIC)
    pair = ColumnPair(column, counts, counts, out_of_range=beyond, range=(low, high))
    return range_tail(pair, BEFORE, now)


def test_names_side_value_and_factor() -> None:
    """Amounts in thousandths are told with their side, their highest value and the factor."""
    now = NOW.copy()
    now[:60] = 20_000.0

    found = out_of_range(now)

    assert found is not None
    assert found.p_value < 1e-12
    assert found.sentence == (
        f"amount: 3.0% of rows are above the known range, which ends at {BEFORE.max():.4g} "
        "(highest now 2e+04, typically 990 times the usual)"
    )


def test_a_value_below_has_no_factor() -> None:
    """A code such as -1 is told with its value alone."""
    now = NOW.copy()
    now[:100] = -1.0

    found = out_of_range(now)

    assert found is not None
    assert (found.side, found.farthest, found.factor) == ("below", -1.0, None)


def test_nothing_out_of_range_is_nothing_to_tell() -> None:
    """Values within the known range have no tail."""
    assert out_of_range(np.full(500, float(np.median(BEFORE)))) is None


def test_ten_times_as_far_shows_in_the_outer_bins() -> None:
    """Three rows in a hundred that lie far out are surprising, though all are in range."""
    now = NOW.copy()
    now[:60] = np.quantile(BEFORE, 0.9985)

    found = outer_tail("amount", BEFORE, now)

    assert found is not None
    assert found.p_value < 1e-6
    assert found.share >= found.notice_from


@pytest.mark.parametrize("seed", range(5))
def test_a_reference_that_is_off_is_not_noticed_each_week(seed: int) -> None:
    """Windows like a reference are never surprising, however its own marks fell."""
    random = np.random.default_rng(seed)
    before = random.normal(size=1_000)
    tails = [outer_tail("x", before, random.normal(size=2_000)) for _ in range(50)]

    assert min((tail.p_value for tail in tails if tail), default=1.0) > 1e-3

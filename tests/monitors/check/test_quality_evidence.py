"""From when it matters that values are missing."""

import numpy as np
import pytest

from monitors.check.check import check
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from tests.monitors.conftest import Data, OpenTables

ROWS = 10_000


def share_missing(share: float) -> Data:
    """One column, a share of which is missing; the rest is the same in both tables."""
    order = np.random.default_rng(6).permutation(ROWS)
    values = np.random.default_rng(7).normal(size=ROWS)
    return {"x": [None if place < share * ROWS else float(values[place]) for place in order]}


@pytest.mark.parametrize(
    ("more", "notices", "problems"),
    [(0.005, 0, 0), (0.03, 1, 0), (0.08, 0, 1)],
)
def test_what_counts_is_how_many_more_are_missing(
    open_tables: OpenTables, more: float, notices: int, problems: int
) -> None:
    """3 of 100 more are shown, though 4 in 10 were missing before; 8 of 100 call somebody."""
    tables = open_tables(share_missing(0.4), share_missing(0.4 + more))

    (column,) = check(tables, Roles(), Limits()).columns

    assert (len(column.notices), len(column.problems)) == (notices, problems)

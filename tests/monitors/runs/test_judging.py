"""Pass marks of every category that a window's own data can answer."""

from dataclasses import replace

import numpy as np
import pytest

from assessments.use_cases.pass_marks import PassMark, PassMarkVerdict
from monitors.runs.measurement import measure_window
from monitors.tables import Monitor
from tests.monitors.conftest import Data, OpenTables

ROWS = 1_000
MARK = PassMark("accuracy", ">=", 0.8, min_samples=100)


def cases(share_right: dict[str, float], rows: int = ROWS) -> Data:
    """Half north, half south, whose answers are right to a share of each."""
    half = np.arange(rows) < rows // 2
    within = np.arange(rows) % (rows // 2) / (rows // 2)
    right = within < np.where(half, share_right["north"], share_right["south"])
    truth = np.arange(rows) % 2
    age = np.random.default_rng(3).normal(size=rows)
    return {
        "id": np.arange(rows).astype(float),
        "day": [1.0] * rows,
        "age": [None if row % 10 == 0 else float(value) for row, value in enumerate(age)],
        "area": np.where(half, "north", "south"),
        "truth": truth,
        "said": np.where(right, truth, 1 - truth),
    }


MARKS = {
    "of all": (MARK, 0.8, PassMarkVerdict.NOT_PROVEN),
    "of one value": (replace(MARK, segment="area=north"), 0.98, PassMarkVerdict.HOLDS),
    "of another": (replace(MARK, segment="area=south"), 0.62, PassMarkVerdict.BROKEN),
    "of each": (replace(MARK, segment="each:area"), 0.62, PassMarkVerdict.BROKEN),
    "of a column that isn't there": (
        replace(MARK, segment="each:sex"), None, PassMarkVerdict.NOT_MEASURED,
    ),
    "gap": (
        PassMark("recall_gap", "<=", 0.1, segment="across:area", category="fairness"),
        0.36,
        PassMarkVerdict.BROKEN,
    ),
    "ratio": (
        PassMark("selection_rate_ratio", ">=", 0.8, unit="ratio", segment="across:area"),
        1.0,
        PassMarkVerdict.HOLDS,
    ),
    "missing": (PassMark("missing_share", "<=", 0.05), 0.1, PassMarkVerdict.BROKEN),
    "distance": (PassMark("ks_statistic", "<=", 0.3), 0.02, PassMarkVerdict.HOLDS),
}  # fmt: skip


@pytest.mark.parametrize(("mark", "value", "verdict"), MARKS.values(), ids=MARKS)
def test_each_row_is_judged_over_its_own_cases(
    monitor: Monitor,
    open_tables: OpenTables,
    mark: PassMark,
    value: float | None,
    verdict: PassMarkVerdict,
) -> None:
    """98 % are right in the north, 62 % in the south; 80 % of all."""
    reference = cases({"north": 0.9, "south": 0.9}, 4_000)
    tables = open_tables(reference, cases({"north": 0.98, "south": 0.62}))

    (judged,) = measure_window(monitor, tables, [mark]).judgements

    assert judged.value == (None if value is None else pytest.approx(value, abs=0.006))
    assert judged.verdict is verdict


@pytest.mark.parametrize("shares", [(0.9, 0.5, 0.7), (0.7, 0.9, 0.5), (0.5, 0.7, 0.9)])
def test_the_groups_that_lie_farthest_apart_are_compared(
    monitor: Monitor, open_tables: OpenTables, shares: tuple[float, float, float]
) -> None:
    """Whichever come first, and whatever lies between them."""
    rows, areas = 3_000, ("north", "south", "west")
    part, within = np.arange(rows) // 1_000, np.arange(rows) % 1_000 / 1_000
    truth = np.arange(rows) % 2
    right = within < np.array(shares)[part]
    data: Data = {
        **cases({"north": 0.9, "south": 0.9}, rows),
        "area": np.array(areas)[part],
        "truth": truth,
        "said": np.where(right, truth, 1 - truth),
    }
    mark = PassMark("recall_gap", "<=", 0.1, min_samples=100, segment="across:area")

    (judged,) = measure_window(monitor, open_tables(data, data), [mark]).judgements

    assert judged.value == pytest.approx(0.4, abs=0.01)
    assert judged.low is not None
    assert judged.high is not None
    assert 0.3 < judged.low < 0.4 < judged.high < 0.5


def test_what_others_send_is_left_to_them(monitor: Monitor, open_tables: OpenTables) -> None:
    """A window knows nothing of latency."""
    data = cases({"north": 0.9, "south": 0.9})

    found = measure_window(monitor, open_tables(data, data), [PassMark("latency_p95", "<=", 200)])

    assert list(found.judgements) == []

"""History cut into windows: by rows or time, in UTC, with the rows' own counts."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from monitors.check.roles import Roles
from monitors.errors import MeasurementError
from monitors.replay.cut import Cut, read_every
from monitors.replay.replay import Plan, replay
from monitors.replay.windows import Levels, column_grids, count_windows
from tests.monitors.conftest import Data, OpenTables
from tests.monitors.replay.test_replay import ROWS, history

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)


def timed(days: int, rows: int, start: datetime = MONDAY) -> Data:
    """Some rows a day, at whole minutes."""
    data = dict(history([0.0] * days, rows))
    data["at"] = [
        start + timedelta(days=day, minutes=minute)
        for day in range(days)
        for minute in range(rows)
    ]
    return data


@pytest.mark.parametrize(
    ("every", "windows", "first"),
    [
        pytest.param("1d", 14, MONDAY, id="days"),
        pytest.param("1w", 2, MONDAY, id="weeks begin on Mondays"),
        pytest.param("2w", 1, MONDAY, id="two weeks"),
        pytest.param("2h", 14, MONDAY, id="hours without rows are no windows"),
    ],
)
def test_windows_of_time(
    open_tables: OpenTables, every: str, windows: int, first: datetime
) -> None:
    """Two weeks of rows in the first two hours of each day."""
    tables = open_tables(history([0.0], 3_000), timed(14, 100))
    plan = Plan(Cut(timestamp="at", every=read_every(every)), 13)

    result = replay(tables, Roles(timestamp="at"), plan)

    assert len(result.windows) == windows
    assert result.windows[0].start == first
    assert sum(window.rows for window in result.windows) == 1_400


def test_a_day_is_a_day_when_the_clocks_change(open_tables: OpenTables) -> None:
    """Windows are cut in UTC: the last Sunday of October has as many rows as any day."""
    start = datetime(2026, 10, 24, tzinfo=UTC)
    tables = open_tables(history([0.0], 3_000), timed(3, 200, start))

    result = replay(tables, Roles(), Plan(Cut(timestamp="at", every=timedelta(days=1)), 91))

    assert [window.rows for window in result.windows] == [200, 200, 200]
    assert [window.start for window in result.windows] == [
        start + timedelta(days=day) for day in range(3)
    ]


@pytest.mark.parametrize("kind", ["text", "1", "1e3", "1e6", "1e9"])
def test_times_may_be_text_or_an_epoch(open_tables: OpenTables, kind: str) -> None:
    """CSV files hold either; an epoch is of seconds, or of thousandths and less."""
    data = dict(timed(4, 200))
    moments = [moment for moment in data["at"] if isinstance(moment, datetime)]
    data["at"] = (
        [f"{moment:%Y-%m-%d %H:%M:%S}" for moment in moments]
        if kind == "text"
        else [int(moment.timestamp() * float(kind)) for moment in moments]
    )
    tables = open_tables(history([0.0], 3_000), data)

    result = replay(tables, Roles(), Plan(Cut(timestamp="at", every=timedelta(days=1)), 91))

    assert result.windows[0].start == MONDAY
    assert len(result.windows) == 4


@pytest.mark.parametrize(
    ("cut", "sentence"),
    [
        pytest.param(
            Cut(timestamp="no", every=timedelta(days=1)), "no time column no", id="column"
        ),
        pytest.param(Cut(timestamp="empty", every=timedelta(days=1)), "no time", id="empty"),
        pytest.param(Cut(timestamp="place", every=timedelta(days=1)), "no time", id="no times"),
        pytest.param(Cut(timestamp="age", every=timedelta(seconds=0.0001)), "longer", id="many"),
        pytest.param(Cut(timestamp="vast", every=timedelta(days=1)), "too large to be", id="vast"),
        pytest.param(Cut(timestamp="far", every=timedelta(days=1)), "after 9000", id="far off"),
        pytest.param(Cut(rows=10_000), "doesn't fill a single window", id="too large"),
    ],
)
def test_a_cut_that_can_not_be_made_is_said(
    open_tables: OpenTables, cut: Cut, sentence: str
) -> None:
    """One sentence, no traceback."""
    current = {
        **history([0.0, 5.0]),
        "empty": [float("nan")] * 1_000,
        "vast": [1e30] * 1_000,
        "far": [datetime(9999, 12, 31, tzinfo=UTC)] * 1_000,
    }

    with pytest.raises(MeasurementError, match=sentence):
        replay(open_tables(history([0.0], 2_000), current), Roles(), Plan(cut, 13))


def test_counts_per_window_are_the_rows_own(open_tables: OpenTables) -> None:
    """Grouped counts against NumPy on the rows."""
    tables = open_tables(history([0.0], 3_000), history([0.0, 1.0, -1.0]))
    sticks, levels = column_grids(tables, "reference", tables.columns("reference")), Levels()
    ages = [row[0] for row in tables.query("SELECT age FROM current")]

    windows = count_windows(tables, "current", Cut(rows=ROWS), sticks, levels)

    edges = [-np.inf, *sticks[0].edges, np.inf]
    for number, window in enumerate(windows):
        own = np.array(ages[number * ROWS : (number + 1) * ROWS])
        expected = [int(((own > low) & (own <= high)).sum()) for low, high in pairwise(edges)]
        assert window.columns["age"].bins.tolist() == expected
        assert window.columns["place"].bins.sum() == ROWS


def test_each_columns_counts_are_its_own(open_tables: OpenTables) -> None:
    """Of columns with other numbers of bins, window by window, as NumPy counts them."""
    random = np.random.default_rng(8)
    rows, size = 3_000, 1_000
    table = {
        "few": random.integers(0, 3, rows).astype(float),
        "many": random.normal(size=rows),
        "some": random.integers(0, 6, rows).astype(float),
    }
    tables = open_tables(table, table)
    sticks = column_grids(tables, "reference", tables.columns("reference"))

    windows = count_windows(tables, "current", Cut(rows=size), sticks, Levels())

    assert len({len(stick.edges) for stick in sticks}) == 3
    for place, window in enumerate(windows):
        for stick in sticks:
            own = table[stick.column.name][place * size : (place + 1) * size]
            expected = np.bincount(
                np.searchsorted(stick.edges, own), minlength=len(stick.edges) + 1
            )
            counted = window.columns[stick.column.name]
            assert counted.present == size
            assert counted.bins.tolist() == expected.tolist()

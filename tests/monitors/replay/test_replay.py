"""A replay: windows cut right, judged as a run would, alerts counted as they would be opened."""

from collections.abc import Sequence
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.check.check import check
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.limits import Agreed, Limits
from monitors.check.reference_window import ReferenceWindow, read_reference_window
from monitors.check.roles import Roles
from monitors.errors import MeasurementError
from monitors.replay.cut import Cut, read_every
from monitors.replay.past import past_of_reference
from monitors.replay.replay import Plan, Replay, replay
from monitors.replay.report import replay_as_json, replay_sentence
from tests.monitors.conftest import Data, OpenTables

ROWS = 500
RANDOM = np.random.default_rng(21)


@pytest.fixture(autouse=True)
def _same_draws_in_any_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin each test's draws anew, whichever tests ran before."""
    monkeypatch.setattr("tests.monitors.replay.test_replay.RANDOM", np.random.default_rng(21))


def history(shifts: Sequence[float], rows: int = ROWS) -> Data:
    """Windows one after another, each with its shift of `age`; a column `place` stays."""
    age = np.concatenate([RANDOM.normal(shift, 1.0, rows) for shift in shifts])
    return {"age": age, "place": RANDOM.choice(["north", "south", "west"], len(age))}


def replayed(open_tables: OpenTables, shifts: Sequence[float], plan: Plan | None = None) -> Replay:
    """Replay windows beside a reference of 6,000 rows that holds still."""
    tables = open_tables(history([0.0], 6_000), history(shifts))
    return replay(tables, Roles(), plan or Plan(Cut(rows=ROWS), runs_per_quarter=13))


def verdicts(result: Replay) -> list[CheckVerdict]:
    """What was said of each window."""
    return [window.verdict for window in result.windows]


def test_quiet_history_wakes_nobody(open_tables: OpenTables) -> None:
    """Twenty windows as the reference; a notice now and then calls nobody."""
    result = replayed(open_tables, [0.0] * 20)

    assert CheckVerdict.ALERT not in verdicts(result)
    assert verdicts(result).count(CheckVerdict.WARNING) <= 5
    assert result.alarms == []
    assert 0.0 < result.false_alarms_per_quarter <= 1.0


def test_one_cause_is_one_alarm_until_two_windows_are_quiet(open_tables: OpenTables) -> None:
    """One quiet window between two loud ones is the same cause; two begin a new one."""
    loud, quiet = 2.0, 0.0

    shifts = [quiet, loud, quiet, loud, quiet, quiet, quiet, quiet, quiet, quiet, loud]
    result = replayed(open_tables, shifts)

    assert [alarm.window for alarm in result.alarms] == [1, 10]
    assert result.alarms[0].last_window >= 3
    assert result.alarms[0].columns == ["age"]


AGREED = Limits(agreed=Agreed(0.25, 0.1))


def test_what_lasts_is_found_though_no_window_stands_out(open_tables: OpenTables) -> None:
    """PSI about 0.16, below the agreed limit of 0.25, above the 0.1 that may last."""
    rows = 2_000
    tables = open_tables(history([0.0], 12 * rows), history([0.0] * 4 + [0.4] * 6, rows))

    result = replay(tables, Roles(), Plan(Cut(rows=rows), 13, limits=AGREED))

    first = next(window for window in result.windows if window.verdict is CheckVerdict.ALERT)
    age = next(column for column in first.columns if column.column == "age")
    assert not age.is_drift
    assert age.is_creeping
    assert "more than usual in each window since 5: " in age.problems[0]
    assert [alarm.window for alarm in result.alarms] == [first.number]


def test_a_small_lasting_shift_may_go_on_for_ever(open_tables: OpenTables) -> None:
    """0.2 sd is below what matters; forty windows of it wake nobody."""
    plan = Plan(Cut(rows=ROWS), 13, limits=AGREED)

    assert replayed(open_tables, [0.2] * 40, plan).alarms == []


def test_a_window_is_judged_as_a_run_would(open_tables: OpenTables) -> None:
    """The same effect and the same limit as a check of that window alone."""
    reference, window = history([0.0], 4_000), history([0.7])

    tables = open_tables(reference, window)
    learned = Limits(error_rate=0.5 / 13).after(past_of_reference(tables, Roles(), ROWS))
    alone = check(tables, Roles(), learned)
    result = replay(tables, Roles(), Plan(Cut(rows=ROWS), 13))

    again = result.windows[0].columns
    assert [column.effect for column in again] == pytest.approx(
        [column.effect for column in alone.columns]
    )
    assert [column.threshold for column in again] == pytest.approx(
        [column.threshold for column in alone.columns]
    )
    assert [column.is_drift for column in again] == [column.is_drift for column in alone.columns]


def test_a_last_window_that_is_not_whole_is_left_out(open_tables: OpenTables) -> None:
    """Half a window of rows waits for the rest, as in a run."""
    tables = open_tables(history([0.0], 6_000), history([0.0] * 5, 250))

    result = replay(tables, Roles(), Plan(Cut(rows=ROWS), 13))

    assert [(window.start, window.end) for window in result.windows] == [(0, 500), (500, 1000)]


def test_missing_values_and_new_levels_are_seen(open_tables: OpenTables) -> None:
    """A third goes missing in one window, a new level comes in another."""
    current = {name: list(column) for name, column in history([0.0] * 3).items()}
    current["age"][500:700] = [None] * 200
    current["place"][1_000:1_100] = ["east"] * 100

    result = replay(open_tables(history([0.0], 6_000), current), Roles(), Plan(Cut(rows=ROWS), 13))

    found = [[p for c in window.columns for p in c.problems] for window in result.windows]
    assert found == [
        [],
        ["missing in 40% of rows (before: 0%)"],
        ["the new value east in 20% of rows"],
    ]


def test_a_column_that_holds_one_value_alone_is_seen(open_tables: OpenTables) -> None:
    """Numbers and levels, in the second window of two."""
    usual = history([0.0], 6_000)
    now = {name: np.array(column) for name, column in history([0.0, 0.0]).items()}
    now["age"][ROWS:], now["place"][ROWS:] = 0.25, "west"

    result = replay(open_tables(usual, now), Roles(), Plan(Cut(rows=ROWS), runs_per_quarter=13))

    assert verdicts(result) == [CheckVerdict.OK, CheckVerdict.ALERT]
    problems = [column.problems for column in result.windows[1].columns]
    assert problems == [
        [f"is {value} in all 500 rows, but varied before"] for value in ("0.25", "west")
    ]


def test_ids_and_dates_are_not_counted(open_tables: OpenTables) -> None:
    """An id drifts by its nature; nothing else in the table is no replay."""
    reference: Data = {"id": list(range(2_000)), "name": [f"n{i}" for i in range(2_000)]}
    current: Data = {"id": list(range(5_000, 7_000)), "name": [f"m{i}" for i in range(2_000)]}

    result = replay(open_tables(reference, current), Roles(), Plan(Cut(rows=ROWS), 13))

    assert result.alarms == []
    with pytest.raises(MeasurementError, match="No column is left"):
        replay(
            open_tables(reference, current),
            Roles(ignore=["id", "name"]),
            Plan(Cut(rows=ROWS), 13),
        )


@pytest.mark.parametrize(
    ("wanted", "loud"),
    [
        pytest.param("fixed", [2, 3, 6, 7, 10, 11], id="fixed: every winter"),
        pytest.param("previous 2", list(range(2, 12)), id="previous: unlike the two before"),
        pytest.param("season 4", [2, 3], id="season: winter is as last winter"),
    ],
)
def test_season(open_tables: OpenTables, wanted: str, loud: list[int]) -> None:
    """Two windows of summer, two of winter, three years long; the reference is a summer."""
    shifts = [0.0, 0.0, 2.0, 2.0] * 3
    plan = Plan(Cut(rows=ROWS), 13, reference_window=read_reference_window(wanted))

    result = replayed(open_tables, shifts, plan)

    assert [
        window.number for window in result.windows if window.verdict is CheckVerdict.ALERT
    ] == loud


def test_a_reference_with_both_seasons_knows_them(open_tables: OpenTables) -> None:
    """Its own windows move as much: a limit is never below that."""
    shifts = [0.0, 2.0] * 6
    tables = open_tables(history(shifts), history(shifts))

    assert replay(tables, Roles(), Plan(Cut(rows=ROWS), 13)).alarms == []


@pytest.mark.parametrize(
    ("wanted", "number", "beside"),
    [
        (ReferenceWindow(), 9, []),
        (ReferenceWindow(previous=3), 2, []),
        (ReferenceWindow(previous=3), 5, [2, 3, 4]),
        (ReferenceWindow(season=4), 5, [1]),
        (ReferenceWindow(season=4), 3, []),
    ],
)
def test_what_a_window_is_compared_with(
    wanted: ReferenceWindow, number: int, beside: list[int]
) -> None:
    """Never with itself or a later one; with the fixed reference while history is short."""
    assert list(wanted.windows_beside(number)) == beside


@given(st.text(max_size=20))
def test_no_text_breaks_the_readers(text: str) -> None:
    """Whatever is typed is read, or refused in a sentence."""
    for read in (read_every, read_reference_window):
        with suppress(MeasurementError):
            assert read(text) is not None


def test_the_contract(open_tables: OpenTables) -> None:
    """`monitor replay --json`: windows, alarms, what chance gives."""
    document = replay_as_json(replayed(open_tables, [0.0, 2.0]))

    expected = "false_alarms_per_quarter_expected"
    assert set(document) == {"windows", "alarms", "notices", expected}
    assert document["alarms"] == 1
    assert [window["verdict"] for window in document["windows"]] == ["ok", "alert"]
    assert set(document["windows"][0]) == {
        "start", "end", "rows", "verdict", "columns", "notices", "questions",
    }  # fmt: skip
    assert set(document["windows"][1]["columns"][0]) == {
        "column",
        "effect",
        "threshold",
        "is_drift",
    }
    assert document["windows"][1]["columns"][0]["is_drift"] is True


@pytest.mark.parametrize(
    ("shifts", "sentence"),
    [
        pytest.param([0.0], "Over the last window you would have had no alerts.", id="0"),
        pytest.param(
            [0.0, 3.0, 3.0],
            "Over the last 3 windows you would have had one alert: rows 501 to 1,000 (age).",
            id="1",
        ),
    ],
)
def test_the_sentence(open_tables: OpenTables, shifts: list[float], sentence: str) -> None:
    """For a person: how often, and where."""
    assert replay_sentence(replayed(open_tables, shifts)) == sentence


def test_too_few_windows_to_learn_from_are_said(open_tables: OpenTables) -> None:
    """Until six are known, limits are cautious."""
    tables = open_tables(history([0.0], 2_000), history([0.0, 0.0]))

    said = replay_sentence(replay(tables, Roles(), Plan(Cut(rows=ROWS), 13)))

    assert said.endswith(
        " The reference has 4 windows of this size, too few to learn from: limits are cautious "
        "until 6 quiet windows are known."
    )


def test_windows_that_are_too_small_are_not_called_quiet(open_tables: OpenTables) -> None:
    """A hundred rows are judged by nobody, which is said."""
    result = replayed(open_tables, [0.0, 3.0], Plan(Cut(rows=100), runs_per_quarter=13))

    assert result.alarms == []
    assert "have fewer than 200 rows, too few to judge" in replay_sentence(result)

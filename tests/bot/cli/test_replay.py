"""`lamplighter monitor replay`, on the census data and on wrong options."""

import json

import pytest

from tests.bot.cli.conftest import CENSUS, Run

FILES = ("--reference", CENSUS / "reference.parquet", "--current", CENSUS / "current.parquet")
LEFT_OUT = ("--target", "employed", "--ignore", "id", "--ignore", "year")
QUIET_2016, FIRST_2017 = 23, 24


def test_2016_is_quiet_and_2017_begins_one_alarm_about_relp(run: Run) -> None:
    """3,000 rows a window: 23 windows of 2016, then the file lacks people in dormitories."""
    finished = run("monitor", "replay", *FILES, *LEFT_OUT, "--rows", 3_000, "--json")

    document = json.loads(finished.out)
    windows = document["windows"]
    drifted = [column["column"] for column in windows[FIRST_2017]["columns"] if column["is_drift"]]
    assert finished.status == 0
    assert {window["verdict"] for window in windows[:QUIET_2016]} == {"ok"}
    assert drifted == ["RELP"]
    assert document["alarms"] == 1
    assert document["false_alarms_per_quarter_expected"] <= 1.0


def test_people_read_how_often_they_would_have_been_woken(run: Run) -> None:
    """Without sizes a window has as many rows as a monitor's."""
    finished = run("monitor", "replay", *FILES, *LEFT_OUT)

    assert finished.out.startswith(
        "Over the last 69 windows you would have been woken once: rows 69,001 to 72,000 (RELP).\n"
        "- rows 69,001 to 72,000, until rows 204,001 to 207,000: RELP\n"
    )
    assert "chance alone would open at most 0.5" in finished.out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        pytest.param(("--every", "1d"), "--every goes with --timestamp", id="no column"),
        pytest.param(("--timestamp", "year", "--every", "1y"), "is no cadence", id="no cadence"),
        pytest.param(("--timestamp", "no", "--every", "1d"), "no column no", id="unknown"),
        pytest.param(("--reference-window", "next"), "no reference window", id="window"),
        pytest.param(("--rows", "0"), "greater than or equal to 1", id="no rows"),
    ],
)
def test_wrong_options_are_one_sentence(run: Run, options: tuple[str, ...], sentence: str) -> None:
    """Exit 2, and what to do."""
    finished = run("monitor", "replay", *FILES, *LEFT_OUT, *options)

    assert finished.status == 2
    assert sentence in finished.err


def test_seconds_make_windows_of_time(run: Run) -> None:
    """A whole number is taken as seconds since 1970: three years are one short day."""
    finished = run("monitor", "replay", *FILES, *LEFT_OUT, "--timestamp", "year", "--json")

    assert [window["start"] for window in json.loads(finished.out)["windows"]] == [
        "1970-01-01T00:00:00+00:00"
    ]

"""`lamplighter monitor replay`, on the census data and on wrong options."""

import json
from pathlib import Path

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
        "Over the last 69 windows you would have had one alert: rows 69,001 to 72,000 (RELP).\n"
        "- rows 69,001 to 72,000, until rows 204,001 to 207,000: RELP\n"
    )
    assert "expect at most 0.5" in finished.out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        pytest.param(("--every", "1d"), "--every needs --timestamp", id="no column"),
        pytest.param(
            ("--timestamp", "year", "--every", "1y"), "isn't a length of time", id="no cadence"
        ),
        pytest.param(("--timestamp", "no", "--every", "1d"), "no time column no", id="unknown"),
        pytest.param(("--reference-window", "next"), "isn't a reference window", id="window"),
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


@pytest.mark.parametrize("empty", ["reference", "current"])
def test_an_empty_table_is_named(run: Run, tmp_path: Path, empty: str) -> None:
    """One sentence, whatever types an empty table has."""
    (tmp_path / "empty.csv").write_text("a\n", encoding="utf-8")
    (tmp_path / "full.csv").write_text("a\n1\n2\n", encoding="utf-8")
    other = {"reference": "current", "current": "reference"}[empty]
    files = f"--{empty}", tmp_path / "empty.csv", f"--{other}", tmp_path / "full.csv"

    finished = run("monitor", "replay", *files)

    assert finished.status == 2
    assert f"The {empty} data has no rows, so there is nothing to compare." in finished.err


def test_a_column_whose_type_changed_is_said(run: Run, tmp_path: Path) -> None:
    """It is not replayed, and that is no silence."""
    numbers = [f"{number % 9},{number % 7}" for number in range(600)]
    for name, last in (("before", "1,2"), ("now", "oops,2")):
        text = "\n".join(["a,b", *numbers, *[last] * 60, ""])
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    files = "--reference", tmp_path / "before.csv", "--current", tmp_path / "now.csv"

    finished = run("monitor", "replay", *files, "--rows", 200)

    assert finished.status == 0
    assert finished.err == (
        "a was numbers, is now text (60 of 660 values aren't numbers, for example 'oops'), "
        "so it isn't replayed.\n"
    )

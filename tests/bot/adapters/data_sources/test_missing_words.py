"""Words and numbers that stand for a missing value, in columns of numbers and of text."""

from pathlib import Path

import pytest

from monitors.check.column_verdicts import CheckVerdict
from tests.bot.adapters.data_sources.test_evidence import ROWS, compared, csv_of, parquet_of

MISSING = ["NA", "?", "-", "n/a", "null", "None", "#N/A", "nan", "NULL", ".", "<NA>", "missing"]


@pytest.mark.parametrize("word", MISSING)
def test_words_for_missing_are_counted_and_named(tmp_path: Path, word: str) -> None:
    """They don't make a column one of text, wherever the first of them is."""
    gaps = [f"{word if place % 20 == 0 else place % 90};a" for place in range(ROWS)]
    full = [f"{place % 90};a" for place in range(ROWS)]
    gappy, whole = csv_of(tmp_path / "a.csv", gaps, "x;y"), csv_of(tmp_path / "b.csv", full, "x;y")

    alone, beside = compared(gappy, gappy), compared(gappy, whole)

    column = alone.columns[0]
    assert (column.kind, column.note) == (
        "numeric",
        f"30 values such as {word!r} count as missing",
    )
    assert (alone.rows_current, alone.verdict) == (ROWS, CheckVerdict.OK)
    assert beside.verdict is CheckVerdict.OK


def test_a_number_that_stands_for_missing_may_be_named(tmp_path: Path) -> None:
    """In CSV as in parquet."""
    lines = [f"0;{-999 if place % 9 == 0 else place % 50}" for place in range(ROWS)]
    csv = csv_of(tmp_path / "a.csv", lines)
    select = "0 AS k, CASE WHEN range % 9 = 0 THEN -999.0 ELSE range % 50 END AS x"
    parquet = parquet_of(tmp_path / "a.parquet", select)

    result = compared(csv, parquet, missing=("-999",))

    quality = result.columns[1].quality
    assert result.verdict is CheckVerdict.OK
    assert quality is not None
    assert quality.missing_share_current == quality.missing_share_reference > 0.1


@pytest.mark.parametrize("turn", [list, reversed])
def test_a_word_in_a_text_is_missing_where_the_other_table_has_gaps(
    tmp_path: Path, turn: type[list[Path]]
) -> None:
    """Where both have the word, it is a value: NA may be Namibia."""
    towns = [f"0;{'NA' if place % 5 == 0 else 'abc'[place % 3]}" for place in range(ROWS)]
    gaps = [town.replace("NA", "") for town in towns]
    worded, gappy = csv_of(tmp_path / "a.csv", towns), csv_of(tmp_path / "b.csv", gaps)

    beside, alone = compared(*turn([worded, gappy])), compared(worded, worded)

    assert beside.verdict is CheckVerdict.OK
    pair = alone.columns[1].pair
    assert pair is not None
    assert "NA" in pair.labels


def test_other_words_for_missing_meet(tmp_path: Path) -> None:
    """A dash in one table and #N/A in the other are gaps in both."""
    towns = [f"0;{'-' if place % 5 == 0 else 'abc'[place % 3]}" for place in range(ROWS)]
    others = [town.replace("-", "#N/A") for town in towns]

    result = compared(csv_of(tmp_path / "a.csv", towns), csv_of(tmp_path / "b.csv", others))

    quality = result.columns[1].quality
    assert result.verdict is CheckVerdict.OK
    assert quality is not None
    assert quality.missing_share_current == quality.missing_share_reference == 0.2

"""Months and times of day meet days and other times of day, and names meet however composed."""

import unicodedata
from pathlib import Path

import duckdb
import pytest

from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Sources
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.limits import Limits
from monitors.check.roles import Roles

ROWS = 300
MONTH = "(DATE '2024-01-01' + to_months((range % 18)::INT))"
CLOCK = "(TIME '00:00:00' + to_minutes(range * 37 % 96 * 15))"
FORMS = {
    "months beside days": (f"strftime({MONTH}, '%m/%Y')", f"{MONTH}::DATE::TEXT"),
    "quarters beside days": (
        f"year({MONTH}) || 'Q' || quarter({MONTH})",
        f"date_trunc('quarter', {MONTH})::DATE::TEXT",
    ),
    "months beside months, each like numbers": (
        f"strftime({MONTH}, '%m.%Y')",
        f"strftime({MONTH}, '%Y%m')",
    ),
    "months beside months as numbers": (
        f"strftime({MONTH}, '%Y-%m')",
        f"strftime({MONTH}, '%Y%m')",
    ),
    "12 hours beside 24": (
        f"strftime(DATE '2026-01-01' + {CLOCK}, '%-I:%M%p')",
        f"strftime(DATE '2026-01-01' + {CLOCK}, '%H:%M:%S')",
    ),
    "moments with 12 hours beside 24": (
        f"strftime(DATE '2026-01-01' + {CLOCK}, '%d/%m/%Y %I:%M %p')",
        f"strftime(DATE '2026-01-01' + {CLOCK}, '%Y-%m-%d %H:%M')",
    ),
}
TYPED = {
    "months beside days": (FORMS["months beside days"][0], f"{MONTH}::DATE"),
    "12 hours beside times of day": (FORMS["12 hours beside 24"][0], CLOCK),
    "times of day beside text": (CLOCK, FORMS["12 hours beside 24"][0], "parquet"),
}

SPAN = "range % 3 || ' days 01:00:' || lpad((range % 60)::TEXT, 2, '0')"
WHOLE_MONTH = f"strftime({MONTH}, '%Y%m')::INTEGER"
COUNTED = {
    "months by points beside whole numbers": (f"strftime({MONTH}, '%m.%Y')", WHOLE_MONTH),
    "months by name beside whole numbers": (f"strftime({MONTH}, '%b %Y')", WHOLE_MONTH),
    "months beside numbers with gaps": (
        f"CASE WHEN range % 9 > 0 THEN strftime({MONTH}, '%m.%Y') END",
        f"CASE WHEN range % 9 > 0 THEN {WHOLE_MONTH}::DOUBLE END",
    ),
    "days beside whole numbers": (
        f"strftime({MONTH}, '%d.%m.%Y')",
        f"strftime({MONTH}, '%Y%m%d')::BIGINT",
    ),
    "days beside seconds since 1970": (f"{MONTH}::DATE::TEXT", f"epoch({MONTH})::BIGINT"),
    "times beside nanoseconds with gaps": (
        f"CASE WHEN range % 9 > 0 THEN {MONTH}::TIMESTAMP::TEXT END",
        f"CASE WHEN range % 9 > 0 THEN epoch_ns({MONTH}::TIMESTAMP)::DOUBLE END",
    ),
    "months beside their first days": (
        f"strftime({MONTH}, '%Y-%m')",
        f"strftime({MONTH}, '%Y%m%d')::INTEGER",
    ),
    "months beside seconds since 1970": (
        f"strftime({MONTH}, '%m/%Y')",
        f"epoch({MONTH})::BIGINT",
    ),
    "quarters beside numbers that count them": (
        f"'Q' || quarter({MONTH}) || ' ' || year({MONTH})",
        f"year({MONTH}) * 100 + quarter({MONTH})",
    ),
    "quarters beside shorter numbers": (
        f"year({MONTH}) || 'Q' || quarter({MONTH})",
        f"year({MONTH}) * 10 + quarter({MONTH})",
    ),
    "months beside single precision": (
        f"strftime({MONTH}, '%m.%Y')",
        f"strftime({MONTH}, '%Y%m')::FLOAT",
    ),
    "quarters beside fractions": (
        f"year({MONTH}) || '-Q' || quarter({MONTH})",
        f"(year({MONTH}) * 10 + quarter({MONTH})) / 10",
    ),
    "weeks beside numbers that count them": (
        f"strftime({MONTH} + to_days((range % 25)::INT), '%G-W%V')",
        f"strftime({MONTH} + to_days((range % 25)::INT), '%G%V')::INTEGER",
    ),
    "weeks of one winter, which might be months": (
        "strftime(DATE '2025-01-06' + (range % 70)::INT, '%G-W%V')",
        "strftime(DATE '2025-01-06' + (range % 70)::INT, '%G%V')::INTEGER",
    ),
    "lengths of time beside their type": (
        f"CASE WHEN range % 9 > 0 THEN {SPAN} END",
        "CASE WHEN range % 9 > 0 THEN to_hours(range % 3 * 24 + 1) + to_seconds(range % 60) END",
    ),
    "lengths of time beside seconds": (
        SPAN,
        "range % 3 * 86400 + 3600 + range % 60",
    ),
    "days beside days that parquet keeps as text": (
        f"strftime({MONTH} + to_days((range % 25)::INT), '%d.%m.%Y')",
        f"strftime({MONTH} + to_days((range % 25)::INT), '%Y%m%d')",
    ),
    "words for yes and no beside 1 and 0": (
        "['nein', 'ja'][1 + range % 3 % 2]",
        "(range % 3 % 2)::INTEGER",
    ),
    "words for yes and no beside 1 and 0 with gaps": (
        "CASE WHEN range % 5 > 0 THEN ['no', 'sí'][1 + range % 3 % 2] END",
        "CASE WHEN range % 5 > 0 THEN (range % 3 % 2)::DOUBLE END",
    ),
}


def table(path: Path, column: str, name: str = "x") -> Path:
    """Write a column and a small number."""
    with duckdb.connect() as connection:
        select = f'SELECT range % 7 AS k, {column} AS "{name}" FROM range({ROWS})'  # noqa: S608 - ours
        connection.execute(f"COPY ({select}) TO '{path}'")
    return path


def compared(reference: Path, current: Path) -> CheckResult:
    """Check two files, with what stays unclear."""
    with DuckDbTables(Sources(reference, current)) as tables:
        return check(tables, Roles(), Limits()).with_notes(tables.notes)


@pytest.mark.parametrize("turn", [list, reversed])
@pytest.mark.parametrize("forms", FORMS.values(), ids=FORMS)
def test_text_meets_text_in_another_form(
    tmp_path: Path, forms: tuple[str, str], turn: type[list[Path]]
) -> None:
    """In two CSV files."""
    paths = [table(tmp_path / f"{at}.csv", form) for at, form in enumerate(forms)]

    result = compared(*turn(paths))

    assert (result.verdict, result.columns[1].effect) == (CheckVerdict.OK, 0.0)


@pytest.mark.parametrize("forms", TYPED.values(), ids=TYPED)
def test_text_meets_a_type(tmp_path: Path, forms: tuple[str, ...]) -> None:
    """Of CSV beside parquet, and of parquet beside parquet."""
    text, typed, kind = (*forms, "csv")[:3]

    result = compared(table(tmp_path / f"a.{kind}", text), table(tmp_path / "b.parquet", typed))

    assert (result.verdict, result.columns[1].effect) == (CheckVerdict.OK, 0.0)


@pytest.mark.parametrize("turn", [list, reversed])
@pytest.mark.parametrize("forms", COUNTED.values(), ids=COUNTED)
def test_what_is_written_meets_what_a_typed_file_counts(
    tmp_path: Path, forms: tuple[str, str], turn: type[list[Path]]
) -> None:
    """Its own file calls it a number or a text; the text beside shows what it is."""
    paths = [table(tmp_path / "a.csv", forms[0]), table(tmp_path / "b.parquet", forms[1])]

    result = compared(*turn(paths))

    assert (result.verdict, result.columns[1].effect) == (CheckVerdict.OK, 0.0)


def test_lengths_of_time_in_two_csv_files_are_found_to_shift(tmp_path: Path) -> None:
    """As pandas writes them."""
    later = SPAN.replace("range % 3", "(range % 3 + 40)")
    before, now = (table(tmp_path / f"{n}.csv", one) for n, one in enumerate((SPAN, later)))

    assert compared(before, before).columns[1].effect == 0.0
    assert compared(before, now).columns[1].is_drift


def test_days_that_parquet_keeps_as_text_are_found_to_shift(tmp_path: Path) -> None:
    """They have too many values to be compared as names."""
    day = "DATE '2024-01-01' + (range % 290)::INT"
    written = table(tmp_path / "a.csv", f"strftime({day} + 3000, '%d.%m.%Y')")
    kept = table(tmp_path / "b.parquet", f"strftime({day}, '%Y%m%d')")

    assert compared(kept, written).columns[1].is_drift


@pytest.mark.parametrize("text", ["'2.5'", "'12.75'", "'low'"])
def test_a_typed_number_stays_one_beside_any_other_text(tmp_path: Path, text: str) -> None:
    """What isn't read as days or months all along is a number, or a change of type."""
    written = table(tmp_path / "a.csv", f"CASE WHEN range % 2 = 0 THEN {text} ELSE '03.2025' END")
    typed = table(tmp_path / "b.parquet", "CASE WHEN range % 2 = 0 THEN 2.5 ELSE 202503 END")

    result = compared(typed, written)

    assert result.verdict is CheckVerdict.ALERT


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_shift_in_the_time_of_day_is_found(tmp_path: Path, kind: str) -> None:
    """It is named by the clock."""
    before = table(tmp_path / f"a.{kind}", CLOCK)
    now = table(tmp_path / f"b.{kind}", "(TIME '18:00:00' + to_minutes(range * 37 % 240))")

    column = compared(before, now).columns[1]

    assert column.is_drift
    assert column.pair is not None
    assert column.pair.labels[0].startswith("up to 02:")


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("turn", [list, reversed])
def test_names_meet_however_their_letters_are_composed(
    tmp_path: Path, kind: str, turn: type[list[Path]]
) -> None:
    """A Mac takes accents apart in files' names, and so do some programs in data."""
    paths = [
        table(tmp_path / f"{form}.{kind}", "range % 9", unicodedata.normalize(form, "größe"))
        for form in ("NFC", "NFD")
    ]

    result = compared(*turn(paths))

    assert (result.verdict, [column.effect for column in result.columns]) == (
        CheckVerdict.OK,
        [0.0, 0.0],
    )

"""How a column of text is read shows in all of its values, in both tables."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import duckdb
import pytest

from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Labels, Sources
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.check.segments import check_segments

ROWS = 600


def csv_of(path: Path, lines: Iterable[str], header: str = "k;x") -> Path:
    """Write a CSV file."""
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path


def parquet_of(path: Path, select: str) -> Path:
    """Write what a query over a range gives."""
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {select} FROM range({ROWS})) TO '{path}'")  # noqa: S608 - ours
    return path


def compared(reference: Path, current: Path, **options: tuple[str, ...]) -> CheckResult:
    """Check two tables, with what stays unclear."""
    with DuckDbTables(Sources(reference, current, missing=options.get("missing", ()))) as tables:
        return check(tables, Roles(), Limits()).with_notes(tables.notes)


def amounts(shift: float = 0.0) -> list[float]:
    """Return amounts with cents."""
    return [number * 7919 % 100_000 / 100 + shift for number in range(ROWS)]


WAYS: dict[str, Callable[[float], str]] = {
    "comma": lambda value: f"{value:.2f}".replace(".", ","),
    "thousands with points": lambda value: f"{value:,.2f}".translate(str.maketrans(",.", ".,")),
    "thousands with commas": lambda value: f"{value:,.2f}",
    "spaces": lambda value: f"{value:,.2f}".replace(",", "\u00a0").replace(".", ","),
    "apostrophes": lambda value: f"{value:,.2f}".replace(",", "\u2019"),
    "currency before": lambda value: f"${value:,.2f}",
    "currency after": lambda value: f"{value:.2f} EUR",
    "accountants": lambda value: f"({value:.2f})",
    "minus behind": lambda value: f"{value:.2f}-",
    "percent": lambda value: f"{value:.2f}%",
    "gaps": lambda value: "n/a" if value < 50 else f"{value:.2f}",
    "spaces around": lambda value: f" {value:.2f} ",
    "exponents": lambda value: f"{value:.6e}",
}


def written(path: Path, values: Sequence[float], way: Callable[[float], str]) -> Path:
    """Write amounts in a way, beside a column of small numbers."""
    return csv_of(path, [f"{place % 7};{way(value)}" for place, value in enumerate(values)])


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_amounts_are_numbers_however_they_are_written(
    tmp_path: Path, way: Callable[[float], str]
) -> None:
    """A shift is an alarm, and equal amounts beside a clean file are none."""
    before = written(tmp_path / "before.csv", amounts(), way)
    shifted = written(tmp_path / "now.csv", amounts(1_500), way)
    sign = -1 if way(5.0).endswith((")", "-")) else 1
    clean = [amount for amount in amounts() if way(amount) != "n/a"]
    plain = written(tmp_path / "clean.csv", [sign * amount for amount in clean], "{:.2f}".format)

    moved, equal = compared(before, shifted), compared(before, plain)

    assert [column.kind for column in moved.columns] == ["numeric", "numeric"]
    assert moved.columns[1].is_drift
    assert equal.verdict is CheckVerdict.OK
    assert equal.columns[1].effect == pytest.approx(0.0)


def dates(form: str, days: range) -> list[str]:
    """Write each month's days from January to March."""
    return [
        "0;" + form.format(d=days[place % len(days)], m=1 + place % 3) for place in range(ROWS)
    ]


AMERICAN, BRITISH, ISO = "{m}/{d}/2026", "{d}/{m}/2026", "2026-{m:02}-{d:02}"


@pytest.mark.parametrize("form", [AMERICAN, BRITISH, AMERICAN + " 10:30", "{d}-{m}-2026"])
@pytest.mark.parametrize("turn", [list, reversed])
def test_one_table_may_show_which_part_of_a_date_is_the_day(
    tmp_path: Path, form: str, turn: type[list[Path]]
) -> None:
    """One row with a day after the 12th is enough for both tables."""
    low = dates(form, range(1, 13))
    open_one = csv_of(tmp_path / "a.csv", low)
    clear = csv_of(tmp_path / "b.csv", [*low, "0;" + form.format(d=31, m=1)])

    result = compared(*turn([open_one, clear]))

    assert result.verdict is CheckVerdict.OK
    assert result.columns[1].kind == "time"
    assert (result.columns[1].effect or 0.0) < 0.05


@pytest.mark.parametrize("form", [AMERICAN, BRITISH])
def test_dates_beside_clear_ones_are_read_as_these(tmp_path: Path, form: str) -> None:
    """The wrong order would spread three months over a year."""
    one = csv_of(tmp_path / "a.csv", dates(form, range(1, 13)))
    other = csv_of(tmp_path / "b.csv", dates(ISO, range(1, 13)))

    result = compared(one, other)

    assert result.verdict is CheckVerdict.OK
    assert result.columns[1].effect == pytest.approx(0.0)


UNCLEAR = {
    "dates": (dates(BRITISH, range(1, 13)), "3/4"),
    "points": ([f"a;{place % 7 + 1}.{place % 900 + 100}" for place in range(ROWS)], "1.234"),
    "commas": ([f"a;{place % 7 + 1},{place % 900 + 100}" for place in range(ROWS)], "1,234"),
}


@pytest.mark.parametrize(("lines", "example"), UNCLEAR.values(), ids=UNCLEAR)
def test_what_stays_unclear_is_never_ok(tmp_path: Path, lines: list[str], example: str) -> None:
    """It is said, with an example."""
    path = csv_of(tmp_path / "a.csv", lines)

    result = compared(path, path)

    assert result.verdict is CheckVerdict.WARNING
    assert [note for note in result.notes if f"It isn't clear whether {example}" in note]


CLEAR = {
    "another column shows it": [
        f"{place % 90},5;{place % 7 + 1}.{place % 900 + 100}" for place in range(ROWS)
    ],
    "large numbers alone have marks": [
        f"a;{f'{place * 37 % 9000:,}'.replace(',', '.')}" for place in range(ROWS)
    ],
}


@pytest.mark.parametrize("lines", CLEAR.values(), ids=CLEAR)
def test_thousands_are_told_from_decimals(tmp_path: Path, lines: list[str]) -> None:
    """By the rest of the file, or by the numbers without marks."""
    path = csv_of(tmp_path / "a.csv", lines)

    with DuckDbTables(Sources(path, path)) as tables:
        ((largest,),) = tables.query("SELECT max(x) FROM current")
        notes = tables.notes

    assert (largest > 1_000, notes) == (True, [])


@pytest.mark.parametrize(("factor", "form"), [(1, "{:.1f}%"), (100, "{:.0f} %")])
def test_percents_meet_shares_and_points(tmp_path: Path, factor: int, form: str) -> None:
    """Beside 0.12 and beside 12, whichever is near."""
    values = [place % 60 + 1 for place in range(ROWS)]
    percents = csv_of(tmp_path / "a.csv", [f"0;{form.format(value)}" for value in values])
    plain = csv_of(tmp_path / "b.csv", [f"0;{value / factor:.2f}" for value in values])

    result = compared(percents, plain)

    assert result.verdict is CheckVerdict.OK
    assert result.columns[1].effect == pytest.approx(0.0)


@pytest.mark.parametrize("words", [("True", "False"), ("t", "f"), ("yes", "no"), ("Y", "N")])
@pytest.mark.parametrize("other", ["range % 3 = 0", "(range % 3 = 0)::INT"])
def test_words_for_yes_and_no_meet_booleans_and_numbers(
    tmp_path: Path, words: tuple[str, str], other: str
) -> None:
    """In CSV and in parquet."""
    lines = [f"0;{words[min(place % 3, 1)]}" for place in range(ROWS)]
    csv = csv_of(tmp_path / "a.csv", lines)
    bits = csv_of(tmp_path / "bits.csv", [f"0;{int(place % 3 == 0)}" for place in range(ROWS)])
    typed = parquet_of(tmp_path / "b.parquet", f"0 AS k, {other} AS x")

    assert compared(csv, bits).verdict is CheckVerdict.OK
    if "INT" not in other:
        assert compared(csv, typed).verdict is CheckVerdict.OK


def test_a_bad_value_in_the_reference_alone_is_a_remark(tmp_path: Path) -> None:
    """It is named, and nothing got worse."""
    lines = [f"0;{place % 90}" for place in range(ROWS)]
    spoilt = csv_of(tmp_path / "a.csv", [*lines, "0;oops"])
    clean = csv_of(tmp_path / "b.csv", lines)

    result = compared(spoilt, clean)

    assert result.verdict is CheckVerdict.OK
    assert result.columns[1].note == ("before: 1 of 601 values isn't a number, for example 'oops'")


@pytest.mark.parametrize("now", ["(range % 5)::DOUBLE", "(range % 5)::DECIMAL(9, 2)", "range % 5"])
def test_segments_meet_in_any_type(tmp_path: Path, now: str) -> None:
    """0 to 4 beside 0.0 to 4.0."""
    before = parquet_of(tmp_path / "a.parquet", "range % 5 AS part, range % 9 AS x")
    after = parquet_of(tmp_path / "b.parquet", f"{now} AS part, range % 9 AS x")

    with DuckDbTables(Sources(before, after)) as tables:
        found = check_segments(tables, Roles(segment="part"), Limits())

    assert [(one.segment, one.rows_current) for one in found] == [
        (str(number), ROWS // 5) for number in range(5)
    ]


def test_segments_that_do_not_meet_are_said(tmp_path: Path) -> None:
    """With an example of each table."""
    before = parquet_of(tmp_path / "a.parquet", "'A' || range % 5 AS part, range % 9 AS x")
    after = parquet_of(tmp_path / "b.parquet", "'B' || range % 5 AS part, range % 9 AS x")

    with DuckDbTables(Sources(before, after)) as tables:
        (found,) = check_segments(tables, Roles(segment="part"), Limits())

    assert found.result is None
    assert found.note == "no value is in both tables (for example 'A0' before, 'B0' now)"


IDS = {
    "text beside numbers": ("range::VARCHAR", "range"),
    "decimals beside numbers": ("range::DECIMAL(12, 2)", "range"),
    "fractions beside text": ("range::DOUBLE", "range::VARCHAR || ' '"),
}


@pytest.mark.parametrize(("label_id", "id_"), IDS.values(), ids=IDS)
def test_labels_meet_by_ids_of_any_type(tmp_path: Path, label_id: str, id_: str) -> None:
    """No label is lost for how its id is written."""
    table = parquet_of(tmp_path / "a.parquet", f"{id_} AS id, range % 9 AS x")
    labels = parquet_of(tmp_path / "l.parquet", f"{label_id} AS id, range % 2 AS y")

    with DuckDbTables(Sources(table, table, labels=Labels(labels, "id", "y"))) as tables:
        assert tables.query("SELECT count(y), sum(y) FROM current") == [(ROWS, ROWS // 2)]

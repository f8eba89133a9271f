"""Lengths of time in parquet files are compared as seconds, whatever unit a writer chose."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bot.adapters.data_sources.opening import open_tables
from bot.adapters.data_sources.parquet_durations import units_of
from bot.adapters.data_sources.source import Sources
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.errors import MeasurementError
from monitors.profile.engine import CURRENT
from monitors.profile.sql import select

UNITS = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
SECONDS = np.random.default_rng(9).integers(1, 90_000, 900)


def table_of(unit: str, seconds: Any = SECONDS) -> pa.Table:  # noqa: ANN401 - any numbers
    """A length of time in a unit, beside what isn't one."""
    lengths = pa.array(np.asarray(seconds, dtype="int64") * UNITS[unit], type=pa.duration(unit))
    return pa.table(
        {
            "größe": [1.5] * len(seconds),
            "nested": [{"took": 1}] * len(seconds),
            "took": lengths,
            "number": seconds,
        }
    )


def checked(reference: Path | str, current: Path | str) -> CheckResult:
    """Compare two tables."""
    with open_tables(Sources(reference, current)) as tables:
        return check(tables, Roles(), Limits())


@pytest.mark.parametrize("writer", ["pyarrow", "polars", "pandas", "duckdb"])
@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_the_same_lengths_in_another_unit_have_not_moved(
    tmp_path: Path, writer: str, unit: str
) -> None:
    """Whoever wrote the file."""
    reference, current = tmp_path / "reference.parquet", tmp_path / "current.parquet"
    pq.write_table(table_of("s"), reference)
    table = table_of(unit)
    if writer == "pyarrow":
        pq.write_table(table, current)
    elif writer == "polars":
        pl.from_arrow(table).write_parquet(current)  # type: ignore[union-attr]
    elif writer == "pandas":
        table.to_pandas().to_parquet(current)
    else:
        with duckdb.connect() as connection:
            connection.register("t", table)
            connection.execute(f"COPY t TO '{current}'")

    found = checked(reference, current)

    assert found.verdict is CheckVerdict.OK
    took = next(column for column in found.columns if column.column == "took")
    assert (took.kind, took.effect) == ("numeric", 0.0)


def test_a_length_that_moved_is_an_alarm(tmp_path: Path) -> None:
    """Three times as long."""
    paths = tmp_path / "reference.parquet", tmp_path / "current.parquet"
    for path, unit, factor in zip(paths, ("ms", "ns"), (1, 3), strict=True):
        pq.write_table(table_of(unit, SECONDS * factor), path)

    with open_tables(Sources(*paths)) as tables:
        mean = tables.query(select("avg(took)", CURRENT))[0][0]
        found = check(tables, Roles(), Limits())

    assert found.verdict is CheckVerdict.ALERT
    assert mean == pytest.approx(3 * SECONDS.mean())


def test_files_of_a_folder_with_other_units_are_refused(tmp_path: Path) -> None:
    """Their numbers can't be told apart once they are together."""
    for unit in ("s", "ms"):
        pq.write_table(table_of(unit), tmp_path / f"{unit}.parquet")

    with pytest.raises(MeasurementError, match="length of time took in different units"):
        checked(tmp_path, tmp_path)


@pytest.mark.parametrize(
    "schema",
    [
        b"",
        b"no base64!",
        b64encode(b""),
        b64encode(b"\xff\xff\xff\xff"),
        b64encode(bytes(range(256))),
        b64encode(pa.schema([("took", pa.duration("ms"))]).serialize().to_pybytes())[:40],
        b64encode(pa.schema([]).serialize().to_pybytes()),
    ],
)
def test_a_schema_that_cannot_be_read_says_nothing(schema: bytes) -> None:
    """The numbers stay what they are in the file."""
    assert units_of(schema) == {}


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_units_are_read_by_the_columns_name(unit: str) -> None:
    """Among columns of other types, nullable or not, with metadata or without."""
    schema = pa.schema(
        [
            pa.field("a", pa.int64(), nullable=False, metadata={"k": "v"}),
            pa.field("Dauer ß", pa.duration(unit), metadata={"k": "v"}),
            pa.field("zeit", pa.timestamp("ms", tz="Europe/Berlin")),
            pa.field("liste", pa.list_(pa.duration("s"))),
        ],
        metadata={"pandas": "{}"},
    )

    assert units_of(b64encode(schema.serialize().to_pybytes())) == {"Dauer ß": UNITS[unit]}

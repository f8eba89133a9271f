"""Checks of frames give the figures of checks of files, whatever a frame's columns are made of."""

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bot.adapters.data_sources.opening import open_tables
from bot.adapters.data_sources.source import Sources
from lamplighter import MeasurementError, check_frames
from monitors.check.reports.as_json import check_as_json
from monitors.check.roles import Roles
from monitors.check.segments import check_whole

ROWS = 600
ODD = ["object of decimals", "vector"]
LETTERS = pd.Series(list("abcde"))


def frame_of(seed: int, shift: float) -> pd.DataFrame:
    """Columns of every type that pandas has and a parquet file can hold; a tenth is missing."""
    chance = np.random.default_rng(seed)
    size, kind = chance.normal(shift, 1, ROWS), pd.Series(chance.integers(0, 5, ROWS))
    lost = chance.random(ROWS) < 0.1
    letter = pd.Series(LETTERS[kind].array)
    day = pd.Timestamp("2026-01-01") + pd.to_timedelta((size * 1e5).astype(int), unit="s")
    columns = {
        "float": pd.Series(size).mask(lost),
        "float32": size.astype("float32"),
        "int8": kind.astype("int8"),
        "Int64": kind.astype("Int64").mask(lost),
        "text": letter.mask(lost),
        "string": letter.astype("string").mask(lost),
        "category": pd.Series(pd.Categorical(letter, categories=list("edcba"))).mask(lost),
        "category of numbers": kind.astype("category").mask(lost),
        "object of text": letter.astype(object).mask(lost, None),
        "object of numbers": kind.astype(object).mask(lost, None),
        "object of truths": pd.Series(size > 0, dtype=object).mask(lost, None),
        "object of days": pd.Series([found.date() for found in day], dtype=object),
        "object of decimals": pd.Series([Decimal(f"{x:.2f}") for x in size], dtype=object),
        "object of nothing": pd.Series([None] * ROWS, dtype=object),
        "bool": size > 0,
        "boolean": pd.Series(size > 0, dtype="boolean").mask(lost),
        "time": day,
        "time in a zone": day.tz_localize("UTC").tz_convert("Europe/Berlin"),
        "vector": list(np.stack([size, size], 1)),
    }
    index = pd.Index(chance.integers(0, 100, ROWS) + int(shift * 50), name="age")
    return pd.DataFrame({name: pd.Series(found).array for name, found in columns.items()}, index)


def in_files(tables: tuple[Any, Any], folder: Path) -> dict[str, Any]:
    """What a check of the same tables in parquet files finds; an index is left out."""
    paths = folder / "reference.parquet", folder / "current.parquet"
    for table, path in zip(tables, paths, strict=True):
        if isinstance(table, pl.DataFrame):
            table.write_parquet(path)
        elif isinstance(table, pd.DataFrame):
            table.to_parquet(path, index=False)
        else:
            pq.write_table(table.select([n for n in table.column_names if n != "age"]), path)
    with open_tables(Sources(*paths)) as opened:
        return check_as_json(*_in_order(check_whole(opened, Roles(), {}, opened.notes)))


def _in_order(found: tuple[Any, Any]) -> tuple[Any, float, Any]:
    return found[0], 0.0, found[1]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda frame: frame, id="pandas"),
        pytest.param(lambda frame: frame.drop(columns=ODD).convert_dtypes(), id="nullable"),
        pytest.param(
            lambda frame: frame.drop(columns=ODD).convert_dtypes(dtype_backend="pyarrow"),
            id="arrow",
        ),
        pytest.param(lambda frame: pl.from_pandas(frame.drop(columns=ODD)), id="polars"),
        pytest.param(
            lambda frame: pa.Table.from_pandas(frame, preserve_index=False), id="pyarrow"
        ),
    ],
)
@pytest.mark.parametrize("shift", [0.0, 0.8])
def test_the_figures_are_those_of_files(
    made: Callable[[pd.DataFrame], Any], shift: float, tmp_path: Path
) -> None:
    """Column by column, whichever library holds the tables, and whether or not they moved."""
    tables = made(frame_of(1, 0.0)), made(frame_of(2, shift))

    found = check_frames(*tables).as_json()

    expected = in_files(tables, tmp_path)
    assert found["columns"] == expected["columns"]
    assert (found["verdict"], found["notes"]) == (expected["verdict"], expected["notes"])


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        pytest.param(pd.period_range("2020-01", periods=ROWS, freq="D"), "time", id="periods"),
        pytest.param(pd.cut(np.arange(ROWS), 5), "categorical", id="intervals"),
        pytest.param(pd.to_timedelta(np.arange(ROWS), unit="s"), "numeric", id="durations"),
        pytest.param(np.arange(ROWS).astype("float16"), "numeric", id="half-precision"),
        pytest.param(pd.arrays.SparseArray([0.0, 1.0] * (ROWS // 2)), "numeric", id="sparse"),
        pytest.param([10**25, 1] * (ROWS // 2), "numeric", id="huge whole numbers"),
        pytest.param([1, 2.5, None] * (ROWS // 3), "numeric", id="whole numbers and others"),
        pytest.param(["a", 1, uuid.UUID(int=1)] * (ROWS // 3), "categorical", id="mixed"),
        pytest.param([True, "x", None] * (ROWS // 3), "categorical", id="truths and texts"),
        pytest.param([dt.time(1), None] * (ROWS // 2), "categorical", id="times of a day"),
        pytest.param([dt.timedelta(1), None] * (ROWS // 2), "numeric", id="timedeltas"),
        pytest.param(np.arange(ROWS) % 7 + 1j, "categorical", id="complex"),
        pytest.param([1.5] * (ROWS - 1) + ["late"], "categorical", id="a text in the last row"),
        pytest.param(np.arange(ROWS).astype(">f8"), "numeric", id="the other byte order"),
        pytest.param(np.arange(ROWS).astype("longdouble"), "numeric", id="long doubles"),
    ],
)
def test_what_no_file_holds_is_compared_as_what_it_is(values: Any, kind: str) -> None:  # noqa: ANN401 - anything a column can hold
    """Equal frames are never an alarm."""
    dtype = object if isinstance(values, list) else None
    frame = pd.DataFrame(
        {"x": pd.Series(values, dtype=dtype).array, "y": [1.0, 2.0] * (ROWS // 2)}
    )

    found = check_frames(frame, frame)

    assert found.to_frame().loc["x", "kind"] == kind
    assert found.verdict == "ok"


@pytest.mark.parametrize("kind", [pa.float16(), pa.decimal256(60, 2)], ids=str)
def test_arrows_types_that_the_engine_lacks_are_read_as_wider_ones(kind: pa.DataType) -> None:
    """Half floats, and decimals of 256 bits."""
    numbers = [float(place * 31 % 90) for place in range(ROWS)]
    table = pa.table({"x": pa.array(numbers).cast(kind, safe=False)})

    found = check_frames(pa.table({"x": numbers}), table)

    assert found.to_frame().loc["x", "effect"] == 0.0


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        pytest.param("reference.csv", "is of the type str; check_frames needs", id="path"),
        pytest.param(pd.DataFrame(), "The reference data has no columns.", id="no columns"),
        pytest.param(pd.DataFrame({"a": []}), "has no rows", id="no rows"),
        pytest.param(
            pd.DataFrame([[1, 2]], columns=["a", "a"]), "two columns named a", id="twice"
        ),
        pytest.param(pd.DataFrame([[1, 2]], columns=["1", 1]), "two columns named 1", id="alike"),
        pytest.param(pa.table([[1], [2]], names=["a", "a"]), "two columns named a", id="arrow"),
    ],
)
def test_what_is_no_table_is_refused(frame: object, why: str) -> None:
    """In one sentence."""
    with pytest.raises(MeasurementError, match=why):
        check_frames(frame, frame)


def test_the_options_are_those_of_the_command() -> None:
    """Segments, roles, an id, rows; a name that is no column's is noted."""
    chance = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "key": range(ROWS),
            "plan": ["a", "b"] * (ROWS // 2),
            "size": chance.normal(0, 1, ROWS),
            "truth": chance.integers(0, 2, ROWS),
        }
    ).assign(answer=lambda found: found["truth"])
    roles = {"target": "truth", "prediction": "answer", "segment": "plan", "id_column": "key"}

    found = check_frames(frame, frame, **roles, ignore=["sise"], rows=range(400)).as_json()  # type: ignore[arg-type]

    assert found["rows"] == {"reference": ROWS, "current": 400}
    assert found["performance"]["current"]["accuracy"] == 1.0
    assert {segment["segment"] for segment in found["segments"]} == {"a", "b"}
    assert "There is no column sise. Did you mean size? The name is ignored." in found["notes"]


def test_a_stream_that_can_be_read_once_is_enough() -> None:
    """A reader of record batches beside a frame."""
    frame = pd.DataFrame({"x": np.arange(ROWS) % 7})
    table = pa.Table.from_pandas(frame)

    found = check_frames(table.to_reader(), frame)

    assert (found.verdict, found.to_frame().loc["x", "effect"]) == ("ok", 0.0)


def test_frames_stay_as_they_are() -> None:
    """The caller's own data isn't touched."""
    frame = frame_of(1, 0.0)
    before = frame.copy(deep=True)

    check_frames(frame, frame)

    pd.testing.assert_frame_equal(frame, before)


def test_a_hostile_name_is_text_in_a_notebook() -> None:
    """No markup of a column's gets into the page."""
    frame = pd.DataFrame({"<script>alert(1)</script>": np.arange(ROWS) % 7})

    shown = check_frames(frame, frame)._repr_html_()

    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "<code>" in shown

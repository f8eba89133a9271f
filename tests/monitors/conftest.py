"""Two small tables in the engine, and a monitor over them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import numpy as np
import pytest
from numpy.typing import NDArray
from sqlmodel import Session

from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Sources
from deployments.models import ModelFacts, register_model
from monitors.profile.engine import CURRENT, REFERENCE, Column, Kind, RowCounts, Tables, count_rows
from monitors.profile.pair import ColumnPair
from monitors.profile.pairs import profile_pairs
from monitors.profile.reading import reading
from monitors.tables import Monitor

Data = Mapping[str, Sequence[object] | NDArray[Any]]
OpenTables = Callable[[Data, Data], DuckDbTables]


@pytest.fixture(scope="session")
def writer() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB that writes files; to start one costs more than to write a small table."""
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def open_tables(tmp_path: Path, writer: duckdb.DuckDBPyConnection) -> Iterator[OpenTables]:
    """Open a reference and a current table of columns by name."""
    with ExitStack() as stack:

        def write_and_open(reference: Data, current: Data) -> DuckDbTables:
            before, now = (_write(writer, tmp_path, data) for data in (reference, current))
            return stack.enter_context(DuckDbTables(Sources(before, now)))

        yield write_and_open


@pytest.fixture
def monitor(session: Session, now: datetime) -> Monitor:
    """The weekly monitor of the model `churn`, owned by Mia."""
    register_model(session, ModelFacts("churn", "U0MIA", "C1", ("U0OLA",)), now)
    created = Monitor(
        name="churn weekly",
        model_name="churn",
        channel_id="C1",
        owner_user_id="U0MIA",
        reference="reference.parquet",
        current="current.parquet",
        rows_per_window=1_000,
        columns={"target": "truth", "prediction": "said", "id": "id", "ignore": ["day"]},
        cron="0 9 * * 1",
        timezone="Europe/Berlin",
    )
    session.add(created)
    session.flush()
    return created


def profile(tables: Tables, name: str) -> ColumnPair:
    """Profile one column of both tables."""
    columns = [
        {column.name: column for column in tables.columns(relation)}[name]
        for relation in (REFERENCE, CURRENT)
    ]
    rows = RowCounts(*(count_rows(tables, relation) for relation in (REFERENCE, CURRENT)))
    pairs, failed = profile_pairs(tables, [reading(*columns)], rows)
    assert not failed
    return pairs[name]


def pair_of_counts(
    reference: Sequence[float], current: Sequence[float], kind: Kind = Kind.CATEGORICAL
) -> ColumnPair:
    """Return a column's two tables of counts, all values present."""
    rows = RowCounts(int(sum(reference)), int(sum(current)))
    return ColumnPair(
        Column("x", kind),
        rows,
        rows,
        labels=[f"level {number}" for number in range(len(reference))],
        bins_reference=np.array(reference, dtype=float),
        bins_current=np.array(current, dtype=float),
    )


def _write(writer: duckdb.DuckDBPyConnection, folder: Path, data: Data) -> Path:
    path = folder / f"{uuid4().hex}.parquet"
    arrays = {name: np.asarray(column) for name, column in data.items()}
    quick = {name: _narrow(array) for name, array in arrays.items() if _is_read_whole(array)}
    slow = {
        name: np.asarray(data[name], dtype=object).tolist() for name in data if name not in quick
    }
    unnested = ", ".join(f'unnest($"{name}") AS "{name}"' for name in slow)
    parts = ["quick"] * bool(quick) + [f"(SELECT {unnested})"] * bool(slow)
    if quick:
        writer.register("quick", quick)
    columns = ", ".join(f'"{name}"' for name in data)
    rows = f"SELECT {columns} FROM {' POSITIONAL JOIN '.join(parts)}"  # noqa: S608 - ours
    writer.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet)", slow)
    return path


def _is_read_whole(array: NDArray[Any]) -> bool:
    """Tell whether DuckDB reads an array, at a tenth of a list's cost, as it would read a list.

    It would take NaN for NULL.
    """
    is_finite = array.dtype.kind != "f" or bool(np.isfinite(array).all())
    return array.dtype.kind in "bfiU" and is_finite and array.ndim == 1 and len(array) > 0


def _narrow(array: NDArray[Any]) -> NDArray[Any]:
    """Return values side by side; whole numbers take as few bytes as those of a list do."""
    is_small = array.dtype == np.int64 and np.abs(array).max() < 2**31
    return np.ascontiguousarray(array, dtype=np.int32 if is_small else array.dtype)

"""Frames in the types that their columns would have in a file."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import infer_dtype

from bot.adapters.data_sources.frames import ArrowStream, PlainStream
from bot.adapters.data_sources.stored_files import index_columns
from monitors.errors import MeasurementError

UNREADABLE = ("decimal256", "halffloat")
LONGEST = 8
NESTED = (list, tuple, dict, np.ndarray)


def readable(frame: object, name: str) -> object:
    """Return what DuckDB reads as it reads a file.

    Args:
        frame: A pandas DataFrame, or a table that speaks Arrow.
        name: What to call it in an error.

    Raises:
        MeasurementError: It's neither, has no columns, or two of the same name.
    """
    if isinstance(frame, pd.DataFrame):
        return _plain(frame, name)
    if isinstance(frame, ArrowStream):
        _refuse_twice(list(getattr(frame, "column_names", ())), name)
        if type(frame).__module__.startswith("polars"):
            return _of_polars(frame)
        return PlainStream(_narrowed(frame), _indexes(frame))
    raise MeasurementError(
        f"The {name} data is of the type {type(frame).__name__}; check_frames needs a pandas "
        "DataFrame, or a table that speaks Arrow, such as a polars DataFrame or a pyarrow Table."
    )


def _plain(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    names = [str(column) for column in frame.columns]
    if not names:
        raise MeasurementError(f"The {name} data has no columns.")
    _refuse_twice(names, name)
    columns = {column: _stored(frame.iloc[:, place]).array for place, column in enumerate(names)}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(frame)), columns=names)


def _refuse_twice(names: Sequence[str], name: str) -> None:
    twice = sorted({column for column in names if names.count(column) > 1})
    if twice:
        raise MeasurementError(f"The {name} data has two columns named {twice[0]}.")


def _indexes(frame: ArrowStream) -> list[str]:
    """Name the columns that pandas made of an index, where a table of Arrow's says so."""
    told = getattr(getattr(frame, "schema", None), "metadata", None)
    metadata = told.get(b"pandas") if isinstance(told, Mapping) else None
    return index_columns(metadata) if metadata else []


def _of_polars(frame: Any) -> PlainStream:  # noqa: ANN401 - polars is imported by who has it
    """Return a frame of polars without the types that DuckDB can't read."""
    kinds = {name: str(kind) for name, kind in frame.schema.items()}
    empty = [name for name, kind in kinds.items() if kind == "Null"]
    wide = [name for name, kind in kinds.items() if kind in {"Int128", "UInt128", "Float16"}]
    if wide:
        import polars as pl  # noqa: PLC0415 - the frame is one of its own

        frame = frame.cast(dict.fromkeys(wide, pl.Float64))
    return PlainStream(frame.drop(empty), empty=empty)


def _narrowed(frame: ArrowStream) -> ArrowStream:
    """Return a table without the types of Arrow's that DuckDB can't read: as what holds them."""
    schema = getattr(frame, "schema", None)
    kinds = map(str, getattr(schema, "types", ()))
    if not any(kind.startswith(UNREADABLE) for kind in kinds):
        return frame
    import pyarrow as pa  # noqa: PLC0415 - the frame is one of its own

    table = frame if isinstance(frame, pa.Table) else pa.table(frame)
    fields = [
        field.with_type(pa.float64()) if str(field.type).startswith(UNREADABLE) else field
        for field in table.schema
    ]
    narrowed: ArrowStream = table.cast(pa.schema(fields))
    return narrowed


def _stored(column: pd.Series) -> pd.Series:
    """Return a column's values in a type that a file has."""
    kind = column.dtype
    for special, change in SPECIAL.items():
        if isinstance(kind, special):
            return change(column)
    if kind.kind == "m":
        return column.dt.total_seconds()
    if kind.kind == "c":
        return _as_text(column)
    if isinstance(kind, np.dtype) and kind.kind in "iuf":
        native = kind.newbyteorder("=")
        return column.astype("float64" if kind.itemsize > LONGEST else native)
    return _of_objects(column) if kind.kind == "O" and isinstance(kind, np.dtype) else column


def _of_objects(column: pd.Series) -> pd.Series:
    """Return Python's own values in one type: a column that mixes several is text, as in CSV."""
    kind = infer_dtype(column, skipna=True)
    if kind in OF_A_KIND:
        try:
            return OF_A_KIND[kind](column)
        except (ValueError, TypeError, OverflowError):
            return _as_text(column)
    is_nested = isinstance(next(iter(column.dropna()), None), NESTED)
    return column if is_nested else _as_text(column)


def _as_it_is(column: pd.Series) -> pd.Series:
    return column


def _as_text(column: pd.Series) -> pd.Series:
    return column.map(str, na_action="ignore").astype(object)


def _as_whole_numbers(column: pd.Series) -> pd.Series:
    try:
        return column.astype("Int64")
    except OverflowError:
        return _as_numbers(column)


def _as_numbers(column: pd.Series) -> pd.Series:
    return column.astype("Float64")


def _as_times(column: pd.Series) -> pd.Series:
    return pd.to_datetime(column)


def _as_seconds(column: pd.Series) -> pd.Series:
    return pd.to_timedelta(column).dt.total_seconds()


OF_A_KIND: Mapping[str, Callable[[pd.Series], pd.Series]] = {
    "boolean": lambda column: column.astype("boolean"),
    "bytes": _as_it_is,
    "date": _as_it_is,
    "datetime": _as_times,
    "datetime64": _as_times,
    "decimal": _as_numbers,
    "empty": _as_it_is,
    "floating": _as_numbers,
    "integer": _as_whole_numbers,
    "mixed-integer-float": _as_numbers,
    "string": _as_it_is,
    "timedelta": _as_seconds,
    "timedelta64": _as_seconds,
}
"""What becomes of the values that pandas finds in a column of objects."""
SPECIAL: Mapping[type, Callable[[pd.Series], pd.Series]] = {
    pd.CategoricalDtype: lambda column: _of_objects(column.astype(object)),
    pd.SparseDtype: lambda column: _stored(column.sparse.to_dense()),
    pd.PeriodDtype: lambda column: column.dt.to_timestamp(),
    pd.IntervalDtype: _as_text,
    np.dtypes.Float16DType: lambda column: column.astype("float32"),
}
"""What becomes of types that no file has."""

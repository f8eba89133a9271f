"""Compares two frames, with the options of `lamplighter check`."""

import time
from collections.abc import Mapping, Sequence

from bot.adapters.data_sources.frames import FrameTables
from bot.adapters.data_sources.source import NO_HURRY, TimeLimit, TimeLimitError
from lamplighter.frame_check import FrameCheck
from lamplighter.frames import readable
from monitors.check.check import notes_on_unknown
from monitors.check.roles import Roles
from monitors.check.segments import check_whole
from monitors.errors import MeasurementError
from monitors.performance.task import read_task


def check_frames(  # noqa: PLR0913 - the options of the command
    reference: object,
    current: object,
    *,
    target: str | None = None,
    prediction: str | None = None,
    probability: str | None = None,
    task: str | None = None,
    timestamp: str | None = None,
    segment: str | None = None,
    group: str | None = None,
    joint: bool = False,
    embedding: Sequence[str] = (),
    text: Sequence[str] = (),
    id_column: str | None = None,
    duplicates: bool = False,
    causes: bool = False,
    importance: Mapping[str, float] | None = None,
    ignore: Sequence[str] = (),
    rows: range | None = None,
    time_limit: float | None = None,
) -> FrameCheck:
    """Check whether one table has drifted away from another; both stay as they are.

    The figures are those of `lamplighter check` on the same tables in files. The index of a
    pandas DataFrame isn't data; `frame.reset_index()` makes columns of it.

    Args:
        reference: A pandas DataFrame, or a table that speaks Arrow (polars, pyarrow, DuckDB …).
        current: The data to compare with it.
        target: Column with the true outcome.
        prediction: Column with the model's prediction.
        probability: Column with the predicted probability, 0 to 1.
        task: What the model does: `binary`, `multiclass` or `regression`; found out by default.
        timestamp: Column with the time; it isn't compared.
        segment: Repeat the check for each value of this column.
        group: Column of groups to compare for fairness.
        joint: Whether to compare whole rows too; takes a few seconds.
        embedding: Columns of vectors.
        text: Columns of free text.
        id_column: Column whose values should be unique.
        duplicates: Whether to count duplicate rows.
        causes: Whether to rank the columns that moved by importance.
        importance: Each column's importance, for `causes`.
        ignore: Columns to leave out.
        rows: Check only these rows of `current`, counted from 0.
        time_limit: Stop if a query takes longer than this many seconds.

    Raises:
        MeasurementError: The tables can't be compared; the sentence says why.
    """
    started_at = time.perf_counter()
    left_out = [*ignore, id_column] if id_column else list(ignore)
    roles = Roles(target, prediction, probability, timestamp, segment, left_out, read_task(task))
    asked: dict[str, object] = {
        "group": group,
        "joint": joint,
        "embeddings": list(embedding),
        "texts": list(text),
    }
    asked |= {"id": id_column, "duplicates": duplicates, "causes": causes}
    asked |= {"importance": dict(importance) if importance else None}
    limit = NO_HURRY if time_limit is None else TimeLimit(time_limit, ends_all=True)
    frames = readable(reference, "reference"), readable(current, "current")
    try:
        with FrameTables(*frames, rows, limit) as tables:
            unknown = notes_on_unknown(tables, [*ignore, *(importance or ())])
            result, segments = check_whole(tables, roles, asked, [*tables.notes, *unknown])
    except TimeLimitError as error:
        raise MeasurementError(str(error)) from error
    return FrameCheck(result, segments, time.perf_counter() - started_at)

"""`lamplighter check`: compare two tables, for people and for scripts."""

import json
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from bot.cli.files import refuse_unwritable
from bot.cli.progress import sign_of_work

if TYPE_CHECKING:
    from bot.adapters.data_sources.source import Sources, TimeLimit
    from monitors.check.check import CheckResult
    from monitors.check.roles import Roles
    from monitors.check.segments import SegmentCheck


def check(  # noqa: PLR0913 - each is an option of the command
    reference: str = typer.Argument(
        help="Parquet or CSV (file, folder or glob), or an SQL table."
    ),
    current: str = typer.Argument(help="The data to compare with it."),
    *,
    target: str | None = typer.Option(None, help="Column with the true outcome."),
    prediction: str | None = typer.Option(None, help="Column with the model's prediction."),
    probability: str | None = typer.Option(None, help="Column with the predicted probability."),
    task: Literal["binary", "multiclass", "regression"] | None = typer.Option(
        None, help="What the model does; found out from the columns by default."
    ),
    timestamp: str | None = typer.Option(None, help="Column with the time; it isn't compared."),
    segment: str | None = typer.Option(
        None, help="Repeat the check for each value of this column."
    ),
    group: str | None = typer.Option(None, help="Column of groups to compare for fairness."),
    joint: bool = typer.Option(
        False, "--joint", help="Also compare whole rows; takes a few seconds."
    ),
    embedding: list[str] = typer.Option([], help="A column of vectors. Can be repeated."),
    text: list[str] = typer.Option([], help="A column of free text. Can be repeated."),
    id_column: str | None = typer.Option(
        None, "--id", help="Column whose values should be unique."
    ),
    duplicates: bool = typer.Option(False, "--duplicates", help="Count duplicate rows."),
    causes: bool = typer.Option(
        False, "--causes", help="Rank the columns that moved by importance."
    ),
    importance: Path | None = typer.Option(None, help="JSON file of column importances."),
    ignore: list[str] = typer.Option([], help="A column to leave out. Can be repeated."),
    rows: str | None = typer.Option(None, help="Check only rows START:STOP of CURRENT."),
    missing: list[str] = typer.Option(
        [], help="A value that stands for a missing one, such as -999. Can be repeated."
    ),
    partitions: bool = typer.Option(
        False, "--partitions", help="Read folders named key=value as columns."
    ),
    time_limit: float | None = typer.Option(
        None, min=0.001, help="Stop if a query takes longer than this many seconds."
    ),
    as_json: bool = typer.Option(
        False, "--json", help="Print the result as JSON (lamplighter.check/1)."
    ),
    html: Path | None = typer.Option(None, help="Also write an HTML report with charts."),
    png: Path | None = typer.Option(None, help="Also write the chart as a PNG."),
) -> None:
    """Check whether CURRENT has drifted away from REFERENCE; exit 1 if it has."""
    started_at = time.perf_counter()
    for option, file in (("--html", html), ("--png", png)):
        refuse_unwritable(option, file)
    from bot.adapters.data_sources.source import NO_HURRY, Sources, TimeLimit
    from monitors.check.column_verdicts import CheckVerdict
    from monitors.check.reports.as_json import check_as_json
    from monitors.check.roles import Roles
    from monitors.performance.metric import Task

    left_out = [*ignore, id_column] if id_column else ignore
    asked_task = Task(task) if task else None
    roles = Roles(target, prediction, probability, timestamp, segment, left_out, asked_task)
    known = _importance(importance)
    asked: dict[str, object] = {"group": group, "joint": joint, "embeddings": embedding}
    asked |= {"texts": text, "id": id_column, "duplicates": duplicates}
    asked |= {"causes": causes, "importance": known}
    sources = Sources(reference, current, _window(rows))
    sources = replace(sources, missing=tuple(missing), partitions=partitions)
    limit = NO_HURRY if time_limit is None else TimeLimit(time_limit, ends_all=True)
    result, segments = _compare(sources, limit, roles, asked, [*ignore, *(known or ())])
    if as_json:
        document = check_as_json(result, time.perf_counter() - started_at, segments)
        typer.echo(json.dumps(document, indent=2, allow_nan=False))
    else:
        from bot.cli.check_table import print_check

        print_check(result, segments)
    _write(result, html, png)
    if result.verdict is CheckVerdict.ALERT:
        raise typer.Exit(1)


def _compare(
    sources: "Sources",
    limit: "TimeLimit",
    roles: "Roles",
    asked: Mapping[str, object],
    named: Sequence[str],
) -> tuple["CheckResult", list["SegmentCheck"]]:
    """Open both tables and compare them; `named` are columns that should be there."""
    from bot.adapters.data_sources.opening import open_tables
    from bot.adapters.data_sources.source import TimeLimitError
    from monitors.check.check import notes_on_unknown
    from monitors.check.segments import check_whole
    from monitors.errors import MeasurementError

    try:
        with sign_of_work("Counting"), open_tables(sources, limit) as tables:
            notes = [*tables.notes, *notes_on_unknown(tables, named)]
            return check_whole(tables, roles, asked, notes)
    except TimeLimitError as error:
        raise MeasurementError(str(error)) from error


def _write(result: "CheckResult", html: Path | None, png: Path | None) -> None:
    if html is not None:
        from monitors.check.reports.page import check_as_page

        html.write_text(check_as_page(result), encoding="utf-8")
    if png is not None:
        from monitors.check.reports.chart import draw_check

        png.write_bytes(draw_check(result))


def _window(rows: str | None) -> range | None:
    if rows is None:
        return None
    start, _, stop = rows.partition(":")
    if not (start.isdecimal() and stop.isdecimal() and int(start) < int(stop)):
        raise typer.BadParameter("--rows needs START:STOP, for example 0:3000.")
    return range(int(start), int(stop))


def _importance(file: Path | None) -> dict[str, float] | None:
    if file is None:
        return None
    try:
        known = {str(name): float(value) for name, value in json.loads(file.read_bytes()).items()}
        if not all(map(math.isfinite, known.values())):
            raise ValueError  # noqa: TRY301 - JSON as Python reads it knows NaN
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise typer.BadParameter(
            f'{file} should contain JSON like {{"age": 0.4, "income": 0.6}}.'
        ) from error
    return known

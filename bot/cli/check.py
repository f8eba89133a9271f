"""`lamplighter check`: two files side by side, for people and for scripts."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitors.check import CheckResult
    from monitors.segments import SegmentCheck


def check(  # noqa: PLR0913 - each is an option of the command
    reference: Path = typer.Argument(help="Parquet or CSV: file, folder or glob."),
    current: Path = typer.Argument(help="What is compared with it."),
    *,
    target: str | None = typer.Option(None, help="Column with the truth."),
    prediction: str | None = typer.Option(None, help="Column with the model's answer."),
    probability: str | None = typer.Option(None, help="Column with its probability."),
    timestamp: str | None = typer.Option(None, help="Column with the time; not compared."),
    segment: str | None = typer.Option(None, help="Column whose values form segments."),
    group: str | None = typer.Option(None, help="Column whose groups are compared for fairness."),
    joint: bool = typer.Option(False, "--joint", help="Compare rows as a whole; takes seconds."),
    embedding: list[str] = typer.Option([], help="A column of vectors; may be repeated."),
    text: list[str] = typer.Option([], help="A column of free text; may be repeated."),
    causes: bool = typer.Option(False, "--causes", help="Rank what moved by its importance."),
    importance: Path | None = typer.Option(None, help="JSON of column and importance, if known."),
    ignore: list[str] = typer.Option([], help="A column to leave out; may be repeated."),
    rows: str | None = typer.Option(None, help="START:STOP, rows of CURRENT in file order."),
    as_json: bool = typer.Option(False, "--json", help="Print lamplighter.check/1 as JSON."),
) -> None:
    """Say whether CURRENT has moved away from REFERENCE; exit 1 when it has."""
    started_at = time.perf_counter()
    from bot.adapters.data_sources.duckdb import DuckDbTables, Files
    from monitors.check import check as compare
    from monitors.further import Further
    from monitors.judging import Verdict
    from monitors.report import check_as_json
    from monitors.roles import Roles
    from monitors.segments import check_segments, with_segments
    from monitors.thresholds import Limits

    roles = Roles(target, prediction, probability, timestamp, segment, ignore)
    known = _importance(importance)
    has_causes = causes or known is not None
    further = Further(group, joint, embedding, text, has_causes, known)
    with DuckDbTables(Files(reference, current, _window(rows))) as tables:
        whole = compare(tables, roles, Limits(), further)
        segments = check_segments(tables, roles, Limits())
    result = with_segments(whole, segments)
    if as_json:
        document = check_as_json(result, time.perf_counter() - started_at, segments)
        typer.echo(json.dumps(document, indent=2, allow_nan=False))
    else:
        _print_table(result, segments)
    if result.verdict is Verdict.ALERT:
        raise typer.Exit(1)


def _window(rows: str | None) -> tuple[int, int] | None:
    if rows is None:
        return None
    start, _, stop = rows.partition(":")
    if not (start.isdecimal() and stop.isdecimal() and int(start) < int(stop)):
        raise typer.BadParameter("--rows takes START:STOP, such as 0:3000.")
    return int(start), int(stop)


def _importance(file: Path | None) -> dict[str, float] | None:
    if file is None:
        return None
    try:
        return {str(name): float(value) for name, value in json.loads(file.read_text()).items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise typer.BadParameter(
            f'{file} should hold JSON such as {{"age": 0.4, "income": 0.6}}.'
        ) from error


def _print_table(result: "CheckResult", segments: "Sequence[SegmentCheck]") -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from monitors.model_report import model_sentences, segment_sentences
    from monitors.profile.tables import CURRENT, REFERENCE

    table = Table(
        title=f"{result.verdict.value.upper()}: {result.rows_current:,} rows beside "
        f"{result.rows_reference:,}"
    )
    for name in ("column", "role", "says", "PSI", "limit", "p", "missing", "note"):
        table.add_column(name)
    worst_first = sorted(result.columns, key=lambda found: -(found.effect or 0.0))
    for column in sorted(worst_first, key=lambda found: found.answer != "alarm"):
        quality = column.quality
        table.add_row(
            escape(column.column),
            column.role,
            column.answer.value,
            _figure(column.effect),
            _figure(column.threshold),
            _figure(column.p_value),
            f"{quality.missing_share_current:.1%}" if quality else "",
            escape("; ".join([*column.problems, column.note]).strip("; ")),
        )
    console = Console()
    console.print(table)
    before, now = result.metrics(REFERENCE), result.metrics(CURRENT)
    for name in before or now:
        told = _figure(now.get(name)) or "not known"
        console.print(f"{name}: {_figure(before.get(name)) or 'not known'} before, {told} now")
    for sentence in [*model_sentences(result), *segment_sentences(segments)]:
        console.print(escape(sentence))


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"

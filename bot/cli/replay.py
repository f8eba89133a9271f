"""`lamplighter monitor replay`: try a monitor's settings on history before it goes live."""

import json
import math
from typing import TYPE_CHECKING

import typer

from ground.characters import without_hidden

if TYPE_CHECKING:
    from monitors.replay.cut import Cut
    from monitors.replay.replay import Replay

WEEKLY = 13.0
QUARTER_DAYS = 91
DAILY = "1d"
USUAL_ROWS = 3_000


def replay(  # noqa: PLR0913 - each is an option of the command
    *,
    reference: str = typer.Option(help="Parquet or CSV (file, folder or glob), or an SQL table."),
    current: str = typer.Option(help="The history to cut into windows."),
    timestamp: str | None = typer.Option(None, help="Column with the time."),
    every: str | None = typer.Option(None, help="Length of a window: 12h, 1d or 1w."),
    rows: int | None = typer.Option(None, min=1, help="Or the number of rows in a window."),
    budget: float = typer.Option(1.0, min=0.001, help="False alarms you accept per quarter."),
    limit: float | None = typer.Option(
        None, min=0.0, help="Drift limit, as a PSI; by default each column's is learned."
    ),
    reference_window: str = typer.Option("fixed", help="fixed, 'previous 4' or 'season 52'."),
    target: str | None = typer.Option(
        None, help="Column with the true outcome; it isn't compared."
    ),
    prediction: str | None = typer.Option(None, help="Column with the model's prediction."),
    probability: str | None = typer.Option(None, help="Column with the predicted probability."),
    segment: str | None = typer.Option(None, help="Also look within each value of this column."),
    group: str | None = typer.Option(None, help="Column of groups to compare for fairness."),
    joint: bool = typer.Option(False, "--joint", help="Also compare whole rows; takes minutes."),
    embedding: list[str] = typer.Option([], help="A column of vectors. Can be repeated."),
    text: list[str] = typer.Option([], help="A column of free text. Can be repeated."),
    id_column: str | None = typer.Option(
        None, "--id", help="Column whose values should be unique."
    ),
    duplicates: bool = typer.Option(False, "--duplicates", help="Count duplicate rows."),
    ignore: list[str] = typer.Option([], help="A column to leave out. Can be repeated."),
    missing: list[str] = typer.Option([], help="A value that stands for a missing one."),
    as_json: bool = typer.Option(False, "--json", help="Print every window as JSON."),
) -> None:
    """Count the alerts these settings would have raised on CURRENT; exit 0 either way."""
    from bot.adapters.data_sources.opening import open_tables
    from bot.adapters.data_sources.source import Sources
    from monitors.check.asking import read_questions
    from monitors.check.check import notes_on_unknown
    from monitors.check.limits import Agreed, Limits
    from monitors.check.reference_window import read_reference_window
    from monitors.check.roles import Roles
    from monitors.replay.history import notes_on_left_out
    from monitors.replay.replay import Plan
    from monitors.replay.replay import replay as run_over
    from monitors.replay.report import replay_as_json

    if not (math.isfinite(limit or 0.0) and math.isfinite(budget)):
        raise typer.BadParameter("--limit and --budget must be finite numbers.")
    cut = _cut(rows, timestamp, every)
    days = cut.every.total_seconds() / 86_400 if cut.every else None
    asked = {"group": group, "joint": joint, "embeddings": embedding, "texts": text}
    plan = Plan(
        cut,
        runs_per_quarter=QUARTER_DAYS / days if days else WEEKLY,
        budget=budget,
        limits=Limits(agreed=Agreed(limit)),
        reference_window=read_reference_window(reference_window),
        questions=read_questions({**asked, "id": id_column, "duplicates": duplicates}),
    )
    left_out = [*ignore, id_column] if id_column else ignore
    roles = Roles(target, prediction, probability, timestamp, segment, left_out)
    with open_tables(Sources(reference, current, missing=tuple(missing))) as tables:
        result = run_over(tables, roles, plan)
        notes = [*notes_on_unknown(tables, ignore), *notes_on_left_out(tables, roles)]
    for note in [*tables.notes, *notes]:
        typer.echo(without_hidden(note), err=True)
    if as_json:
        typer.echo(json.dumps(replay_as_json(result), indent=2, allow_nan=False))
    else:
        _print_words(result)


def _cut(rows: int | None, timestamp: str | None, every: str | None) -> "Cut":
    from monitors.replay.cut import Cut, read_every

    if every is not None and (rows is not None or timestamp is None):
        raise typer.BadParameter(
            "--every needs --timestamp COLUMN and can't be combined with --rows."
        )
    if timestamp is not None and rows is None:
        return Cut(timestamp=timestamp, every=read_every(every or DAILY))
    return Cut(rows=rows or USUAL_ROWS)


def _print_words(result: "Replay") -> None:
    from monitors.replay.report import place_of, replay_sentence

    typer.echo(replay_sentence(result))
    for alarm in result.alarms:
        first, last = (result.windows[at] for at in (alarm.window, alarm.last_window))
        lasted = f", until {place_of(last)}" if alarm.last_window > alarm.window else ""
        columns = without_hidden(", ".join(alarm.columns))
        typer.echo(f"- {place_of(first)}{lasted}: {columns}")
    typer.echo(
        "If nothing is wrong, expect at most "
        f"{result.false_alarms_per_quarter:.2f} false alerts a quarter."
    )

"""A check on a terminal: a table with a small bar chart of each column before and now."""

from collections.abc import Sequence

from rich.box import HEAVY_HEAD
from rich.console import Console
from rich.markup import escape as escape_markup
from rich.table import Table

from ground.characters import without_hidden
from monitors.check.check import CheckResult
from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.check.reports.in_words import moved_sentences, worst_first
from monitors.check.reports.sentences import (
    model_sentences,
    segment_sentences,
    task_sentences,
)
from monitors.check.reports.sketches import sketches
from monitors.check.segments import SegmentCheck
from monitors.profile.engine import CURRENT, REFERENCE

WIDE, SMALLEST = 120, 0.001
FIGURES = ("PSI", "limit", "p", "missing")
HEADS = ("column", "role", "result", "before", "now", *FIGURES, "note")
NARROW_HEADS = ("column", "result", *FIGURES)
CAUTIOUS = (
    "Limits are cautious, since one check can't tell how much a column moves by itself. "
    "A monitor learns that."
)
TOO_LITTLE = "An ok beside a small p: the column did change, but too little to matter."
NOT_JUDGED = (
    "A check has no pass marks, so these figures don't affect the result. "
    "A monitor with a use case judges them."
)


def escape(text: str) -> str:
    """Make words from a file safe on a terminal: no markup, no control characters."""
    return escape_markup(without_hidden(text))


def print_check(result: CheckResult, segments: Sequence[SegmentCheck]) -> None:
    """Print the verdict and what moved, the table, and what is known about the model.

    A narrow terminal gets no bars, and the notes below the table: figures are never cut off.
    """
    console = Console()
    is_wide = console.width >= WIDE
    heads = HEADS if is_wide else NARROW_HEADS
    table = Table(box=HEAVY_HEAD if is_wide else None)
    for name in heads:
        table.add_column(name, no_wrap=name in FIGURES, overflow="fold")
    console.print(f"[bold]{escape(result.headline)}[/bold]")
    for sentence in moved_sentences(result):
        console.print(escape(sentence))
    console.print()
    columns = worst_first(result.columns)
    for column in columns:
        row = dict(zip(HEADS, _row(column), strict=True))
        table.add_row(*(row[name] for name in heads))
    console.print(table)
    for remark in () if is_wide else _remarks(columns):
        console.print(escape(remark))
    if any(_is_sure_but_small(column) for column in columns):
        console.print(TOO_LITTLE)
    console.print(CAUTIOUS)
    for sentence in _performance(result):
        console.print(sentence)
    for sentence in [*model_sentences(result), *segment_sentences(segments)]:
        console.print(escape(sentence))


def _is_sure_but_small(column: ColumnCheck) -> bool:
    is_sure = column.p_value is not None and column.p_value < SMALLEST
    return is_sure and column.answer is CheckAnswer.OK


def _remarks(columns: Sequence[ColumnCheck]) -> list[str]:
    return [f"{column.column}: {column.remarks}" for column in columns if column.remarks]


def _performance(result: CheckResult) -> list[str]:
    """Return a line per metric, before and now, and a note that they aren't judged."""
    before, now = result.metrics(REFERENCE), result.metrics(CURRENT)
    lines = [
        f"{name}: {_figure(before.get(name)) or 'unknown'} before, "
        f"{_figure(now.get(name)) or 'unknown'} now"
        for name in before or now
    ]
    return [*task_sentences(result), *lines, NOT_JUDGED] if lines else []


def _row(column: ColumnCheck) -> list[str]:
    quality = column.quality
    return [
        escape(column.column),
        column.role,
        "[bold]ALARM[/bold]" if column.answer is CheckAnswer.ALARM else column.answer.value,
        *sketches(column),
        _small(column.effect),
        _small(column.threshold),
        _small(column.p_value),
        f"{quality.missing_share_current:.1%}" if quality else "",
        escape(column.remarks),
    ]


def _small(value: float | None) -> str:
    """Format a figure for the table; tiny ones become `<0.001`."""
    if value is None:
        return ""
    return "<0.001" if 0 < value < SMALLEST else f"{value:.3g}"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"

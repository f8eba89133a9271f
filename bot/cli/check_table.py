"""A check on a terminal: a table with a small sketch of each column before and now."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from monitors.charts.check import worst_first
from monitors.check import CheckResult
from monitors.judging import ColumnCheck
from monitors.model_report import model_sentences, segment_sentences
from monitors.profile.tables import CURRENT, REFERENCE
from monitors.segments import SegmentCheck

BARS = " ▁▂▃▄▅▆▇█"
MOST_BARS = 10


def sketches(column: ColumnCheck) -> tuple[str, str]:
    """Draw a column's shares before and now as bars of one height's scale."""
    pair = column.pair
    if pair is None or not pair.is_measurable:
        return "", ""
    shares = [
        counts[:MOST_BARS] / counts.sum() for counts in (pair.bins_reference, pair.bins_current)
    ]
    highest = max(float(share.max()) for share in shares) or 1.0
    drawn = [
        "".join(BARS[round(float(share) / highest * (len(BARS) - 1))] for share in bars)
        for bars in shares
    ]
    return drawn[0], drawn[1]


def print_check(result: CheckResult, segments: Sequence[SegmentCheck]) -> None:
    """Print the table, worst column first, and what is known of the model."""
    table = Table(
        title=f"{result.verdict.value.upper()}: {result.rows_current:,} rows beside "
        f"{result.rows_reference:,}"
    )
    for name in (
        "column",
        "role",
        "says",
        "before",
        "now",
        "PSI",
        "limit",
        "p",
        "missing",
        "note",
    ):
        table.add_column(name)
    for column in worst_first(result.columns):
        quality = column.quality
        table.add_row(
            escape(column.column),
            column.role,
            column.answer.value,
            *sketches(column),
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

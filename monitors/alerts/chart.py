"""An alert's picture: what changed, and how the latest windows went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ground.png import as_png
from monitors.alerts.alert_facts import MovedColumn
from monitors.alerts.card import AlertCard, HistoryPoint
from monitors.palette import BEFORE, INK, LIMIT, NOW
from monitors.tables import AlertKind

if TYPE_CHECKING:
    from matplotlib.axes import Axes


MOST_BARS = 6
LONGEST_LABEL, LONGEST_TITLE = 22, 40


def draw_alert(card: AlertCard, points: Sequence[HistoryPoint]) -> bytes:
    """Draw an alert as a PNG, 1080 by 1080 pixels, readable on a phone: levels, windows."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - takes half a second, paid by the first chart alone
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    figure = Figure(figsize=(5.4, 5.4), dpi=200, layout="constrained")
    FigureCanvasAgg(figure)
    worst = card.columns[0] if card.columns else None
    if worst is not None and worst.levels:
        upper, lower = figure.subplots(2, 1)
        _draw_levels(upper, worst)
    else:
        lower = figure.subplots()
    _draw_history(lower, points, _trace(card))
    return as_png(figure)


def alt_text(card: AlertCard) -> str:
    """Describe the picture in words."""
    if not card.columns or not card.columns[0].levels:
        return f"Chart of the latest windows of {card.model_name}."
    worst = card.columns[0]
    level, before, now = worst.levels[0]
    return (
        f"Two charts. Top: {worst.column}, “{level}” went from {before:.1%} to {now:.1%} of "
        f"cases. Bottom: the latest windows of {card.model_name}, with the limit."
    )


@dataclass(frozen=True)
class _Trace:
    """The line of the latest windows: its title, values and limit."""

    title: str
    value: Callable[[HistoryPoint], float | None]
    limit: float | None


def _trace(card: AlertCard) -> _Trace:
    if card.pushed is not None:
        limit = next((line.threshold for line in card.pass_marks), None)
        return _Trace(f"{_safe(card.pushed.metric)} per window", lambda at: at.pushed, limit)
    if card.kind is AlertKind.PERFORMANCE:
        marks = (line.threshold for line in card.pass_marks if line.metric == "accuracy")
        return _Trace("Accuracy per window", lambda at: at.accuracy, next(marks, None))
    limit = card.columns[0].threshold if card.columns else None
    return _Trace("Largest drift (PSI) per window", lambda at: at.largest_effect, limit)


def _draw_levels(axes: "Axes", column: MovedColumn) -> None:
    shown = sorted(column.levels[:MOST_BARS], key=lambda level: max(level.before, level.now))
    places = range(len(shown))
    axes.barh(
        [place + 0.2 for place in places],
        [100 * level.before for level in shown],
        0.38,
        color=BEFORE,
    )
    axes.barh(
        [place - 0.2 for place in places], [100 * level.now for level in shown], 0.38, color=NOW
    )
    axes.set_yticks(list(places), [_safe(level.level) for level in shown])
    axes.set_xlabel("% of cases")
    name = _safe(column.column, LONGEST_TITLE)
    axes.set_title(f"{name}\nbefore (grey) and now (blue)", color=INK, loc="left")
    axes.spines[["top", "right"]].set_visible(False)


def _draw_history(axes: "Axes", points: Sequence[HistoryPoint], trace: _Trace) -> None:
    known = [
        (point.window_number + 1, value)
        for point in points
        if (value := trace.value(point)) is not None
    ]
    limit = trace.limit
    axes.plot([at for at, _ in known], [value for _, value in known], color=NOW, marker="o")
    if limit is not None:
        axes.axhline(limit, color=LIMIT, linestyle="--")
        axes.annotate(
            f"limit {limit:.3g}", (0.02, limit), xycoords=("axes fraction", "data"),
            color=LIMIT, va="bottom",
        )  # fmt: skip
    axes.set_title(trace.title, color=INK, loc="left")
    axes.set_xlabel("window")
    axes.locator_params(axis="x", integer=True)
    axes.spines[["top", "right"]].set_visible(False)


def _safe(text: str, longest: int = LONGEST_LABEL) -> str:
    """Make a name safe from being read as a formula, and short enough for its place."""
    shown = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return shown.replace("$", r"\$")

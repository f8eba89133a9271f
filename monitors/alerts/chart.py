"""An alert's picture: what changed, and how the latest windows went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ground.png import as_png
from monitors.alerts.alert_facts import SHARES, MovedColumn
from monitors.alerts.card import AlertCard
from monitors.alerts.history import HistoryPoint
from monitors.check.reports.in_words import level_words, share_words, without_code
from monitors.palette import BEFORE, INK, LIMIT, NOW
from monitors.tables import AlertKind

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.ticker import Formatter


MOST_BARS = 6
LONGEST_LABEL, LONGEST_TITLE = 22, 40
MOST_DAYS = 5
ACCURACY = "accuracy"
OPEN_CIRCLES = "\n(open circles: could be chance)"


def draw_alert(card: AlertCard, points: Sequence[HistoryPoint]) -> bytes:
    """Draw an alert as a PNG, 1080 by 1080 pixels, readable on a phone: levels, windows."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - takes half a second, paid by the first chart alone
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    figure = Figure(figsize=(4.5, 4.5), dpi=240, layout="constrained")
    FigureCanvasAgg(figure)
    worst = card.columns[0] if card.columns else None
    if worst is not None and worst.levels:
        upper, lower = figure.subplots(2, 1)
        _draw_levels(upper, worst)
    else:
        lower = figure.subplots()
    _draw_history(lower, points, _trace(card))
    return as_png(figure)


def alt_text(card: AlertCard, points: Sequence[HistoryPoint] = ()) -> str:
    """Describe the picture in words: the levels, and how the latest windows went."""
    worst = card.columns[0] if card.columns else None
    parts = [_history_words(card, points)]
    if worst is not None and worst.levels:
        levels = "; ".join(
            f"{without_code(level_words(level.level))} {share_words(level.before)} before, "
            f"{share_words(level.now)} now"
            for level in worst.levels[:MOST_BARS]
        )
        parts = [f"Top: {worst.column}, shares of cases: {levels}.", f"Bottom: {parts[0]}"]
    return " ".join(parts)


def _history_words(card: AlertCard, points: Sequence[HistoryPoint]) -> str:
    trace = _trace(card)
    known = trace.known(points)
    if not known:
        return f"Chart of the latest windows of {card.model_name}."
    limit = "" if trace.limit is None else f"; the limit is {trace.limit_words()}"
    way = ", ".join(f"{trace.figure(value)} on {_day(point.at)}" for point, value in known)
    unproven = sum(trace.metric in point.unproven for point, _ in known)
    open_circles = f" Open circles: {unproven} that could be chance." if unproven else ""
    return f"{trace.title}: {way}{limit}.{open_circles}"


@dataclass(frozen=True)
class _Trace:
    """The line of the latest windows: its title, values and limit."""

    title: str
    value: Callable[[HistoryPoint], float | None]
    limit: float | None
    metric: str = ""
    is_share: bool = False

    def figure(self, value: float) -> str:
        """Write a value as the card does."""
        return f"{value:.1%}" if self.is_share else f"{value:.3g}"

    def limit_words(self) -> str:
        """Write the limit as the card does."""
        return f"{100 * (self.limit or 0):.4g}%" if self.is_share else f"{self.limit:.3g}"

    def known(self, points: Sequence[HistoryPoint]) -> list[tuple[HistoryPoint, float]]:
        """Leave the windows in which it was measured."""
        found = ((point, self.value(point)) for point in points)
        return [(point, value) for point, value in found if value is not None]


def _trace(card: AlertCard) -> _Trace:
    if card.pushed is not None:
        mark = next(iter(card.pass_marks), None)
        title = f"{_safe(_words(card.pushed.metric))} per check"
        limit = mark.threshold if mark else None
        return _Trace(title, _pushed, limit, is_share=mark is not None and mark.is_share)
    if card.kind is AlertKind.PERFORMANCE:
        broken = [line for line in card.pass_marks if line.verdict == "broken"]
        line = next(iter([*broken, *card.pass_marks]), None)
        metric = line.metric if line else ACCURACY
        return _Trace(
            f"{_safe(_words(metric))} per check",
            lambda at: at.metrics.get(metric),
            line.threshold if line else None,
            metric,
            is_share=line.is_share if line else metric in SHARES,
        )
    limit = card.columns[0].threshold if card.columns else None
    return _Trace("Largest drift (PSI) per check", lambda at: at.largest_effect, limit)


def _pushed(point: HistoryPoint) -> float | None:
    return point.pushed


def _words(metric: str) -> str:
    words = metric.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}"


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b}"


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
    axes.set_yticks(
        list(places), [_safe(without_code(level_words(level.level))) for level in shown]
    )
    axes.set_xlabel("% of cases")
    name = _safe(column.column, LONGEST_TITLE)
    axes.set_title(f"{name}\nbefore (grey) and now (blue)", color=INK, loc="left")
    axes.spines[["top", "right"]].set_visible(False)


def _draw_history(axes: "Axes", points: Sequence[HistoryPoint], trace: _Trace) -> None:
    """Draw the windows by their days; open circles are those whose pass mark wasn't proven."""
    known, limit = trace.known(points), trace.limit
    places = range(len(known))
    values = [value for _, value in known]
    axes.plot(places, values, color=NOW)
    for place, (point, value) in enumerate(known):
        inside = "white" if trace.metric in point.unproven else NOW
        axes.plot([place], [value], marker="o", color=NOW, markerfacecolor=inside)
    if limit is not None:
        axes.axhline(limit, color=LIMIT, linestyle="--")
        axes.annotate(
            f"limit {trace.limit_words()}", (0.02, limit), xycoords=("axes fraction", "data"),
            color=LIMIT, va="bottom",
        )  # fmt: skip
    is_open = any(trace.metric in point.unproven for point, _ in known)
    if trace.is_share:
        axes.yaxis.set_major_formatter(_percent())
    axes.set_title(f"{trace.title}{OPEN_CIRCLES if is_open else ''}", color=INK, loc="left")
    every = max(1, -(-len(known) // MOST_DAYS))
    shown = [place for place in places if (len(known) - 1 - place) % every == 0]
    axes.set_xticks(shown, [_day(known[place][0].at) for place in shown])
    axes.spines[["top", "right"]].set_visible(False)


def _percent() -> "Formatter":
    from matplotlib.ticker import PercentFormatter  # noqa: PLC0415 - as above

    return PercentFormatter(1)


def _safe(text: str, longest: int = LONGEST_LABEL) -> str:
    """Make a name safe from being read as a formula, and short enough for its place."""
    shown = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return shown.replace("$", r"\$")

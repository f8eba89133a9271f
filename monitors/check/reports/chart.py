"""The picture of a check: the columns that moved most, their shares before and now."""

from typing import TYPE_CHECKING

import numpy as np

from ground.png import as_png
from monitors.check.check import CheckResult
from monitors.check.column_verdicts import ColumnCheck
from monitors.check.reports.in_words import level_words, share_words, worst_first
from monitors.palette import BEFORE, INK, NOW

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_COLUMNS = 6
MOST_LEVELS = 12
LONGEST_LABEL = 18
LARGER = 9
"""Points of a column's own picture, which may be as narrow as a phone."""


def draw_check(result: CheckResult) -> bytes:
    """Draw the six worst columns as a PNG, 1440 by 960 pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - takes half a second, paid by a picture alone
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    figure = Figure(figsize=(9, 6), dpi=160, layout="constrained")
    FigureCanvasAgg(figure)
    figure.suptitle(result.headline, color=INK)
    shown = _drawable(result)[:MOST_COLUMNS]
    for axes, found in zip(figure.subplots(2, 3).flat, shown, strict=False):
        _draw_column(axes, found)
    handles, labels = figure.axes[0].get_legend_handles_labels()
    if handles:
        figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)
    for axes in figure.axes[len(shown) :]:
        axes.set_axis_off()
    return as_png(figure)


def draw_columns(result: CheckResult) -> list[tuple[str, bytes]]:
    """Draw each of the six worst columns as a PNG, 720 by 576 pixels, with its words."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - as above
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    drawn = []
    for found in _drawable(result)[:MOST_COLUMNS]:
        figure = Figure(figsize=(4, 3.2), dpi=180, layout="constrained")
        FigureCanvasAgg(figure)
        _draw_column(figure.subplots(), found, LARGER)
        drawn.append((_words(found), as_png(figure)))
    return drawn


def _drawable(result: CheckResult) -> list[ColumnCheck]:
    return [
        found
        for found in worst_first(result.columns)
        if found.effect is not None and found.pair is not None and found.pair.is_measurable
    ]


def _words(found: ColumnCheck) -> str:
    """Describe a column's picture: each level with its share before and now."""
    levels = "; ".join(
        f"{_level(label)} {share_words(was)} before, {share_words(now)} now"
        for label, was, now in _shares(found)
    )
    return f"{found.column}, drift {found.effect or 0.0:.2f}: {levels}."


def _shares(found: ColumnCheck) -> list[tuple[str, float, float]]:
    """List the levels of a column with their shares before and now."""
    pair = found.pair
    if pair is None:
        return []
    before = pair.bins_reference[:MOST_LEVELS] / pair.bins_reference.sum()
    now = pair.bins_current[:MOST_LEVELS] / pair.bins_current.sum()
    return list(zip(pair.labels[:MOST_LEVELS], before.tolist(), now.tolist(), strict=True))


def _draw_column(axes: "Axes", found: ColumnCheck, size: int = 6) -> None:
    labels, before, now = zip(*_shares(found), strict=True)
    places = np.arange(len(labels))
    axes.bar(places - 0.2, before, width=0.4, color=BEFORE, label="before")
    axes.bar(places + 0.2, now, width=0.4, color=NOW, label="now")
    shown = [_safe(_level(label)) for label in labels]
    axes.set_xticks(places, shown, rotation=90, fontsize=size - 1)
    axes.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.3g}%")
    axes.tick_params(axis="y", labelsize=size)
    drift = f"{found.answer.value}, PSI {found.effect or 0.0:.2f}"
    axes.set_title(f"{_safe(found.column)}: {drift}", fontsize=size + 2)
    axes.spines[["top", "right"]].set_visible(False)


def _level(label: str) -> str:
    """Write a level, short enough for an axis: `0.8 to 0.85`, `above 90`, `dormitory`."""
    words = level_words(label)
    between = words.removeprefix("between ")
    return words if between == words else between.replace(" and ", " to ")


def _safe(text: str) -> str:
    """Keep a name from being read as mathematics, and cut it."""
    cut = text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"
    return cut.replace("$", r"\$")

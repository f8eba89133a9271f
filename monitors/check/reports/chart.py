"""The picture of a check: the columns that moved most, their shares before and now."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ground.png import as_png
from monitors.check.check import CheckResult
from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.palette import BEFORE, INK, NOW

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_COLUMNS = 6
MOST_LEVELS = 12
LONGEST_LABEL = 18


def worst_first(columns: Sequence[ColumnCheck]) -> list[ColumnCheck]:
    """Put alarms first, then what could not be measured, then the largest movement."""
    rank = {CheckAnswer.ALARM: 0, CheckAnswer.ERROR: 1}
    return sorted(columns, key=lambda found: (rank.get(found.answer, 2), -(found.effect or 0.0)))


def draw_check(result: CheckResult) -> bytes:
    """Draw the six worst columns as a PNG, 1440 by 960 pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - takes half a second, paid by a picture alone
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    figure = Figure(figsize=(9, 6), dpi=160, layout="constrained")
    FigureCanvasAgg(figure)
    figure.suptitle(result.headline, color=INK)
    shown = [found for found in worst_first(result.columns) if found.effect is not None]
    for axes, found in zip(figure.subplots(2, 3).flat, shown[:MOST_COLUMNS], strict=False):
        _draw_column(axes, found)
    handles, labels = figure.axes[0].get_legend_handles_labels()
    if handles:
        figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)
    for axes in figure.axes[len(shown) :]:
        axes.set_axis_off()
    return as_png(figure)


def alt_text(result: CheckResult) -> str:
    """Describe the picture in words."""
    shown = [found for found in worst_first(result.columns) if found.effect is not None]
    moved = ", ".join(f"{found.column} {found.effect:.2f}" for found in shown[:MOST_COLUMNS])
    return f"Shares before and now for the columns that drifted most, with PSI: {moved or 'none'}."


def _draw_column(axes: "Axes", found: ColumnCheck) -> None:
    pair = found.pair
    if pair is None or not pair.is_measurable:
        axes.set_axis_off()
        return
    before = pair.bins_reference[:MOST_LEVELS] / pair.bins_reference.sum()
    now = pair.bins_current[:MOST_LEVELS] / pair.bins_current.sum()
    places = np.arange(len(before))
    axes.bar(places - 0.2, before, width=0.4, color=BEFORE, label="before")
    axes.bar(places + 0.2, now, width=0.4, color=NOW, label="now")
    axes.set_xticks(
        places, [_safe(label) for label in pair.labels[:MOST_LEVELS]], rotation=90, fontsize=5
    )
    axes.tick_params(axis="y", labelsize=6)
    axes.set_title(
        f"{_safe(found.column)}: {found.answer.value}, PSI {found.effect or 0.0:.2f}", fontsize=8
    )
    axes.spines[["top", "right"]].set_visible(False)


def _safe(text: str) -> str:
    """Keep a name from being read as mathematics, and cut it."""
    cut = text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"
    return cut.replace("$", r"\$")

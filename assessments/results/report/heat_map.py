"""The heat table as a picture: topics by group, each figure printed on its colour."""

from typing import TYPE_CHECKING

from assessments.results.maturity import DimensionLine, MaturityCard, shown
from assessments.results.report.lettering import printable
from assessments.results.report.outline import cell_text, headline
from assessments.results.report.palette import INK, colour_of, colour_of_cell, ink_on
from ground.png import as_png

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LONGEST_LABEL, LONGEST_HEAD = 36, 14


def draw_heat_map(card: MaturityCard) -> bytes:
    """Draw a result's heat table as a PNG, 1440 pixels wide."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - takes half a second, paid by the first picture alone
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    rows = len(card.dimensions)
    figure = Figure(figsize=(9, 1.4 + 0.48 * rows), dpi=160, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    heads = ["Everyone", *card.groups]
    for row, line in enumerate(card.dimensions):
        _draw_row(axes, row, line)
    axes.set_xlim(-0.5, len(heads) - 0.5)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_xticks(range(len(heads)), [_safe(head, LONGEST_HEAD) for head in heads])
    axes.set_yticks(range(rows), [_safe(line.label, LONGEST_LABEL) for line in card.dimensions])
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelsize=11, colors=INK)
    axes.spines[:].set_visible(False)
    figure.suptitle(_safe(headline(card), 80), color=INK, fontsize=14)
    return as_png(figure)


def _draw_row(axes: "Axes", row: int, line: DimensionLine) -> None:
    everyone = (colour_of(line.score), shown(line.score, is_hidden=line.is_hidden))
    groups = [(colour_of_cell(cell), cell_text(cell)) for cell in line.cells]
    for column, (colour, text) in enumerate([everyone, *groups]):
        width = 0.98 if column else 0.94
        axes.bar(column, 0.92, width, row - 0.46, color=colour)
        weight = "normal" if column else "bold"
        axes.text(
            column, row, text, ha="center", va="center", color=ink_on(colour), fontsize=13,
            fontweight=weight,
        )  # fmt: skip


def _safe(text: str, longest: int) -> str:
    """Make a name safe from being read as a formula, and short enough for its place."""
    return printable(text, longest).replace("$", r"\$")

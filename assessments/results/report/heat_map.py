"""The heat table as a picture for a phone: topics one below the other, each with its groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from assessments.results.heat_words import cell_text, everyone, meanings
from assessments.results.maturity import Cell, CellState, DimensionLine, MaturityCard
from assessments.results.report.fallback_fonts import families_of, lettering_for
from assessments.results.report.lettering import printable
from assessments.results.report.outline import headline, outline
from assessments.results.report.palette import BLANK, INK, LEVELS, colour_of_cell, ink_on
from ground.png import as_png

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DPI = 240
WIDTH, COLUMN, MARGIN, GAP = 4.5, 0.9, 0.12, 0.05
"""Inches: a picture 1080 pixels wide, which a phone shows with letters of 11 pixels or more."""
LINE, HEADS, TOPIC, BAR = 0.22, 0.42, 0.70, 0.36
TITLE_SIZE, TEXT_SIZE, LEVEL_SIZE = 12, 10, 13
LONGEST_TITLE, LONGEST_TOPIC, LONGEST_HEAD, LONGEST_MEANING = 42, 36, 12, 54
OUTLINE = "#8a8a8a"


@dataclass(frozen=True)
class Sheet:
    """A drawing in inches, its origin at the top left, with the signs that its fonts have."""

    axes: "Axes"
    width: float
    signs: frozenset[int]
    families: Sequence[str]

    def columns(self, count: int) -> list[tuple[float, float]]:
        """Return where each column begins, and how wide it is."""
        step = (self.width - 2 * MARGIN) / count
        return [(MARGIN + step * number, step - GAP) for number in range(count)]

    def write(self, top: float, lines: Sequence[str], **style: object) -> None:
        """Write lines from the left, one below the other."""
        for number, line in enumerate(lines):
            self.text((MARGIN, top + LINE * number), line, ha="left", va="top", **style)

    def text(self, place: tuple[float, float], text: str, **style: Any) -> None:  # noqa: ANN401 - matplotlib's own
        """Write a text, centred unless its style says otherwise."""
        usual = {"ha": "center", "va": "center", "color": INK, "fontsize": TEXT_SIZE}
        usual |= {"family": list(self.families)}
        self.axes.text(*place, text, linespacing=0.95, **{**usual, **style})

    def box(self, place: tuple[float, float], width: float, fill: str, **style: Any) -> None:  # noqa: ANN401 - as above
        """Draw a box of a cell's height."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415 - paid by the first picture alone

        drawn = Rectangle(
            place, width, BAR, facecolor=fill, edgecolor=OUTLINE, linewidth=0.6, **style
        )
        self.axes.add_patch(drawn)


def draw_heat_map(card: MaturityCard) -> bytes:
    """Draw a result's heat table as a PNG, 1080 pixels wide; wider for more than four groups."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - takes half a second, paid by the first picture alone
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    lettering = lettering_for(outline(card))
    signs = lettering.signs
    title = _lines(headline(card), LONGEST_TITLE, signs)
    legend = [line for found in meanings(card) for line in _lines(found, LONGEST_MEANING, signs)]
    heads = MARGIN + LINE * len(title)
    scale = heads + HEADS + TOPIC * len(card.dimensions) + GAP
    width = max(WIDTH, COLUMN * (1 + len(card.groups)))
    height = scale + BAR + LINE * (2 + len(legend)) + MARGIN
    figure = Figure(figsize=(width, height), dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    sheet = Sheet(axes, width, signs, families_of(lettering))
    sheet.write(MARGIN, title, fontsize=TITLE_SIZE, fontweight="bold")
    _draw_heads(sheet, heads, card)
    for row, line in enumerate(card.dimensions):
        _draw_topic(sheet, heads + HEADS + TOPIC * row, line)
    _draw_scale(sheet, scale, card)
    sheet.write(scale + BAR + 1.7 * LINE, legend)
    return as_png(figure)


def _draw_heads(sheet: Sheet, top: float, card: MaturityCard) -> None:
    heads = ["Everyone", *card.groups]
    for (left, width), head in zip(sheet.columns(len(heads)), heads, strict=True):
        lines = _lines(head, LONGEST_HEAD, sheet.signs)[:2]
        sheet.text((left + width / 2, top + HEADS - 0.12), "\n".join(lines), va="bottom")


def _draw_topic(sheet: Sheet, top: float, line: DimensionLine) -> None:
    """Write a topic's name and goal, and draw a cell for everyone and each group below it."""
    sheet.write(top, [_safe(line.label, LONGEST_TOPIC, sheet.signs)], fontweight="bold")
    sheet.text((sheet.width - MARGIN, top), f"goal {line.target}", ha="right", va="top")
    cells = [everyone(line), *line.cells]
    for (left, width), cell in zip(sheet.columns(len(cells)), cells, strict=True):
        _draw_cell(sheet, (left, top + LINE), width, cell)


def _draw_cell(sheet: Sheet, place: tuple[float, float], width: float, cell: Cell) -> None:
    """Draw a cell: its colour is the whole level; words stand where there is none."""
    fill, centre = colour_of_cell(cell), (place[0] + width / 2, place[1] + BAR / 2)
    if cell.state is CellState.KNOWN:
        sheet.box(place, width, fill)
        sheet.text(centre, cell_text(cell), color=ink_on(fill), fontsize=LEVEL_SIZE)
        return
    is_hidden = cell.state is CellState.HIDDEN
    style = "dashed" if cell.state is CellState.NOT_ASKED else "solid"
    sheet.box(place, width, fill, linestyle=style, hatch="///" if is_hidden else None)
    plate = {"facecolor": BLANK, "edgecolor": "none", "pad": 1.5} if is_hidden else None
    sheet.text(centre, cell_text(cell), bbox=plate)


def _draw_scale(sheet: Sheet, top: float, card: MaturityCard) -> None:
    """Draw what each colour means, with the names of the levels."""
    for level, (left, width) in enumerate(sheet.columns(len(LEVELS))):
        fill, middle = LEVELS[level], left + width / 2
        sheet.box((left, top), width, fill)
        centre = (middle, top + BAR / 2)
        sheet.text(centre, str(level), color=ink_on(fill), fontsize=LEVEL_SIZE)
        name = _safe(card.scale[level], LONGEST_HEAD, sheet.signs)
        sheet.text((middle, top + BAR + 0.9 * LINE), name, va="baseline")


def _lines(text: str, width: int, signs: frozenset[int]) -> list[str]:
    return wrap(_safe(text, 3 * width, signs), width)


def _safe(text: str, longest: int, signs: frozenset[int]) -> str:
    """Make a name safe from being read as a formula, and short enough for its place."""
    return printable(text, longest, signs).replace("$", r"\$")

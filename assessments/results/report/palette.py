"""The heat table's colours: one for each whole level, without red and green."""

from fractions import Fraction

from assessments.results.maturity import Cell, CellState

LEVELS = ("#b35806", "#f4b26a", "#f5eedc", "#9dc3e2", "#2166ac")
NOTHING, BLANK, INK, PALE = "#e4e4e4", "#ffffff", "#1d1c1d", "#ffffff"
PALE_ON = frozenset({"#b35806", "#2166ac"})


def colour_of(level: Fraction | None) -> str:
    """Return a whole level's colour; grey when it isn't known."""
    return NOTHING if level is None else LEVELS[int(level)]


def colour_of_cell(cell: Cell) -> str:
    """Return the colour of a group's cell; white where nobody was asked, or answered."""
    is_blank = cell.state in {CellState.NOT_ASKED, CellState.NO_ANSWER}
    return BLANK if is_blank else colour_of(cell.level)


def ink_on(colour: str) -> str:
    """Return a text colour that's readable on a colour."""
    return PALE if colour in PALE_ON else INK

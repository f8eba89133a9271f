"""A result's heat table as text: topics by group, no wider than a phone."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block

from assessments.results.maturity import Cell, CellState, DimensionLine, MaturityCard, shown
from handlers.blocks.parts import context, section
from handlers.blocks.text import aligned, cut, escape, plain

NAME_WIDTH, CELL_WIDTH, GROUPS_ACROSS = 18, 4, 3  # 34 wide: a phone held upright
MARKS = {CellState.UNKNOWN: "?", CellState.HIDDEN: "-", CellState.NOT_ASKED: ""}


def heat_tables(card: MaturityCard) -> Iterator[Block]:
    """Draw the table as wide as a phone; groups that don't fit go into another table below."""
    marks = _marks(card.groups)
    for start in range(0, max(1, len(marks)), GROUPS_ACROSS):
        across = slice(start, start + GROUPS_ACROSS)
        heads = "".join(aligned(mark, CELL_WIDTH, is_right=True) for mark in marks[across])
        rows = [_row(found, found.cells[across]) for found in card.dimensions]
        yield section(
            "\n".join(["```", f"{'':{NAME_WIDTH}}{'All':>{CELL_WIDTH}}{heads}", *rows, "```"])
        )
    names = [
        f"{escape(mark)} is {escape(group)}"
        for mark, group in zip(marks, card.groups, strict=True)
    ]
    yield context(f"{', '.join(names)}. {_goal(card.dimensions)}")


def _marks(groups: Sequence[str]) -> list[str]:
    """Shorten each group's name to three letters; use its number where they're taken."""
    marks: list[str] = []
    for number, group in enumerate(groups, 1):
        mark = plain(group)[: CELL_WIDTH - 1].rstrip()
        marks.append(mark if mark not in marks else f"G{number}")
    return marks


def _row(found: DimensionLine, cells: Sequence[Cell]) -> str:
    figures = "".join(f"{_figure(cell):>{CELL_WIDTH}}" for cell in cells)
    name = cut(plain(found.short_label).replace("`", "'"), NAME_WIDTH)
    everyone = shown(found.score, is_hidden=found.is_hidden)
    return f"{aligned(name, NAME_WIDTH)}{everyone:>{CELL_WIDTH}}{figures}".rstrip()


def _figure(cell: Cell) -> str:
    return MARKS.get(cell.state, shown(cell.level))


def _goal(dimensions: Sequence[DimensionLine]) -> str:
    goals = {found.target for found in dimensions}
    if len(goals) == 1:
        return f"The goal is level {goals.pop()} everywhere."
    named = ", ".join(f"{escape(found.short_label)} {found.target}" for found in dimensions)
    return f"The goals are: {named}."

"""The heat table in words: each cell, what its words mean, and all of it for screen readers."""

from assessments.results.maturity import Cell, CellState, DimensionLine, MaturityCard, shown

WORDS = {
    CellState.UNKNOWN: "don't know",
    CellState.HIDDEN: "hidden",
    CellState.NOT_ASKED: "not asked",
    CellState.NO_ANSWER: "no answer",
}
MEANINGS = {
    CellState.UNKNOWN: "too few people could say",
    CellState.HIDDEN: "only one person answered, so it isn't shown",
    CellState.NOT_ASKED: "nobody in this group was asked",
    CellState.NO_ANSWER: "asked, but nobody answered",
}


def cell_text(cell: Cell) -> str:
    """Write what is known of a group's level: `2.5`, or why there is none."""
    return WORDS.get(cell.state) or shown(cell.level)


def everyone(line: DimensionLine) -> Cell:
    """Return everyone's level in a topic as a cell."""
    if line.is_hidden:
        return Cell(CellState.HIDDEN)
    if line.score is not None:
        return Cell(CellState.KNOWN, line.score)
    states = {cell.state for cell in line.cells}
    if states == {CellState.NOT_ASKED}:
        return Cell(CellState.NOT_ASKED)
    is_silent = bool(states) and states <= {CellState.NOT_ASKED, CellState.NO_ANSWER}
    return Cell(CellState.NO_ANSWER if is_silent else CellState.UNKNOWN)


def is_all_hidden(card: MaturityCard) -> bool:
    """Return whether no level may be shown, since just one person answered."""
    cells = [cell for line in card.dimensions for cell in (everyone(line), *line.cells)]
    shown_states = {cell.state for cell in cells} - {CellState.NOT_ASKED, CellState.NO_ANSWER}
    return card.people == 1 and shown_states == {CellState.HIDDEN}


def meanings(card: MaturityCard) -> list[str]:
    """Explain the words that stand in place of a level, as far as they appear."""
    cells = [cell for line in card.dimensions for cell in (everyone(line), *line.cells)]
    found = {cell.state for cell in cells}
    return [f"{WORDS[state]}: {meaning}" for state, meaning in MEANINGS.items() if state in found]


def topic_lines(card: MaturityCard) -> list[str]:
    """Write each topic in words: its goal, everyone's level, then each group's."""
    return [
        f"{line.label} (goal {line.target}): everyone {cell_text(everyone(line))}"
        + "".join(
            f", {group} {cell_text(cell)}"
            for group, cell in zip(card.groups, line.cells, strict=True)
        )
        for line in card.dimensions
    ]


def described(card: MaturityCard) -> str:
    """Describe the picture of the heat table in words: all that it shows."""
    level = "no level yet" if card.level is None else f"level {card.level} of 4"
    if card.is_level_hidden:
        level = "level not shown"
    about = [f"Topics and groups, 0 to 4; {level}", *topic_lines(card), *meanings(card)]
    return f"{'. '.join(about)}."

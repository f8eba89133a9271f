"""The report's figures as CSV, for a spreadsheet: rows for topics, questions, disputes, steps."""

import csv
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from io import StringIO

from assessments.results.maturity import (
    ALONE,
    UNKNOWN_NOW,
    CellState,
    Dispute,
    MaturityCard,
    shown,
    spread_after,
    spread_before,
)
from assessments.results.report.format import ReportFormat
from assessments.results.report.wording import FLAGS, NOT_VOTED_ON, OUTCOMES, STATES
from ground.characters import without_hidden

HEADS = (
    "kind", "id", "topic", "text", "claimed", "evidenced", "goal", "before", "mark", "owner",
    "due", "state",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
AFTER_DELIMITER = re.compile(r"([;\t|]\s*[\"']*)(?=[=+\-@])")
DIGITS = 2
HIDDEN = "hidden"
CELLS = {
    CellState.UNKNOWN: "?",
    CellState.HIDDEN: HIDDEN,
    CellState.NOT_ASKED: "",
    CellState.NO_ANSWER: "?",
}


def write_csv(card: MaturityCard) -> bytes:
    """Write the figures; a spreadsheet never reads other people's words as a formula."""
    written = StringIO(newline="")
    table = csv.writer(written)
    table.writerow([*HEADS, *(_inert(f"group {group}") for group in card.groups)])
    for row in _rows(card):
        table.writerow([_inert(cell) for cell in row])
    return without_hidden(written.getvalue()).encode("utf-8-sig")


def _rows(card: MaturityCard) -> Iterator[list[str]]:
    empty = [""] * len(card.groups)
    level = "" if card.level is None else str(card.level)
    level = HIDDEN if card.is_level_hidden else level
    evidenced = "" if card.evidenced_level is None else str(card.evidenced_level)
    yield ["level", "", card.scope, card.level_name, level, evidenced, *[""] * 6, *empty]
    for line in card.dimensions:
        claimed = [HIDDEN] * 2 if line.is_hidden else _numbers(line.score, line.evidenced)
        figures = [*claimed, str(line.target)]
        groups = [CELLS.get(cell.state, shown(cell.level)) for cell in line.cells]
        yield [
            "topic", line.id, line.label, "", *figures, *_numbers(line.before), *[""] * 4, *groups
        ]  # fmt: skip
    for item in card.items:
        figures = [HIDDEN] * 2 if item.is_hidden else _numbers(item.score, item.evidenced)
        yield [
            "question", item.id, item.dimension, item.question, *figures, "", "",
            ALONE if item.is_hidden else FLAGS[item.flag], "", "", "", *empty,
        ]  # fmt: skip
    for found in card.disputes:
        outcome = "" if found.outcome is None else OUTCOMES[found.outcome]
        yield from _dispute(found, card.groups, outcome)
    for found in card.disputes_not_voted_on:
        yield from _dispute(found, card.groups, NOT_VOTED_ON)
    for number, step in enumerate(card.steps, 1):
        due = step.due_on.isoformat() if step.due_on else ""
        owner, state = step.owner or step.owner_group, STATES[step.state]
        yield [
            "step", str(number), "", step.aim, *[""] * 5, owner, due, state, *empty
        ]  # fmt: skip


def _dispute(found: Dispute, groups: Sequence[str], outcome: str) -> Iterator[list[str]]:
    """Return a dispute's row; after a second round also the new one and each remaining view."""
    about, empty = [found.id, found.dimension, found.question], [""] * 2

    def row(kind: str, mark: str, views: Sequence[tuple[str, Fraction]]) -> list[str]:
        levels = {group: _numbers(level)[0] for group, level in views}
        missing = "" if levels or mark == UNKNOWN_NOW else HIDDEN
        by_group = [levels.get(group, missing) for group in groups]
        return [kind, *about, *empty * 2, mark, *empty, outcome, *by_group]

    yield row("dispute", spread_before(found), found.views)
    if found.outcome is None:
        return
    yield row("dispute after", spread_after(found), found.views_after)
    for level, words in found.both:
        yield [
            "dispute view", *about[:2], words, *_numbers(level), *[""] * 6, outcome,
            *[""] * len(groups),
        ]  # fmt: skip


def _numbers(*values: Fraction | None) -> list[str]:
    return ["" if value is None else f"{round(float(value), DIGITS):g}" for value in values]


def _inert(cell: str) -> str:
    """Put an apostrophe before a formula, also behind what other settings take for a delimiter."""
    cell = AFTER_DELIMITER.sub(r"\1'", cell)
    return f"'{cell}" if cell.startswith(FORMULA) else cell


FORMAT = ReportFormat("csv", "CSV", write_csv)

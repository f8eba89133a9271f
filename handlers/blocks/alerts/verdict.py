"""An alert in a line: what happened, in its title, and how that is said elsewhere."""

from collections.abc import Sequence
from typing import Protocol

from ground.counting import counted
from handlers.blocks.text import NAME_LIMIT, cut, sentence_case
from handlers.blocks.use_cases.pass_marks import agreed_limit, figure
from handlers.wording.metrics import metric_label
from monitors.alerts.alert_facts import MovedColumn, PassMarkLine
from monitors.check.reports.in_words import level_words, share_words, without_code
from monitors.tables import AlertKind, AlertState

TITLES = {
    AlertKind.DRIFT: "the data has changed",
    AlertKind.PERFORMANCE: "a pass mark is broken",
    AlertKind.DATA: "check the data feed",
    AlertKind.FAIRNESS: "groups get different results",
    AlertKind.PUSHED: "a pass mark is broken",
}
WAS = {
    AlertKind.DATA: "the data feed needed a check",
    AlertKind.FAIRNESS: "groups got different results",
}
"""How a title reads once it is over, where it asks for something."""
SETTLED = {
    AlertState.KEPT: "Settled: {name} kept as it is",
    AlertState.ROLLING_BACK: "{name}: rolling back",
    AlertState.ROLLED_BACK: "Resolved: {name} rolled back",
    AlertState.ENDED: "Closed. {name}: {over}",
}
OVER = {
    AlertKind.DRIFT: "the data is back to normal",
    AlertKind.PERFORMANCE: "results are back to normal",
    AlertKind.DATA: "the data feed is fine again",
    AlertKind.FAIRNESS: "groups get similar results again",
    AlertKind.PUSHED: "the pass mark is met again",
}
"""What an alert that ended by itself says, and no more: another one may be open."""
LONGEST_NAME = 60


class Told(Protocol):
    """What a verdict needs of an alert: its whole card has it, and what Home shows."""

    @property
    def kind(self) -> AlertKind:
        """What it is about."""
        ...

    @property
    def state(self) -> AlertState:
        """Where it stands."""
        ...

    @property
    def model_name(self) -> str:
        """The model."""
        ...

    @property
    def use_case(self) -> str:
        """The use case that the model serves; empty without one."""
        ...

    @property
    def columns(self) -> Sequence[MovedColumn]:
        """The columns that moved, most first."""
        ...

    @property
    def more_columns(self) -> int:
        """How many more there are."""
        ...

    @property
    def pass_marks(self) -> Sequence[PassMarkLine]:
        """Every pass mark beside what was measured."""
        ...

    @property
    def rollback_to(self) -> str | None:
        """Where the model goes back to."""
        ...


def name_of(card: Told) -> str:
    """Name what an alert is about: the use case, or the model where none is written."""
    return cut(card.use_case or sentence_case(card.model_name), LONGEST_NAME)


def alert_title(card: Told) -> str:
    """Write the verdict in a line, as plain text; once settled, how it was."""
    name = name_of(card)
    if card.state in SETTLED:
        settled = SETTLED[card.state].format(name=name, over=OVER[card.kind])
        is_back = card.state in {AlertState.ROLLING_BACK, AlertState.ROLLED_BACK}
        return (
            f"{settled} to {cut(card.rollback_to, 40)}"
            if is_back and card.rollback_to
            else settled
        )
    return f"{name}: {verdict_of(card)}"


def broken_mark(card: Told) -> PassMarkLine | None:
    """Find the first broken pass mark that an alert calls for; None without one."""
    if card.kind not in {AlertKind.PERFORMANCE, AlertKind.PUSHED}:
        return None
    broken = (line for line in card.pass_marks if line.verdict == "broken")
    return next((line for line in broken if line.metric != "psi"), None)


def is_promise_broken(card: Told) -> bool:
    """Return whether an alert is about results that break what the business agreed to."""
    is_about_results = card.kind in {
        AlertKind.PERFORMANCE,
        AlertKind.PUSHED,
        AlertKind.FAIRNESS,
    }
    return is_about_results and any(line.verdict == "broken" for line in card.pass_marks)


def worst_column(card: Told) -> MovedColumn | None:
    """Find the column that moved most and still does; None without one."""
    return next((column for column in card.columns if not column.is_past), None)


def change_of(column: MovedColumn) -> str:
    """Write what happened in a column: its problems, or the two levels that moved most."""
    if column.problems:
        return cut("; ".join(column.problems), 300)
    moves = [
        f"{_level(level)}: {share_words(was)} before, {share_words(now)} now"
        for level, was, now in column.levels[:2]
    ]
    return "; ".join(moves)


def verdict_of(card: Told) -> str:
    """Write what is wrong, as plain text: `accuracy 76.4%, agreed at least 80%`."""
    line, worst = broken_mark(card), worst_column(card)
    if line is not None:
        return figure_beside_limit(line)
    if card.kind is AlertKind.DRIFT and worst is not None:
        others = len(card.columns) + card.more_columns - 1
        more = f" and {counted(others, 'other column')}" if others else ""
        verb = "have" if others else "has"
        return f"{cut(without_code(worst.column), 40)}{more} {verb} changed"
    told = TITLES[card.kind]
    return WAS.get(card.kind, told) if card.state in SETTLED else told


def figure_beside_limit(line: PassMarkLine) -> str:
    """Write a measured figure beside its pass mark: `accuracy 76.4%, agreed at least 80%`."""
    metric = metric_label(line.metric)
    shown = metric if metric[1:2].isupper() else f"{metric[:1].lower()}{metric[1:]}"
    return f"{cut(shown, 40)} {figure(line, line.value)}, agreed {agreed_limit(line)}"


def _level(level: str) -> str:
    return cut(without_code(level_words(level)), NAME_LIMIT)

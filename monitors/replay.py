"""A monitor's settings over history: which windows would have woken somebody, and how often.

Every window is judged as a run would judge it. The data is read in a few grouped queries.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from monitors.budget import ErrorRates, error_rates
from monitors.chance import Counts, PsiLaw, natural_limits, psi_law
from monitors.errors import MonitorError
from monitors.evidence import slow_p_values, with_slow_drift
from monitors.judging import ColumnCheck, Measured, Verdict, judge_columns, verdict_of
from monitors.profile.ids import MOST_CATEGORIES
from monitors.profile.pair import ColumnPair, OnlyValue, label_of, labels_between
from monitors.profile.reading import readings
from monitors.profile.tables import CURRENT, REFERENCE, Column, Tables, count_rows
from monitors.reference_window import ReferenceWindow
from monitors.replay_windows import (
    ColumnCounts,
    CountedWindow,
    Cut,
    Levels,
    Yardstick,
    count_windows,
    yardsticks,
)
from monitors.roles import Roles
from monitors.slow_drift import Evidence, alarm_level, gathered
from monitors.thresholds import QUIET_WINDOWS_TO_END, Limits

SEED = 20_261_125
EMPTY = ColumnCounts(0, np.zeros(0))


@dataclass(frozen=True)
class Plan:
    """What is replayed: how history is cut, what is compared, and what the team can bear."""

    cut: Cut
    runs_per_quarter: float
    budget: float = 1.0
    limits: Limits = field(default_factory=Limits)
    reference_window: ReferenceWindow = field(default_factory=ReferenceWindow)

    @property
    def rates(self) -> ErrorRates:
        """What one run may risk."""
        return error_rates(self.budget, self.runs_per_quarter)


@dataclass(frozen=True)
class ReplayedWindow:
    """One window as a run would have judged it."""

    number: int
    start: int | datetime
    end: int | datetime
    rows: int
    verdict: Verdict
    columns: Sequence[ColumnCheck]


@dataclass(frozen=True)
class Alarm:
    """An alert as it would have been opened: where, about what, and how long it went on."""

    window: int
    columns: Sequence[str]
    last_window: int


@dataclass(frozen=True)
class Replay:
    """All windows, the alerts they would have opened, and what chance alone may give a quarter."""

    windows: Sequence[ReplayedWindow]
    alarms: Sequence[Alarm]
    false_alarms_per_quarter: float
    limit: float = Limits.psi
    min_samples: int = Limits.min_samples


def replay(tables: Tables, roles: Roles, plan: Plan) -> Replay:
    """Run a monitor's settings over the current table, window by window.

    Raises:
        MonitorError: There is nothing to compare, or no whole window.
    """
    history = _read_history(tables, roles, plan.cut)
    if not history.windows:
        raise MonitorError("The current data holds no whole window yet; take a smaller one.")
    rates = plan.rates
    limits = replace(plan.limits, error_rate=rates.window, natural=history.natural(rates.window))
    windows = list(_judged(history, roles, replace(plan, limits=limits)))
    expected = _false_alarms(history, limits, plan)
    return Replay(windows, _alarms(windows), expected, limits.psi, limits.min_samples)


def natural_movement_of(tables: Tables, roles: Roles, rows: int, alpha: float) -> dict[str, float]:
    """Measure how far the reference's own windows stray, by column.

    Args:
        tables: Only the reference is read.
        roles: Which columns are left out.
        rows: The size of a window.
        alpha: How rarely a window may stray further.

    Raises:
        MonitorError: The reference can't be read.
    """
    columns = _compared(tables, roles)
    sticks, levels = yardsticks(tables, REFERENCE, columns), Levels()
    cut = Cut(rows=rows)
    windows = _whole_windows(count_windows(tables, REFERENCE, cut, sticks, levels), cut)
    return {
        stick.column.name: natural_limits(_matrix(windows, stick.column.name), alpha)
        for stick in sticks
    }


@dataclass(frozen=True)
class _History:
    sticks: Sequence[Yardstick]
    levels: Levels
    reference: CountedWindow
    reference_windows: Sequence[CountedWindow]
    windows: Sequence[CountedWindow]

    def natural(self, alpha: float) -> dict[str, float]:
        """Measure each column's own movement in the reference."""
        names = [stick.column.name for stick in self.sticks]
        return {
            name: natural_limits(_matrix(self.reference_windows, name), alpha) for name in names
        }

    def beside(self, number: int, wanted: ReferenceWindow) -> list[CountedWindow]:
        """Give the windows that window `number` is compared with."""
        beside = [self.windows[other] for other in wanted.windows_beside(number)]
        return beside or [self.reference]

    def pair(
        self, stick: Yardstick, beside: Sequence[CountedWindow], window: CountedWindow
    ) -> ColumnPair:
        """Put a window's column beside others; only the reference has a range to be out of."""
        name = stick.column.name
        now = window.columns.get(name, EMPTY)
        before = [other.columns.get(name, EMPTY) for other in beside]
        labels = (
            self.levels.of(name)
            if stick.has_levels
            else labels_between(stick.edges, stick.column.kind)
        )
        bins_reference = sum(
            (_padded(counts.bins, len(labels)) for counts in before), np.zeros(len(labels))
        )
        bins_current = _padded(now.bins, len(labels))
        return ColumnPair(
            stick.column,
            sum(other.rows for other in beside),
            window.rows,
            sum(counts.present for counts in before),
            now.present,
            labels=labels,
            bins_reference=bins_reference,
            bins_current=bins_current,
            out_of_range=now.outside if beside[0] is self.reference else 0,
            is_identifier=stick.is_identifier or len(labels) > MOST_CATEGORIES,
            has_varied=stick.lowest != stick.highest or int(np.count_nonzero(bins_reference)) > 1,
            only=_only(stick, labels, (bins_reference, bins_current), now.only),
        )


def _only(
    stick: Yardstick, labels: Sequence[str], bins: tuple[Counts, Counts], number: float | None
) -> OnlyValue | None:
    """Give the value that alone is left; of a number, its whole bin counts as seen before."""
    places = np.flatnonzero(bins[1])
    if len(places) != 1 or not (stick.has_levels or number is not None):
        return None
    label = labels[places[0]] if number is None else label_of(number, stick.column.kind)
    return OnlyValue(label, int(bins[0][places[0]]))


def _read_history(tables: Tables, roles: Roles, cut: Cut) -> _History:
    for relation in (REFERENCE, CURRENT):
        count_rows(tables, relation)
    columns = [column for column in _compared(tables, roles) if column.name != cut.timestamp]
    sticks, levels = yardsticks(tables, REFERENCE, columns), Levels()
    if not sticks:
        raise MonitorError("No column is left to compare; name fewer columns with --ignore.")
    whole = count_windows(tables, REFERENCE, Cut(), sticks, levels)
    windows = _whole_windows(count_windows(tables, CURRENT, cut, sticks, levels), cut)
    usual_rows = int(np.median([window.rows for window in windows])) if windows else 1
    own = count_windows(tables, REFERENCE, Cut(rows=usual_rows), sticks, levels)
    return _History(sticks, levels, whole[0], _whole_windows(own, Cut(usual_rows)), windows)


def _compared(tables: Tables, roles: Roles) -> list[Column]:
    """List the columns that both tables have and that a check compares."""
    left_out = {*roles.ignore, roles.target, roles.timestamp}
    kinds = {column.name: column.kind for column in tables.columns(CURRENT)}
    return [
        column
        for column in tables.columns(REFERENCE)
        if column.name not in left_out and kinds.get(column.name) is column.kind
    ]


def notes_on_left_out(tables: Tables, roles: Roles) -> list[str]:
    """Say which columns of the reference are not replayed, as they are gone or of another type."""
    compared = {column.name for column in _compared(tables, roles)}
    before, now = (
        {column.name: column for column in tables.columns(relation)}
        for relation in (REFERENCE, CURRENT)
    )
    for name in {*roles.ignore, roles.target, roles.timestamp, *compared}:
        before.pop(str(name), None)
    found, lost = readings(before, now)
    changed = {one.column.name: one.change for one in found} | lost
    return [
        f"{name} {change or 'is of another type now'}, so it is not replayed."
        for name, change in changed.items()
    ]


def _matrix(windows: Sequence[CountedWindow], name: str) -> Counts:
    rows = [window.columns.get(name, EMPTY).bins for window in windows]
    width = max((len(row) for row in rows), default=0)
    return np.array([_padded(row, width) for row in rows]).reshape(len(rows), width)


def _whole_windows(windows: Sequence[CountedWindow], cut: Cut) -> list[CountedWindow]:
    """Leave out a last window whose rows have not all arrived."""
    return [window for window in windows if cut.rows is None or window.rows >= cut.rows]


def _judged(history: _History, roles: Roles, plan: Plan) -> Iterator[ReplayedWindow]:
    random = np.random.default_rng(SEED)
    level = alarm_level(len(history.sticks), plan.rates.slow)
    evidence: dict[str, Evidence] = {}
    for number, window in enumerate(history.windows):
        beside = history.beside(number, plan.reference_window)
        pairs = [history.pair(stick, beside, window) for stick in history.sticks]
        measured = [Measured(pair.column, pair) for pair in pairs]
        columns = judge_columns(measured, roles, plan.limits)
        p_values = slow_p_values(columns, plan.limits, random)
        evidence = gathered(evidence, p_values, window=number, level=level)
        columns = with_slow_drift(columns, evidence, level)
        yield ReplayedWindow(
            number, window.start, window.end, window.rows, verdict_of(columns), columns
        )


def _padded(bins: Counts, width: int) -> Counts:
    """Give levels that were met later a count of 0."""
    return np.pad(bins, (0, width - len(bins)))


def _alarms(windows: Sequence[ReplayedWindow]) -> list[Alarm]:
    """Open one alert a cause, absorb later windows, end it after two quiet ones."""
    alarms: list[Alarm] = []
    quiet = QUIET_WINDOWS_TO_END
    for window in windows:
        quiet = quiet + 1 if window.verdict is not Verdict.ALERT else quiet
        if window.verdict is Verdict.ALERT:
            if quiet >= QUIET_WINDOWS_TO_END:
                alarms.append(Alarm(window.number, _moved(window), window.number))
            alarms[-1] = replace(alarms[-1], last_window=window.number)
            quiet = 0
    return alarms


def _moved(window: ReplayedWindow) -> list[str]:
    moved = [column for column in window.columns if column.is_drift or column.problems]
    return [column.column for column in sorted(moved, key=lambda column: -(column.effect or 0.0))]


def _false_alarms(history: _History, limits: Limits, plan: Plan) -> float:
    """Bound the false alarms of a quarter: by the budget, and by each column's own limit."""
    random = np.random.default_rng(SEED)
    rows = float(np.median([window.rows for window in history.windows]))
    beyond = sum(
        law.p_value(max(limits.threshold_of(name), law.exceeded_with(limits.error_rate)))
        for name, law in _laws(history, rows, random)
    )
    return plan.runs_per_quarter * (min(beyond, plan.rates.window) + plan.rates.slow)


def _laws(
    history: _History, rows: float, random: np.random.Generator
) -> Iterator[tuple[str, PsiLaw]]:
    for name, counts in history.reference.columns.items():
        if counts.present:
            yield name, psi_law(counts.bins, counts.bins / counts.present * rows, random)

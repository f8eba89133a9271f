"""A monitor's settings over history: which windows would have woken somebody, and how often.

Every window is judged as a run would judge it. The data is read in a few grouped queries.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from monitors.check.check import notices_in, overall_verdict, shared_limits
from monitors.check.column_verdicts import (
    CheckVerdict,
    ColumnCheck,
    Measured,
    judge_columns,
)
from monitors.check.limits import QUIET_WINDOWS_TO_END, Limits
from monitors.check.questions.question import Finding, Question
from monitors.check.quiet_moves import quiet_moves
from monitors.check.reference_window import ReferenceWindow
from monitors.check.roles import Roles
from monitors.check.segments import SegmentCheck, worst_of
from monitors.check.slow_drift_history import slow_steps, with_slow_drift
from monitors.errors import MeasurementError
from monitors.profile.engine import Tables
from monitors.replay.asker import Asker, Beyond
from monitors.replay.cut import Cut
from monitors.replay.history import History, read_history
from monitors.replay.past import reference_past
from monitors.replay.window_tables import window_sql
from monitors.statistics.budget import ErrorRates, error_rates, notice_rate_per_run
from monitors.statistics.chance import FEWEST_WINDOWS, PsiLaw, psi_law
from monitors.statistics.restless import MOST_PAST, Learner, Move
from monitors.statistics.slow_drift import SlowDriftEvidence, alarm_level, gathered

SEED = 20_261_125


@dataclass(frozen=True)
class Plan:
    """What is replayed: how history is cut, what is compared, and what the team can bear."""

    cut: Cut
    runs_per_quarter: float
    budget: float = 1.0
    limits: Limits = field(default_factory=Limits)
    reference_window: ReferenceWindow = field(default_factory=ReferenceWindow)
    questions: Sequence[Question] = ()

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
    verdict: CheckVerdict
    columns: Sequence[ColumnCheck]
    findings: Sequence[Finding] = ()
    segments: Sequence[SegmentCheck] = ()

    @property
    def notices(self) -> list[str]:
        """List what is certain and worth a line, and calls nobody."""
        return [one.sentence for one in notices_in(self.columns, self.findings)]


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
    min_samples: int = Limits.min_samples
    windows_of_reference: int = FEWEST_WINDOWS

    @property
    def noticed(self) -> list[ReplayedWindow]:
        """List the windows with something that is worth a look, and calls nobody."""
        return [window for window in self.windows if window.verdict is CheckVerdict.WARNING]


def replay(tables: Tables, roles: Roles, plan: Plan) -> Replay:
    """Run a monitor's settings over the current table, window by window.

    Raises:
        MeasurementError: There is nothing to compare, or no whole window.
    """
    history = read_history(tables, roles, plan.cut)
    if not history.windows:
        raise MeasurementError(
            "The current data doesn't fill a single window yet. Use a smaller one."
        )
    is_asked = plan.questions or roles.segment is not None
    window = window_sql(tables, plan.cut)
    asker = Asker(tables, window, roles, plan.questions) if is_asked else None
    return replay_history(history, roles, plan, asker)


def replay_history(
    history: History, roles: Roles, plan: Plan, asker: Asker | None = None
) -> Replay:
    """Run a monitor's settings over counted windows, each by what was known before it.

    Args:
        history: The windows.
        roles: Which column plays which part.
        plan: The settings.
        asker: Asks what is asked beyond columns; nothing is without one.
    """
    past = reference_past(history)
    limits = replace(
        plan.limits,
        error_rate=plan.rates.window,
        notice_rate=notice_rate_per_run(plan.runs_per_quarter),
    )
    plan = replace(plan, limits=limits)
    windows = list(_judged(history, roles, plan, past, asker))
    expected = _false_alarms(history, limits.after(past), plan, roles)
    return Replay(windows, _alarms(windows), expected, limits.min_samples, len(past))


def _judged(
    history: History,
    roles: Roles,
    plan: Plan,
    past: Sequence[Mapping[str, Move]],
    asker: Asker | None,
) -> Iterator[ReplayedWindow]:
    """Judge window after window, each by what was known before it, as a monitor's runs do."""
    learner, known = Learner(past), list(past)
    level = alarm_level(len(history.sticks), plan.rates.slow)
    evidence: dict[str, SlowDriftEvidence] = {}
    for number, window in enumerate(history.windows):
        limits = replace(plan.limits, past=known[-MOST_PAST:], nature=learner.nature())
        beside = history.beside(number, plan.reference_window)
        pairs = [history.pair(stick, beside, window) for stick in history.sticks]
        measured = [Measured(pair.column, pair) for pair in pairs]
        of_columns, _ = shared_limits(limits, plan.questions, roles)
        columns = judge_columns(measured, roles, of_columns)
        steps = slow_steps(columns, limits)
        evidence = gathered(evidence, steps, window=number, level=level)
        columns = with_slow_drift(columns, evidence, level)
        moves = quiet_moves(columns, evidence)
        learner.learn(moves)
        known.append(moves)
        keys = [other.key for other in beside if other is not history.reference]
        beyond = asker.beyond(window.key, keys, limits, columns) if asker else Beyond()
        yield ReplayedWindow(
            number,
            window.start,
            window.end,
            window.rows,
            _verdict(columns, beyond),
            columns,
            beyond.findings,
            beyond.segments,
        )


def _verdict(columns: Sequence[ColumnCheck], beyond: Beyond) -> CheckVerdict:
    verdicts = [found.result.verdict for found in beyond.segments if found.result]
    return worst_of([overall_verdict(columns, beyond.findings, []), *verdicts])


def _alarms(windows: Sequence[ReplayedWindow]) -> list[Alarm]:
    """Open one alert a cause, absorb later windows, end it after two quiet ones."""
    alarms: list[Alarm] = []
    quiet = QUIET_WINDOWS_TO_END
    for window in windows:
        quiet = quiet + 1 if window.verdict is not CheckVerdict.ALERT else quiet
        if window.verdict is CheckVerdict.ALERT:
            if quiet >= QUIET_WINDOWS_TO_END:
                alarms.append(Alarm(window.number, _moved(window), window.number))
            alarms[-1] = replace(alarms[-1], last_window=window.number)
            quiet = 0
    return alarms


def _moved(window: ReplayedWindow) -> list[str]:
    moved = [column for column in window.columns if column.is_drift or column.problems]
    names = [column.column for column in sorted(moved, key=lambda one: -(one.effect or 0.0))]
    names += [found.question for found in window.findings if found.problems]
    return [*names, *(found.segment for found in window.segments if found.is_alert)]


def _false_alarms(history: History, limits: Limits, plan: Plan, roles: Roles) -> float:
    """Bound the false alarms of a quarter: by the budget, and by each column's own limit."""
    random = np.random.default_rng(SEED)
    rows = float(np.median([window.rows for window in history.windows]))
    beyond = 0.0
    for name, chance in _laws(history, rows, random):
        law = limits.nature.law(name, chance) or chance
        beyond += law.p_value(limits.floors(name, roles.of(name)).alert)
    return plan.runs_per_quarter * (min(beyond, plan.rates.window) + plan.rates.slow)


def _laws(
    history: History, rows: float, random: np.random.Generator
) -> Iterator[tuple[str, PsiLaw]]:
    for name, counts in history.reference.columns.items():
        if counts.present:
            yield name, psi_law(counts.bins, counts.bins / counts.present * rows, random)

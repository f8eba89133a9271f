"""What Lamplighter says of the weeks of `bench.power`, by the product's own code.

A monitor has met 26 quiet weeks, from which it learned; then a shift begins. Each week is checked
as a run checks it, with every question that is asked by default, and slow drift gathers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from bench.power_worlds import ANSWER, PROBABILITY, TRUTH, Kind, Table, quiet, reference, shifted
from bot.adapters.data_sources.frames import FrameTables
from monitors.check.asking import read_questions
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.limits import Limits
from monitors.check.quiet_moves import quiet_moves
from monitors.check.roles import Roles
from monitors.check.slow_drift_history import slow_steps, with_slow_drift
from monitors.profile.remembered import Memory, RememberedTables
from monitors.replay.past import past_of_reference
from monitors.statistics.budget import RUNS_PER_QUARTER, error_rates, notice_rate_per_run
from monitors.statistics.restless import MOST_PAST, Move
from monitors.statistics.slow_drift import SlowDriftEvidence, alarm_level, gathered

ROLES = Roles(TRUTH, ANSWER, PROBABILITY)
LEARNED_FROM = 26
FIRST_QUIET = 1_000_000  # quiet weeks that nobody else draws
RUNS = RUNS_PER_QUARTER["weekly"]
RATES = error_rates(1.0, RUNS)


@dataclass(frozen=True)
class Week:
    """What was said of one week: alerts and notices, as sentences."""

    verdict: CheckVerdict
    alerts: Sequence[str]
    notices: Sequence[str]


@dataclass
class Monitor:
    """A monitor between two runs: its limits, what it remembers, and how drift has gathered."""

    reference: pd.DataFrame
    limits: Limits
    memory: Memory = field(default_factory=Memory)
    past: list[Mapping[str, Move]] = field(default_factory=list)
    evidence: Mapping[str, SlowDriftEvidence] = field(default_factory=dict)
    number: int = 0

    @classmethod
    def learned(cls, rows: int, number: int = 0) -> "Monitor":
        """Make one that has met its reference and 26 quiet weeks."""
        frame = pd.DataFrame(reference(number))
        limits = Limits(error_rate=RATES.window, notice_rate=notice_rate_per_run(RUNS))
        monitor = cls(frame, limits)
        with FrameTables(frame, frame.head(rows)) as tables:
            monitor.past = list(past_of_reference(tables, ROLES, rows))
        for week in range(LEARNED_FROM):
            monitor.run(quiet(rows, FIRST_QUIET + LEARNED_FROM * number + week))
        monitor.evidence, monitor.memory = {}, Memory(known=dict(monitor.memory.used))
        return monitor

    def branch(self) -> "Monitor":
        """Return the same monitor, to meet other weeks."""
        return replace(self, past=list(self.past), evidence=dict(self.evidence))

    def run(self, week: Table) -> Week:
        """Check one week as a run does, and keep what it teaches."""
        limits = self.limits.after(self.past[-MOST_PAST:])
        with FrameTables(self.reference, pd.DataFrame(week)) as opened:
            tables = RememberedTables(opened, self.memory)
            result = check(
                tables, ROLES, limits, read_questions({}), has_estimate_beside_truth=False
            )
        level = alarm_level(len(result.columns), RATES.slow)
        steps = slow_steps(result.columns, limits)
        self.evidence = gathered(self.evidence, steps, window=self.number, level=level)
        result = result.with_columns(with_slow_drift(result.columns, self.evidence, level))
        self.past.append(quiet_moves(result.columns, self.evidence))
        self.number += 1
        return _said(result)


def _said(result: CheckResult) -> Week:
    alerts = [
        f"{column.column}: {'; '.join(column.problems) or f'PSI {column.effect:.3f}'}"
        for column in result.columns
        if column.is_drift or column.problems
    ]
    notices = [f"{column.column}: {line}" for column in result.columns for line in column.notices]
    alerts += [line for finding in result.findings for line in finding.problems]
    notices += [line for finding in result.findings for line in finding.notices]
    return Week(result.verdict, alerts, [*notices, *result.notes])


def quiet_weeks(monitor: Monitor, rows: int, weeks: int) -> list[Week]:
    """Judge quiet weeks, each after the same 26."""
    return [monitor.branch().run(quiet(rows, number)) for number in range(weeks)]


def found(
    monitor: Monitor, kind: Kind, strength: int, rows: int, repeats: int, weeks: int
) -> Iterator[list[Week]]:
    """Judge the weeks of a shift until one calls somebody, repeat by repeat."""
    for repeat in range(repeats):
        branch, said = monitor.branch(), []
        for week in range(weeks):
            said.append(branch.run(shifted(kind, strength, rows, repeat, week)))
            if said[-1].verdict is CheckVerdict.ALERT:
                break
        yield said

"""The same check within each segment: a shift that the whole table hides, worst first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import NDArray

from monitors.check.asking import read_questions
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict, ColumnCheck
from monitors.check.limits import Limits
from monitors.check.metric_bounds import MetricEvidence, metric_evidence
from monitors.check.movement import change_in_words
from monitors.check.roles import Roles
from monitors.errors import MeasurementError
from monitors.performance import PERFORMANCE_METRICS
from monitors.profile.engine import CURRENT, REFERENCE, Column, Tables
from monitors.profile.sql import select
from monitors.profile.values import canonical, listed, names_of

MOST_SEGMENTS = 5
MOST_VALUES = 20
MOST_SPELLED = 200
LONGEST_VALUE = 50
FEWEST_ROWS = 30
"""A segment is judged by its evidence: tests know how little a few rows prove."""
ORDER = (CheckVerdict.ALERT, CheckVerdict.WARNING, CheckVerdict.OK)


@dataclass(frozen=True)
class SegmentTables:
    """Both tables cut down to one value of a column; every query sees these rows alone.

    `spellings` are other ways in which the tables write the value.
    """

    tables: Tables
    column: str
    value: str
    spellings: Sequence[str] = ()

    def columns(self, relation: str) -> list[Column]:
        """List a relation's columns, in order."""
        return self.tables.columns(relation)

    def query(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run one aggregation over the segment.

        Raises:
            MeasurementError: The engine refused it.
        """
        return self.tables.query(self._cut(sql))

    def numbers(self, sql: str) -> list[NDArray[Any]]:
        """Run one aggregation over the segment that gives numbers alone.

        Raises:
            MeasurementError: The engine refused it.
        """
        return self.tables.numbers(self._cut(sql))

    def _cut(self, sql: str) -> str:
        rows = f"WHERE {canonical(self.column)} IN ({listed([self.value, *self.spellings])})"
        relations = ", ".join(
            f"{name} AS ({select('*', name, rows)})" for name in (REFERENCE, CURRENT)
        )
        return f"WITH {relations} {select('*', f'({sql})')}"


@dataclass(frozen=True)
class SegmentCheck:
    """What was found in a segment; without a result, the note says why."""

    segment: str
    rows_current: int
    result: CheckResult | None
    note: str = ""

    @property
    def is_too_small(self) -> bool:
        """Whether none of its columns has enough rows to judge."""
        return self.result is not None and all(
            column.answer is CheckAnswer.NOT_ENOUGH_DATA for column in self.result.columns
        )

    @property
    def verdict(self) -> CheckVerdict | None:
        """What was found; None where it wasn't measured, or has too few rows to judge."""
        return self.result.verdict if self.result and not self.is_too_small else None

    @property
    def is_alert(self) -> bool:
        """Whether somebody is called."""
        return self.result is not None and self.result.verdict is CheckVerdict.ALERT

    @property
    def proven(self) -> list[ColumnCheck]:
        """List the columns that changed for certain, the clearest first.

        A column of many levels has much PSI by chance, so what is certain is named, rather than
        what is large.
        """
        columns = self.result.columns if self.result else ()
        told = [column for column in columns if column.answer is CheckAnswer.ALARM]
        told = told or [column for column in columns if column.notices]
        return sorted(told, key=lambda one: (_likeliness(one), -(one.effect or 0.0)))

    @property
    def worst(self) -> tuple[str, float] | None:
        """Return the column that changed most clearly, with its PSI; None where none did."""
        first = next(iter(self.proven), None)
        return (first.column, first.effect or 0.0) if first else None

    @property
    def evidence(self) -> dict[str, MetricEvidence]:
        """Return the performance metrics of the segment's labelled cases."""
        outcomes = self.result.performance.get(CURRENT) if self.result else None
        if outcomes is None:
            return {}
        found = {name: metric_evidence(name, outcomes) for name in PERFORMANCE_METRICS}
        return {name: evidence for name, evidence in found.items() if evidence.value is not None}


def check_segments(
    tables: Tables,
    roles: Roles,
    limits: Limits,
    ids: Sequence[str] = (),
    most: int = MOST_SEGMENTS,
) -> list[SegmentCheck]:
    """Check each of the twenty largest segments, and give the worst first.

    Segments share their part of the error rate, so that more of them don't mean more false alarms.

    Args:
        tables: Reference and current data.
        roles: Names the segment's column, and which column plays which part.
        limits: As for the whole table.
        ids: Columns that hold ids in the whole table; a segment's own may not show it.
        most: How many segments are given.

    Raises:
        MeasurementError: The engine refused to list the segments.
    """
    if roles.segment is None:
        return []
    segments = segments_of(tables, roles.segment)
    spelled = {} if segments else _in_other_spellings(tables, roles.segment)
    segments = segments or [(name, sum(rows.values())) for name, rows in spelled.items()]
    if not segments:
        return [_nothing_shared(tables, roles.segment)]
    within = replace(roles, segment=None, ignore=[*roles.ignore, *ids, roles.segment])
    shared = limits.times(1 / (roles.parts * len(segments)))
    shared = replace(shared, min_samples=min(limits.min_samples, FEWEST_ROWS))
    found = [
        _check(
            SegmentTables(tables, roles.segment, name, list(spelled.get(name, ()))),
            rows,
            within,
            shared,
        )
        for name, rows in segments
    ]
    return sorted(found, key=_badness)[:most]


def check_whole(
    tables: Tables, roles: Roles, options: Mapping[str, Any], notes: Sequence[str] = ()
) -> tuple[CheckResult, list[SegmentCheck]]:
    """Check a table and its segments, as `lamplighter check` and `check_frames` do.

    Args:
        tables: Reference and current data.
        roles: Which column plays which part.
        options: What is asked beyond the columns, by the names of a monitor's options.
        notes: What else should be told, in sentences.

    Raises:
        MeasurementError: A named column is nowhere, a table is empty, or nothing can be compared.
    """
    whole = check(tables, roles, Limits(), read_questions(options))
    segments = check_segments(tables, roles, Limits(), whole.ids)
    return with_segments(whole.with_notes(notes), segments), segments


def with_segments(result: CheckResult, segments: Sequence[SegmentCheck]) -> CheckResult:
    """Let the whole be no better than its worst segment; one that failed is worth a look.

    One that has too few rows to judge is no worse than one that isn't there.
    """
    verdicts = {
        found.verdict or CheckVerdict.WARNING for found in segments if not found.is_too_small
    }
    return replace(result, verdict=worst_of([result.verdict, *verdicts]))


def worst_of(verdicts: Sequence[CheckVerdict]) -> CheckVerdict:
    """Return the most urgent of several verdicts."""
    return min(verdicts, key=ORDER.index)


def segments_of(tables: Tables, column: str) -> list[tuple[str, int]]:
    """List the values that both tables have, with the current rows, most first."""
    value = canonical(column)
    rows = tables.query(
        f"""
        SELECT value, sum(c) AS cases FROM (
            SELECT {value} AS value, 1 AS r, 0 AS c FROM {REFERENCE}
            UNION ALL SELECT {value}, 0, 1 FROM {CURRENT}
        ) WHERE value IS NOT NULL
        GROUP BY value HAVING sum(r) > 0 AND sum(c) > 0
        ORDER BY cases DESC, value LIMIT {MOST_VALUES}
        """  # noqa: S608 - the name is quoted
    )
    return [(str(name), int(count)) for name, count in rows]


def _in_other_spellings(tables: Tables, column: str) -> dict[str, dict[str, int]]:
    """Find values that both tables have, each in a spelling of its own.

    Returns:
        The largest by the reference's name for them: current rows by spelling.
    """
    value = canonical(column)
    largest = f"WHERE {value} IS NOT NULL GROUP BY v ORDER BY 2 DESC, 1 LIMIT {MOST_SPELLED}"
    levels = [
        {
            str(level): int(count)
            for level, count in tables.query(select(f"{value} AS v, count(*)", relation, largest))
        }
        for relation in (REFERENCE, CURRENT)
    ]
    before, now = names_of(levels)
    found: dict[str, dict[str, int]] = {}
    for level, name in now.items():
        if name in before.values():
            found.setdefault(name, {})[level] = levels[1][level]
    for level, name in before.items():
        if name in found:
            found[name].setdefault(level, 0)
    by_size = sorted(found.items(), key=lambda one: (-sum(one[1].values()), one[0]))
    return dict(by_size[:MOST_VALUES])


def change_of(found: SegmentCheck) -> str:
    """Say of a segment with a change which column changed most clearly, from what to what."""
    first = found.proven[0]
    change = next(iter([*first.problems, *first.notices]), "")
    if not change and first.pair is not None:
        change = f"{change_in_words(first.pair)}, drift {first.effect or 0.0:.2f}"
    return f"{first.column}: {change}"


def _nothing_shared(tables: Tables, column: str) -> SegmentCheck:
    """Return what is to be said where no segment is in both tables."""
    examples = [
        tables.query(select(f"min({canonical(column)}), count(*)", relation))[0]
        for relation in (REFERENCE, CURRENT)
    ]
    before, now = (str(value)[:LONGEST_VALUE] for value, _ in examples)
    note = f"no value is in both tables (for example {before!r} before, {now!r} now)"
    return SegmentCheck(column, int(examples[1][1]), None, note)


def _check(tables: SegmentTables, rows: int, roles: Roles, limits: Limits) -> SegmentCheck:
    try:
        return SegmentCheck(tables.value, rows, check(tables, roles, limits))
    except MeasurementError as error:
        return SegmentCheck(tables.value, rows, None, str(error))


def _likeliness(column: ColumnCheck) -> float:
    """Return how likely a column's drift is by chance; what its quality proves comes last."""
    return 1.0 if column.p_value is None or not column.is_drift else column.p_value


def _badness(found: SegmentCheck) -> tuple[int, float, str]:
    """Sort by verdict, then by how far the worst column moved."""
    place = ORDER.index(found.verdict) if found.verdict else len(ORDER)
    return place, -(found.worst[1] if found.worst else 0.0), found.segment

"""One check: a current table beside its reference, and how right the model was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import NamedTuple

from monitors.check.asking import ask_questions
from monitors.check.column_verdicts import (
    CheckAnswer,
    CheckVerdict,
    ColumnCheck,
    Measured,
    index_check,
    judge_columns,
    verdict_of,
)
from monitors.check.limits import Limits
from monitors.check.model import check_model
from monitors.check.questions.question import Case, Finding, Question
from monitors.check.roles import Roles
from monitors.errors import MeasurementError
from monitors.performance import PERFORMANCE_METRICS
from monitors.performance.estimated import EstimatedPerformance, NotEstimated
from monitors.performance.metric import Outcomes
from monitors.profile.engine import (
    CURRENT,
    REFERENCE,
    Column,
    RowCounts,
    Tables,
    count_rows,
    rows_as_word,
)
from monitors.profile.pairs import profile_pairs
from monitors.profile.reading import readings

MOST_NAMES = 20
HALF = 0.5


class Notice(NamedTuple):
    """A sentence on what is certain and calls nobody, and the column or question it is about."""

    about: str
    sentence: str


@dataclass(frozen=True)
class CheckResult:
    """A whole check."""

    rows_reference: int
    rows_current: int
    columns: Sequence[ColumnCheck]
    performance: Mapping[str, Outcomes]
    verdict: CheckVerdict
    estimated: EstimatedPerformance | NotEstimated | None = None
    notes: Sequence[str] = ()
    findings: Sequence[Finding] = ()

    def with_columns(self, columns: Sequence[ColumnCheck]) -> "CheckResult":
        """Judge the table again, once more is known about its columns."""
        verdict = overall_verdict(columns, self.findings, self.notes)
        return replace(self, columns=columns, verdict=verdict)

    def with_notes(self, notes: Sequence[str]) -> "CheckResult":
        """Add sentences on what was not as it was asked or found; they are worth a look."""
        verdict = overall_verdict(self.columns, self.findings, [*self.notes, *notes])
        return replace(self, notes=[*self.notes, *notes], verdict=verdict)

    @property
    def headline(self) -> str:
        """The verdict, and how many rows were compared with how many."""
        rows = f"{self.rows_current:,} {rows_as_word(self.rows_current)}"
        return f"{self.verdict.value.upper()}: {rows} compared with {self.rows_reference:,}"

    @property
    def notices(self) -> list[Notice]:
        """List what is certain and worth a line, and calls nobody."""
        return notices_in(self.columns, self.findings)

    @property
    def ids(self) -> list[str]:
        """List the columns that hold ids or names, and so are not compared."""
        return [one.column for one in self.columns if one.pair and one.pair.is_identifier]

    def metrics(self, relation: str) -> dict[str, float]:
        """Return the performance metrics that could be taken of a relation."""
        if relation not in self.performance:
            return {}
        measured = {
            name: metric.measure(self.performance[relation])
            for name, metric in PERFORMANCE_METRICS.items()
        }
        return {name: value for name, value in measured.items() if value is not None}


def notices_in(columns: Sequence[ColumnCheck], findings: Sequence[Finding]) -> list[Notice]:
    """List the notices of columns and of questions."""
    of_columns = [
        Notice(column.column, f"{column.column}: {notice}")
        for column in columns
        for notice in column.notices
    ]
    return [
        *of_columns,
        *(Notice(found.question, one) for found in findings for one in found.notices),
    ]


def check(
    tables: Tables,
    roles: Roles,
    limits: Limits,
    questions: Sequence[Question] = (),
    *,
    has_estimate_beside_truth: bool = True,
) -> CheckResult:
    """Compare the current table with the reference.

    Half of the error rates is the columns', half is shared by the questions beyond them, and
    segments that are looked at beside have as much as the whole: whoever asks more is not woken
    more often.

    Args:
        tables: Reference and current data.
        roles: Which column plays which part.
        limits: When a change is large enough to be told.
        questions: What is asked beyond the columns.
        has_estimate_beside_truth: Whether performance is estimated, which may take seconds, also
            where every label has come.

    Raises:
        MeasurementError: A named column is nowhere, a table is empty, or nothing can be compared.
    """
    reference = {column.name: column for column in tables.columns(REFERENCE)}
    current = {column.name: column for column in tables.columns(CURRENT)}
    named = [*roles.named(), *(name for asked in questions for name in asked.named())]
    _refuse_unknown(named, reference, current)
    rows = RowCounts(count_rows(tables, REFERENCE), count_rows(tables, CURRENT))
    compared, indexes = _compared(roles, reference, current)
    measured = _measure(tables, compared, current, rows)
    if not measured:
        raise MeasurementError(
            "No column is left to compare. Leave out fewer columns with --ignore."
        )
    if all(found.pair is None for found in measured):
        raise MeasurementError(
            f"No column could be measured: {measured[0].column.name} {measured[0].note}"
        )
    of_columns, part = shared_limits(limits, questions, roles)
    columns = judge_columns(measured, roles, of_columns)
    model = check_model(
        tables,
        roles,
        {REFERENCE: reference, CURRENT: current},
        columns,
        has_estimate_beside_truth=has_estimate_beside_truth,
    )
    findings = ask_questions(questions, Case(tables, roles, part, columns, model.performance))
    notes = [*model.notes, *_nothing_judged(columns)]
    return CheckResult(
        rows.reference,
        rows.current,
        [*columns, *(index_check(column, roles) for column in indexes)],
        model.performance,
        overall_verdict(columns, findings, notes),
        model.estimated,
        notes,
        findings,
    )


def shared_limits(
    limits: Limits, questions: Sequence[Question], roles: Roles
) -> tuple[Limits, Limits]:
    """Share a run's error rates: half for the columns, half for the questions beyond them.

    Returns:
        What the columns have together, and what one part of the questions' half is.
    """
    parts = sum(asked.parts(roles) for asked in questions)
    whole = limits.times(1 / roles.parts)
    return whole.times(HALF if parts else 1), whole.times(HALF / max(parts, 1))


def _compared(
    roles: Roles, reference: Mapping[str, Column], current: Mapping[str, Column]
) -> tuple[dict[str, Column], list[Column]]:
    """Part the columns that are compared from those that are an index of either table."""
    left_out = {*roles.ignore, roles.target, roles.timestamp}
    indexes = {
        column.name for column in [*reference.values(), *current.values()] if column.is_left_out
    }
    kept = {name: column for name, column in reference.items() if name not in left_out}
    compared = {name: column for name, column in kept.items() if name not in indexes}
    return compared, [column for name, column in kept.items() if name in indexes]


def _refuse_unknown(
    names: Sequence[str], reference: Mapping[str, Column], current: Mapping[str, Column]
) -> None:
    for name in names:
        if name not in reference and name not in current:
            known = ", ".join(list(reference)[:MOST_NAMES])
            raise MeasurementError(f"{no_column(name, reference)} The reference has: {known}.")


def no_column(name: str, known: Iterable[str]) -> str:
    """Return a sentence on a missing column, with the nearest name."""
    by_case = {there.lower(): there for there in known}
    nearest = get_close_matches(name.lower(), by_case, n=1)
    meant = f" Did you mean {by_case[nearest[0]]}?" if nearest else ""
    return f"There is no column {name}.{meant}"


def notes_on_unknown(tables: Tables, names: Iterable[str]) -> list[str]:
    """Return which names belong to no column of either table; they change nothing.

    Raises:
        MeasurementError: The engine refused to list the columns.
    """
    known = [column.name for name in (REFERENCE, CURRENT) for column in tables.columns(name)]
    return [
        f"{no_column(name, known)} The name is ignored." for name in names if name not in known
    ]


def _measure(
    tables: Tables,
    compared: Mapping[str, Column],
    current: Mapping[str, Column],
    rows: RowCounts,
) -> list[Measured]:
    """Count every column, in the reference's order; what fails in one stops no other."""
    columns, notes = readings(compared, current)
    told = {found.column.name: found.told for found in columns}
    pairs, failed = profile_pairs(tables, columns, rows)
    return [
        Measured(pairs[name].column, pairs[name], told.get(name, ""))
        if name in pairs
        else Measured(column, None, (notes | failed)[name], is_lost=name in notes)
        for name, column in compared.items()
    ]


def _nothing_judged(columns: Sequence[ColumnCheck]) -> list[str]:
    """Return a note if no column has enough in both tables, which doesn't mean all is well."""
    if any(column.answer is not CheckAnswer.NOT_ENOUGH_DATA for column in columns):
        return []
    return ["No column has enough cases in both tables, so nothing could be judged."]


def overall_verdict(
    columns: Sequence[ColumnCheck], findings: Sequence[Finding], notes: Sequence[str]
) -> CheckVerdict:
    """Take the worst of all; what could not be measured is worth a look."""
    answers = {finding.answer for finding in findings}
    verdict = verdict_of(columns)
    if CheckAnswer.ALARM in answers:
        return CheckVerdict.ALERT
    is_noticed = any(finding.notices for finding in findings)
    is_doubtful = notes or is_noticed or CheckAnswer.ERROR in answers
    return CheckVerdict.WARNING if is_doubtful and verdict is CheckVerdict.OK else verdict

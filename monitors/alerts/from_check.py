"""What a check gives reason to alert about: drift, broken pass marks, the feed, unfair groups."""

from collections.abc import Sequence
from dataclasses import replace

from assessments.use_cases.pass_marks import OF_COLUMNS, Judgement, worth_showing
from monitors.alerts.alert_facts import (
    AlertFacts,
    ExpectedAccuracy,
    MovedColumn,
    MovedLevel,
    PassMarkLine,
)
from monitors.check.check import CheckResult
from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.check.questions.fairness import FairnessFinding
from monitors.check.questions.labels import LabelsFinding
from monitors.check.reports.in_words import moved_levels
from monitors.performance.estimated import EstimatedPerformance
from monitors.profile.engine import CURRENT

MOST_COLUMNS = 10
MOST_LEVELS = 8


def drift_facts(
    result: CheckResult, judgements: Sequence[Judgement], segments: Sequence[str] = ()
) -> AlertFacts | None:
    """Return which columns moved, most first; None when nothing deserves an alert.

    Args:
        result: The check.
        judgements: The pass marks beside it.
        segments: What moved within segments, in words.
    """
    moved = [column for column in result.columns if column.is_drift or column.problems]
    together = list(segments)
    together += [
        problem
        for finding in result.findings
        if not isinstance(finding, FairnessFinding | LabelsFinding)
        for problem in finding.problems
    ]
    if not moved and not together:
        return None
    return replace(_about_columns(moved, result, judgements), sentences=together[:MOST_COLUMNS])


def performance_facts(result: CheckResult, judgements: Sequence[Judgement]) -> AlertFacts | None:
    """Return which pass marks broke that people are to be called for, or what fell without one.

    None where neither did.
    """
    fallen = [
        f"{problem[:1].upper()}{problem[1:]}."
        for finding in result.findings
        if isinstance(finding, LabelsFinding)
        for problem in finding.problems
    ]
    if not fallen and not any(_is_alarm(judgement) for judgement in judgements):
        return None
    drifted = [column for column in result.columns if column.is_drift]
    return replace(_about_columns(drifted, result, judgements), sentences=fallen)


def fairness_facts(result: CheckResult, judgements: Sequence[Judgement]) -> AlertFacts | None:
    """Return which groups fare differently; None when none does."""
    sentences = [
        f"{problem}."
        for finding in result.findings
        if isinstance(finding, FairnessFinding)
        for problem in finding.problems
    ]
    return _of_sentences(sentences, result, judgements)


def data_facts(
    result: CheckResult, judgements: Sequence[Judgement], feed: Sequence[str]
) -> AlertFacts | None:
    """Return what is wrong with the feed as a whole; None when nothing is.

    Args:
        result: The check; a column that is lost or of another type is the feed's matter.
        judgements: The pass marks beside it.
        feed: Sentences about freshness, volume and agreed sums.
    """
    changed = [
        f"{column.column} {column.note}."
        for column in result.columns
        if column.answer is CheckAnswer.ERROR
    ]
    broken = [
        f"{judgement.sentence[:1].upper()}{judgement.sentence[1:]}."
        for judgement in judgements
        if judgement.calls_people and judgement.pass_mark.metric in OF_COLUMNS - {"psi"}
    ]
    return _of_sentences([*changed, *broken, *feed], result, judgements)


def _is_alarm(judgement: Judgement) -> bool:
    return judgement.calls_people and judgement.pass_mark.metric not in OF_COLUMNS


def _of_sentences(
    sentences: Sequence[str], result: CheckResult, judgements: Sequence[Judgement]
) -> AlertFacts | None:
    if not sentences:
        return None
    return replace(
        _shared(result, judgements),
        more_columns=max(0, len(sentences) - MOST_COLUMNS),
        sentences=sentences[:MOST_COLUMNS],
    )


def _about_columns(
    moved: Sequence[ColumnCheck], result: CheckResult, judgements: Sequence[Judgement]
) -> AlertFacts:
    worst = sorted(moved, key=lambda column: -(column.effect or 0.0))
    return replace(
        _shared(result, judgements),
        columns=[_column(column) for column in worst[:MOST_COLUMNS]],
        more_columns=max(0, len(worst) - MOST_COLUMNS),
    )


def _shared(result: CheckResult, judgements: Sequence[Judgement]) -> AlertFacts:
    outcomes = result.performance.get(CURRENT)
    return AlertFacts(
        rows=result.rows_current,
        labelled_share=outcomes.labelled / outcomes.rows if outcomes and outcomes.rows else None,
        pass_marks=[PassMarkLine.of(judgement) for judgement in worth_showing(judgements)],
        estimate=_estimate(result),
    )


def _estimate(result: CheckResult) -> ExpectedAccuracy | None:
    if not isinstance(result.estimated, EstimatedPerformance):
        return None
    found = result.estimated.metrics.get("accuracy")
    return ExpectedAccuracy(found.low, found.high) if found else None


def _column(column: ColumnCheck) -> MovedColumn:
    return MovedColumn(
        column.column,
        column.role,
        column.effect,
        column.threshold,
        list(column.problems),
        _levels(column),
    )


def _levels(column: ColumnCheck) -> list[MovedLevel]:
    """Return the levels whose share moved most, each with its share before and now."""
    return [
        MovedLevel(level[:100], round(before, 6), round(now, 6))
        for level, before, now in moved_levels(column, MOST_LEVELS)
    ]

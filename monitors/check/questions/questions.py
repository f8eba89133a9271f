"""What is measured on top of columns when asked for: groups, rows, vectors, texts, repeats."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from monitors.check.column_verdicts import Answer, ColumnCheck
from monitors.check.limits import Limits
from monitors.check.questions.causes import rank_causes, surrogate_importance
from monitors.check.questions.findings import (
    CausesFinding,
    DuplicatesFinding,
    FairnessFinding,
    Finding,
    JointFinding,
    TextFinding,
    VectorFinding,
)
from monitors.check.roles import Roles
from monitors.check.usable_columns import usable_columns
from monitors.errors import MonitorError
from monitors.fairness.groups import profile_groups
from monitors.fairness.rates import check_fairness
from monitors.joint.domain import separate
from monitors.joint.embeddings import MOST_VECTORS, compare_vectors
from monitors.performance.outcomes import Answers
from monitors.profile.engine import CURRENT, REFERENCE, Kind, Tables
from monitors.profile.reading import Reading
from monitors.profile.sample import draw_samples, sample_rows
from monitors.profile.sql import quoted
from monitors.quality.copies import count_copies
from monitors.quality.duplicates import check_duplicates
from monitors.statistics.trees import Matrix
from monitors.text.counted_words import profile_text
from monitors.text.words import check_text

AUC_LIMIT = 0.55
FEWEST_ROWS = 200
MOST_CAUSES = 3
SEED = 0


@dataclass(frozen=True)
class Questions:
    """What is asked for beyond the columns.

    Attributes:
        group: Column whose values are groups of people, for fairness.
        is_joint: Whether rows as a whole are compared, which takes seconds.
        embeddings: Columns that together are a vector: lists of numbers, or numbers.
        texts: Columns of free text.
        has_causes: Whether moved columns are ranked, which takes seconds if any moved.
        importance: How much the model leans on each column, where that is known.
        id_column: Column in which no value should come twice.
        has_duplicates: Whether rows that are there twice are counted, which takes seconds.
        has_estimate_beside_truth: Whether performance is estimated, which may take seconds, also
            where every label has come.
    """

    group: str | None = None
    is_joint: bool = False
    embeddings: Sequence[str] = ()
    texts: Sequence[str] = ()
    has_causes: bool = False
    importance: Mapping[str, float] | None = None
    id_column: str | None = None
    has_duplicates: bool = False
    has_estimate_beside_truth: bool = True

    @property
    def tests(self) -> int:
        """Count the questions that may raise an alarm."""
        repeats = bool(self.id_column) + self.has_duplicates
        return bool(self.group) + self.is_joint + bool(self.embeddings) + len(self.texts) + repeats

    def named(self) -> list[str]:
        """List the columns that are named."""
        one_by_one = [name for name in (self.group, self.id_column) if name]
        return [*one_by_one, *self.embeddings, *self.texts]


NOTHING_FURTHER = Questions()


def ask_questions(
    tables: Tables,
    roles: Roles,
    limits: Limits,
    further: Questions,
    columns: Sequence[ColumnCheck],
) -> list[Finding]:
    """Answer each question that was asked; one that fails stops no other."""
    questions: list[Callable[[], Finding]] = []
    if further.group:
        questions.append(partial(_fairness, tables, roles, limits, further.group))
    if further.is_joint:
        questions.append(partial(_joint, tables, limits, columns))
    if further.embeddings:
        questions.append(partial(_vectors, tables, limits, further.embeddings))
    if further.has_causes:
        questions.append(partial(_causes, tables, roles, further, columns))
    questions += [partial(_text, tables, limits, name) for name in further.texts]
    if further.id_column:
        questions.append(partial(_ids, tables, limits, further.id_column))
    if further.has_duplicates:
        questions.append(partial(_rows, tables, limits, columns))
    return [_answered(question) for question in questions]


def _answered(question: Callable[[], Finding]) -> Finding:
    try:
        return question()
    except MonitorError as error:
        return Finding(Answer.ERROR, note=str(error))


def _answer(*, is_enough: bool, problems: Sequence[str]) -> Answer:
    if problems:
        return Answer.ALARM
    return Answer.OK if is_enough else Answer.NOT_ENOUGH_DATA


def _fairness(tables: Tables, roles: Roles, limits: Limits, group: str) -> Finding:
    if roles.prediction is None and roles.probability is None:
        return FairnessFinding(Answer.NOT_APPLICABLE, note="no column with predictions was given")
    known = {column.name for column in tables.columns(CURRENT)}
    has_truth = roles.target is not None and roles.target in known
    answers = Answers(roles.target or "", roles.prediction, roles.probability)
    groups = profile_groups(tables, CURRENT, group, answers, has_truth=has_truth)
    found = check_fairness(group, groups, limits.error_rate)
    problems = [
        f"{group} {row.counts.group}: {one.rate.replace('_', ' ')} {one.value:.0%}, "
        f"{one.value - one.gap:.0%} for everyone else"
        for row in found.groups
        for one in row.comparisons
        if one.is_alarm and one.value is not None and one.gap is not None
    ]
    is_enough = any(not row.counts.is_small for row in found.groups)
    return FairnessFinding(_answer(is_enough=is_enough, problems=problems), problems, "", found)


def _joint(tables: Tables, limits: Limits, columns: Sequence[ColumnCheck]) -> Finding:
    features = _by_name(tables, columns)
    if not features:
        note = "no column has enough cases in both tables"
        return JointFinding(Answer.NOT_ENOUGH_DATA, note=note)
    drawn = draw_samples(tables, features)
    found = separate(drawn.reference, drawn.current, drawn.is_category)
    named = [(features[place].column.name, drop) for place, drop in found.columns]
    is_moved = found.low > AUC_LIMIT and found.p_value < limits.error_rate
    told = ", ".join(name for name, _ in named)
    problems = [f"rows as a whole have drifted (AUC {found.auc:.2f}), mostly in {told}"]
    return JointFinding(
        Answer.ALARM if is_moved else Answer.OK, problems if is_moved else [], "", found, named
    )


def _by_name(tables: Tables, columns: Sequence[ColumnCheck]) -> list[Reading]:
    """Order features by name, so that it is of no matter how a table's columns lie."""
    return sorted(usable_columns(tables, columns), key=lambda found: found.column.name)


def _causes(
    tables: Tables, roles: Roles, further: Questions, columns: Sequence[ColumnCheck]
) -> Finding:
    importance = further.importance
    if importance is None and any(column.is_drift for column in columns):
        importance = measure_importance(tables, roles, columns)
    causes = rank_causes(columns, importance)
    note = "; ".join(cause.sentence for cause in causes[:MOST_CAUSES])
    return CausesFinding(Answer.OK, note=note, causes=causes)


def measure_importance(
    tables: Tables, roles: Roles, columns: Sequence[ColumnCheck]
) -> dict[str, float] | None:
    """Measure how much the model leans on each feature of the reference, with a stand-in for it.

    It depends on the reference alone, so it may be kept with the reference's profile.

    Returns:
        Shares summing to 1; None when no column with the model's answers was named, or it holds
        no numbers.

    Raises:
        MonitorError: The engine refused the query.
    """
    told = roles.probability or roles.prediction
    features = [
        found for found in _by_name(tables, columns) if roles.of(found.column.name) == "feature"
    ]
    if told is None or not features:
        return None
    drawn = draw_samples(tables, features, [f"TRY_CAST({quoted(told)} AS DOUBLE)"])
    is_known = ~np.isnan(drawn.beside[:, 0])
    if is_known.sum() < FEWEST_ROWS:
        return None
    shares = surrogate_importance(
        drawn.reference[is_known], drawn.beside[is_known, 0], drawn.is_category
    )
    return {found.column.name: float(share) for found, share in zip(features, shares, strict=True)}


def _vectors(tables: Tables, limits: Limits, names: Sequence[str]) -> Finding:
    values = [quoted(name) for name in names]
    before, now = (
        _matrix(sample_rows(tables, relation, values, most_rows))
        for relation, most_rows in ((REFERENCE, 2 * MOST_VECTORS), (CURRENT, MOST_VECTORS))
    )
    if min(len(before), len(now)) < limits.min_samples:
        return VectorFinding(Answer.NOT_ENOUGH_DATA, note="one table has too few vectors")
    if before.shape[1] != now.shape[1]:
        note = f"vectors had {before.shape[1]} numbers and now have {now.shape[1]}"
        return VectorFinding(Answer.ERROR, note=note)
    found = compare_vectors(before, now, np.random.default_rng(SEED))
    is_moved = found.p_value < limits.error_rate
    problems = [f"vectors of {', '.join(names)} have drifted (MMD {found.mmd:.3f})"] * is_moved
    return VectorFinding(_answer(is_enough=True, problems=problems), problems, "", found)


def _matrix(rows: Sequence[Sequence[Any]]) -> Matrix:
    """Put the values of each row side by side, lists among them; leave out incomplete rows.

    Raises:
        MonitorError: The vectors are not numbers, or not of one length.
    """
    flat = [
        [number for value in row for number in (value if isinstance(value, list) else [value])]
        for row in rows
        if None not in row
    ]
    try:
        matrix = np.array(flat or [[]], dtype=float)
    except (ValueError, TypeError) as error:
        raise MonitorError("The vectors must be numbers, and all of the same length.") from error
    finite: Matrix = matrix[np.isfinite(matrix).all(axis=1)]
    return finite


def _text(tables: Tables, limits: Limits, name: str) -> Finding:
    found = check_text(name, profile_text(tables, name))
    problems = [f"{name}: {problem}" for problem in found.problems(limits.error_rate)]
    answer = _answer(is_enough=found.is_enough, problems=problems)
    return TextFinding(answer, problems, "", name, found)


def _ids(tables: Tables, limits: Limits, name: str) -> Finding:
    is_in = [
        name in {column.name for column in tables.columns(relation)}
        for relation in (REFERENCE, CURRENT)
    ]
    if not is_in[0]:
        note = f"the reference has no column {name}, so it is unknown how often IDs repeat"
        return DuplicatesFinding(Answer.NOT_APPLICABLE, note=note, column=name)
    if not is_in[1]:
        note = f"{name} is missing from the current data"
        return DuplicatesFinding(Answer.ERROR, note=note, column=name)
    return _repeats(tables, limits, [name], name)


def _rows(tables: Tables, limits: Limits, columns: Sequence[ColumnCheck]) -> Finding:
    names = [found.column for found in columns if found.pair and found.kind != Kind.OTHER]
    if not names:
        return DuplicatesFinding(Answer.NOT_APPLICABLE, note="no column can tell rows apart")
    return _repeats(tables, limits, names, "")


def _repeats(tables: Tables, limits: Limits, names: Sequence[str], column: str) -> Finding:
    before, now = (
        count_copies(tables, relation, names, has_missing=not column)
        for relation in (REFERENCE, CURRENT)
    )
    found = check_duplicates(column, before, now)
    is_enough = found.is_enough(limits.min_samples)
    problems = found.problems(limits.error_rate) if is_enough else []
    answer = _answer(is_enough=is_enough, problems=problems)
    return DuplicatesFinding(answer, problems, "", column, found)

"""What became of each group's cases, counted by the engine."""

from monitors.errors import MeasurementError
from monitors.fairness.rates import GroupCounts
from monitors.performance.counted_scores import score_expressions
from monitors.performance.metric import Task
from monitors.performance.outcomes import Answers, refuse_wrong_values
from monitors.profile.engine import Tables
from monitors.profile.values import canonical

MOST_GROUPS = 50
MISSING = "missing"


def profile_groups(
    tables: Tables, relation: str, column: str, answers: Answers, *, has_truth: bool
) -> list[GroupCounts]:
    """Count cases per group, largest first; those without a group are one of their own.

    Raises:
        MeasurementError: There are more than 50 groups, an answer or truth is neither yes nor
            no, or the engine refused the query.
    """
    told = answers.target if has_truth else None, answers.prediction
    score = None if answers.prediction else answers.probability
    refuse_wrong_values(tables, relation, told, score)  # they would be left out without a word
    said, truth, _ = score_expressions(answers, Task.BINARY)
    truth = truth if has_truth else "NULL::INTEGER"
    rows = tables.query(
        f"""
        SELECT label, count(*), count(*) FILTER (WHERE p = 1),
               count(*) FILTER (WHERE t = 1), count(*) FILTER (WHERE t = 1 AND p = 1),
               count(*) FILTER (WHERE t = 0), count(*) FILTER (WHERE t = 0 AND p = 1)
        FROM (SELECT {canonical(column)} AS label, {truth} AS t, {said} AS p
              FROM {relation})
        WHERE p IS NOT NULL
        GROUP BY label ORDER BY count(*) DESC, label LIMIT {MOST_GROUPS + 2}
        """  # noqa: S608 - the names are quoted
    )
    names = {str(label) for label, *_ in rows if label is not None}
    if len(names) > MOST_GROUPS:
        raise MeasurementError(
            f"The column {column} has more than {MOST_GROUPS} groups. Choose one with fewer."
        )
    missing = f"({MISSING})" if MISSING in names else MISSING
    found = [
        GroupCounts(missing if label is None else str(label), *map(int, counts))
        for label, *counts in rows
    ]
    return sorted(found, key=lambda group: (-group.cases, group.group))

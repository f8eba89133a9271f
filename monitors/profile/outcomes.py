"""What became of the labelled cases of a relation, asked of the engine as sums."""

from dataclasses import dataclass

from monitors.errors import MonitorError
from monitors.performance.metric import Outcomes, Task
from monitors.profile.tables import REFERENCE, Column, Kind, Tables, quoted

MOST_CLASSES = 20
SMALLEST_PROBABILITY = 1e-15
SMALLEST_TRUTH = 2.220446049250313e-16


@dataclass(frozen=True)
class Answers:
    """The columns that hold truth, prediction and probability."""

    target: str
    prediction: str | None
    probability: str | None


def find_task(tables: Tables, target: Column) -> Task:
    """Say what the model does, by the truth in the reference."""
    name = quoted(target.name)
    values = {
        str(row[0]).lower()
        for row in tables.query(
            f"SELECT DISTINCT {name} FROM {REFERENCE} "  # noqa: S608 - the name is quoted
            f"WHERE {name} IS NOT NULL LIMIT {MOST_CLASSES + 1}"
        )
    }
    if values <= {"0", "1", "true", "false", "0.0", "1.0"}:
        return Task.BINARY
    is_number = target.kind is Kind.NUMERIC and len(values) > MOST_CLASSES
    return Task.REGRESSION if is_number else Task.MULTICLASS


def outcomes(tables: Tables, relation: str, answers: Answers, task: Task) -> Outcomes:
    """Sum up what became of the labelled cases.

    Raises:
        MonitorError: A truth, prediction or probability is not what the task needs.
    """
    truth = quoted(answers.target)
    answer = quoted(answers.prediction or answers.probability or answers.target)
    rows, labelled = tables.query(
        f"SELECT count(*), count({truth}) FILTER (WHERE {answer} IS NOT NULL) FROM {relation}"  # noqa: S608 - quoted
    )[0]
    base = Outcomes(task, int(rows), int(labelled))
    if not labelled:
        return base
    if task is Task.REGRESSION:
        return _regression(tables, relation, answers, base)
    if task is Task.BINARY:
        _refuse_wrong_values(tables, relation, answers)
    return _classification(tables, relation, answers, base)


def _refuse_wrong_values(tables: Tables, relation: str, answers: Answers) -> None:
    """Refuse what is no yes or no, and what is no probability, each with an example."""
    for column in (answers.target, answers.prediction):
        if column is not None:
            wrong = f"{_bit(column)} IS NULL"
            _refuse(tables, relation, column, wrong, "neither 0 nor 1, true nor false")
    if answers.probability is not None:
        score = f"TRY_CAST({quoted(answers.probability)} AS DOUBLE)"
        wrong = f"coalesce({score} NOT BETWEEN 0 AND 1, true)"
        _refuse(tables, relation, answers.probability, wrong, "no probability from 0 to 1")


def _refuse(tables: Tables, relation: str, column: str, wrong: str, what: str) -> None:
    name = quoted(column)
    row = tables.query(
        f"SELECT min(CAST({name} AS VARCHAR)) FROM {relation} "  # noqa: S608 - the name is quoted
        f"WHERE {name} IS NOT NULL AND {wrong}"
    )[0]
    if row[0] is not None:
        raise MonitorError(
            f"The column {column} of the {relation} data holds {row[0][:50]!r}, which is {what}."
        )


def _bit(column: str) -> str:
    """Write SQL that gives 1 for a yes, 0 for a no, NULL for anything else."""
    text = f"lower(CAST({quoted(column)} AS VARCHAR))"
    return (
        f"CASE WHEN {text} IN ('1', '1.0', 'true') THEN 1 "
        f"WHEN {text} IN ('0', '0.0', 'false') THEN 0 END"
    )


def _regression(tables: Tables, relation: str, answers: Answers, base: Outcomes) -> Outcomes:
    if answers.prediction is None:
        return base
    number = f"TRY_CAST({quoted(answers.prediction)} AS DOUBLE)"
    _refuse(tables, relation, answers.prediction, f"{number} IS NULL", "no number")
    truth, error = (
        quoted(answers.target),
        f"({quoted(answers.prediction)} - {quoted(answers.target)})",
    )
    row = tables.query(
        f"""
        SELECT count({error}), sum(abs({error})), sum({error} * {error}),
               sum(abs({error}) / greatest(abs({truth}), {SMALLEST_TRUTH!r}))
        FROM {relation}
        """  # noqa: S608 - the names are quoted
    )[0]
    return Outcomes(
        base.task,
        base.rows,
        int(row[0]),
        absolute_error_sum=row[1],
        squared_error_sum=row[2],
        relative_error_sum=row[3],
    )


def _classification(tables: Tables, relation: str, answers: Answers, base: Outcomes) -> Outcomes:
    correct, hits, wrong_yes, wrong_no = (
        _confusion(tables, relation, answers, base.task)
        if answers.prediction is not None
        else (None, None, None, None)
    )
    is_scored = base.task is Task.BINARY and answers.probability is not None
    scored, log_loss_sum = _log_loss(tables, relation, answers) if is_scored else (None, None)
    return Outcomes(
        base.task,
        base.rows,
        base.labelled,
        correct=correct,
        true_positive=hits,
        false_positive=wrong_yes,
        false_negative=wrong_no,
        scored=scored,
        log_loss_sum=log_loss_sum,
        roc_auc=_roc_auc(tables, relation, answers) if is_scored else None,
    )


def _confusion(
    tables: Tables, relation: str, answers: Answers, task: Task
) -> tuple[int, int | None, int | None, int | None]:
    if task is Task.MULTICLASS:
        truth, said = quoted(answers.target), quoted(answers.prediction or "")
        right = f"CAST({truth} AS VARCHAR) = CAST({said} AS VARCHAR)"
        row = tables.query(f"SELECT count(*) FILTER (WHERE {right}) FROM {relation}")  # noqa: S608 - quoted
        return int(row[0][0]), None, None, None
    row = tables.query(
        f"""
        SELECT count(*) FILTER (WHERE t = p), count(*) FILTER (WHERE t = 1 AND p = 1),
               count(*) FILTER (WHERE t = 0 AND p = 1), count(*) FILTER (WHERE t = 1 AND p = 0)
        FROM (SELECT {_bit(answers.target)} AS t, {_bit(answers.prediction or "")} AS p
              FROM {relation})
        """  # noqa: S608 - the names are quoted
    )
    right_count, hits, wrong_yes, wrong_no = (int(count) for count in row[0])
    return right_count, hits, wrong_yes, wrong_no


def _log_loss(tables: Tables, relation: str, answers: Answers) -> tuple[int, float | None]:
    truth, score = quoted(answers.target), quoted(answers.probability or "")
    low, high = SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY
    row = tables.query(
        f"""
        SELECT count(*), -sum(CASE WHEN t = 1 THEN ln(p) ELSE ln(1 - p) END) FROM (
            SELECT {_bit(answers.target)} AS t,
                   least(greatest(CAST({score} AS DOUBLE), {low!r}), {high!r}) AS p
            FROM {relation} WHERE {truth} IS NOT NULL AND {score} IS NOT NULL)
        """  # noqa: S608 - the names are quoted
    )
    return int(row[0][0]), row[0][1]


def _roc_auc(tables: Tables, relation: str, answers: Answers) -> float | None:
    truth, score = f"({_bit(answers.target)})", quoted(answers.probability or "")
    row = tables.query(
        f"""
        WITH tied AS (
            SELECT CAST({score} AS DOUBLE) AS s,
                   count(*) FILTER (WHERE {truth} = 1) AS positives,
                   count(*) FILTER (WHERE {truth} = 0) AS negatives
            FROM {relation} WHERE {truth} IS NOT NULL AND {score} IS NOT NULL GROUP BY 1
        ), ranked AS (
            SELECT positives, negatives,
                   sum(negatives) OVER (ORDER BY s) - negatives / 2.0 AS below FROM tied
        )
        SELECT sum(positives * below), sum(positives), sum(negatives) FROM ranked
        """  # noqa: S608 - the names are quoted
    )
    above, positives, negatives = row[0]
    return (
        float(above) / (float(positives) * float(negatives)) if positives and negatives else None
    )

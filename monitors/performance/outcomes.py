"""What became of the labelled cases of a relation, asked of the engine as sums."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from monitors.errors import MeasurementError
from monitors.performance.metric import Outcomes, Task
from monitors.performance.roc_auc import roc_auc
from monitors.profile.engine import REFERENCE, Tables
from monitors.profile.sql import quoted, select
from monitors.profile.values import canonical

MOST_CELLS = 10_000
YES, MINUS, NO = (
    "'1', 'true', 'yes', 'y', 't'",
    "'-1'",
    "'0', 'false', 'no', 'n', 'f'",
)
INFINITE, NOT_A_NUMBER = "CAST('inf' AS DOUBLE)", "CAST('nan' AS DOUBLE)"
SMALLEST_PROBABILITY = 1e-15
SMALLEST_TRUTH = 2.220446049250313e-16


class MisnamedColumnError(MeasurementError):
    """No value of a column is what the column was named for."""


class OtherWordsError(MeasurementError):
    """Truth and answer are told in words that have nothing in common."""


@dataclass(frozen=True)
class Answers:
    """The columns that hold truth, prediction and probability."""

    target: str
    prediction: str | None
    probability: str | None


def outcomes(tables: Tables, relation: str, answers: Answers, task: Task) -> Outcomes:
    """Sum up what became of the labelled cases.

    Raises:
        MeasurementError: A truth, prediction or probability is not what the task needs.
    """
    truth = is_there(answers.target)
    answer = is_there(answers.prediction or answers.target)
    if answers.prediction is None and answers.probability is not None:
        answer = f"{number(answers.probability)} IS NOT NULL"
    rows, labelled = tables.query(
        select(f"count(*), count(*) FILTER (WHERE {truth} AND {answer})", relation)
    )[0]
    base = Outcomes(task, int(rows), int(labelled))
    if not labelled:
        return base
    if task is Task.REGRESSION:
        return _regression(tables, relation, answers, base)
    if task is Task.BINARY:
        told = answers.target, answers.prediction
        refuse_wrong_values(tables, relation, told, answers.probability)
        return _binary(tables, relation, answers, base)
    return _several(tables, relation, answers, base)


def refuse_wrong_values(
    tables: Tables, relation: str, told: Sequence[str | None], score: str | None
) -> None:
    """Refuse what is no yes or no, and what is no probability, each with an example.

    Args:
        tables: The tables.
        relation: Which of them.
        told: Columns that hold a yes or a no; None is passed over.
        score: A column that holds a probability.

    Raises:
        MeasurementError: The message names the column and one wrong value.
    """
    for column in told:
        if column is not None:
            wrong = f"{bit(column)} IS NULL AND {is_there(column)}"
            _refuse(tables, relation, column, wrong, "neither 0 nor 1, true nor false, yes nor no")
            _refuse_two_noes(tables, relation, column)
    if score is not None:
        value = f"TRY_CAST({quoted(score)} AS DOUBLE)"
        is_outside = f"{value} NOT BETWEEN 0 AND 1 AND {value} <> {NOT_A_NUMBER}"
        wrong = f"coalesce({is_outside}, true)"
        _refuse(tables, relation, score, wrong, "not a probability from 0 to 1")


def _refuse(tables: Tables, relation: str, column: str, wrong: str, what: str) -> None:
    name = quoted(column)
    ((example, count, present),) = tables.query(
        select(
            f"min(CAST({name} AS VARCHAR)) FILTER (WHERE {wrong}), "
            f"count(*) FILTER (WHERE {wrong}), count(*)",
            relation,
            f"WHERE {name} IS NOT NULL",
        )
    )
    if example is not None:
        sentence = (
            f"The column {column} of the {relation} data contains {example[:50]!r}, "
            f"which is {what}."
        )
        raise MisnamedColumnError(sentence) if count == present else MeasurementError(sentence)


def _refuse_two_noes(tables: Tables, relation: str, column: str) -> None:
    """Refuse -1 beside 0: one of them is no answer."""
    text = _lower(column)
    asked = ", ".join(f"count(*) FILTER (WHERE {text} IN ({some}))" for some in (MINUS, NO))
    minus, noes = tables.query(select(asked, relation))[0]
    if minus and noes:
        raise MeasurementError(
            f"The column {column} of the {relation} data contains both -1 and 0, "
            "so it isn't clear which one is the no."
        )


def is_there(column: str) -> str:
    """Write SQL that asks whether a row has a value, which a NaN is none of."""
    return f"lower(CAST({quoted(column)} AS VARCHAR)) <> 'nan'"


def _is_no_number(column: str) -> str:
    return f"TRY_CAST({quoted(column)} AS DOUBLE) IS NULL"


def number(column: str) -> str:
    """Write SQL that gives a value as a number, NULL for NaN and for what is none."""
    return f"nullif(TRY_CAST({quoted(column)} AS DOUBLE), {NOT_A_NUMBER})"


def bit(column: str) -> str:
    """Write SQL that gives 1 for a yes, 0 for a no, NULL for anything else."""
    text = _lower(column)
    return f"CASE WHEN {text} IN ({YES}) THEN 1 WHEN {text} IN ({NO}, {MINUS}) THEN 0 END"


def _lower(column: str) -> str:
    return f"regexp_replace(lower(trim(CAST({quoted(column)} AS VARCHAR))), '[.]0*$|\\s+$', '')"


def _regression(tables: Tables, relation: str, answers: Answers, base: Outcomes) -> Outcomes:
    if answers.prediction is None:
        return base
    said = number(answers.prediction)
    _refuse(
        tables, relation, answers.prediction, _is_no_number(answers.prediction), "not a number"
    )
    truth = number(answers.target)
    _refuse(tables, relation, answers.target, _is_no_number(answers.target), "not a number")
    for column, value in ((answers.prediction, said), (answers.target, truth)):
        _refuse(tables, relation, column, f"abs({value}) = {INFINITE}", "infinite")
    error = f"({said} - {truth})"
    row = tables.query(
        f"""
        SELECT count(e), sum(e), sum(e * e), sum(e * e * e * e), sum(share), sum(share * share)
        FROM (SELECT e, e / greatest(truth, {SMALLEST_TRUTH!r}) AS share
              FROM (SELECT abs({error}) AS e, abs({truth}) AS truth FROM {relation}))
        """  # noqa: S608 - the names are quoted
    )[0]
    return replace(
        base,
        labelled=int(row[0]),
        absolute_error_sum=row[1],
        squared_error_sum=row[2],
        fourth_power_error_sum=row[3],
        relative_error_sum=row[4],
        relative_error_square_sum=row[5],
    )


def _several(tables: Tables, relation: str, answers: Answers, base: Outcomes) -> Outcomes:
    """Count each pair of truth and answer; of very many classes, the right answers alone."""
    if answers.prediction is None:
        return base
    truth, said = label(answers.target), label(answers.prediction)
    rows = tables.query(
        f"""
        SELECT t, p, count(*) FROM (SELECT {truth} AS t, {said} AS p FROM {relation})
        WHERE t IS NOT NULL AND p IS NOT NULL
        GROUP BY t, p ORDER BY count(*) DESC, t, p LIMIT {MOST_CELLS + 1}
        """  # noqa: S608 - the names are quoted
    )
    _refuse_other_words(tables, relation, answers, rows)
    if len(rows) > MOST_CELLS:
        right = select(f"count(*) FILTER (WHERE {truth} = {said})", relation)
        return replace(base, correct=int(tables.query(right)[0][0]))
    place = {
        name: number for number, name in enumerate(sorted({n for row in rows for n in row[:2]}))
    }
    cells = [[0] * len(place) for _ in place]
    for told, answered, count in rows:
        cells[place[told]][place[answered]] = int(count)
    return replace(
        base,
        correct=sum(cells[number][number] for number in range(len(place))),
        confusion=tuple(map(tuple, cells)),
        smallest_class=min(sum(row) for row in cells),
    )


def _refuse_other_words(
    tables: Tables, relation: str, answers: Answers, rows: Sequence[Sequence[Any]]
) -> None:
    """Refuse answers of which none is a truth, neither here nor in the reference."""
    if not rows or {row[0] for row in rows} & {row[1] for row in rows}:
        return
    truth, said = label(answers.target), label(answers.prediction or "")
    answered = select(said, relation, f"WHERE {said} IS NOT NULL")
    ((known,),) = tables.query(select("count(*)", REFERENCE, f"WHERE {truth} IN ({answered})"))
    if not known:
        one, other = (str(min(row[place] for row in rows))[:50] for place in (0, 1))
        raise OtherWordsError(
            f"The columns {answers.target} and {answers.prediction} share no value (for example "
            f"{one!r} and {other!r}), so it isn't clear which prediction means which outcome, "
            "and performance can't be measured."
        )


def label(column: str) -> str:
    """Write SQL that gives a class as it is compared, as text; 1 and 1.0 are the same class."""
    return f"CASE WHEN {is_there(column)} THEN {canonical(column)} END"


def _binary(tables: Tables, relation: str, answers: Answers, base: Outcomes) -> Outcomes:
    said = bit(answers.prediction) if answers.prediction else "NULL::INTEGER"
    score = number(answers.probability) if answers.probability else "NULL"
    row = tables.query(
        f"""
        SELECT count(*) FILTER (WHERE t = 1 AND p = 1), count(*) FILTER (WHERE t = 0 AND p = 1),
               count(*) FILTER (WHERE t = 1 AND p = 0), count(*) FILTER (WHERE t = 0 AND p = 0),
               count(loss), sum(loss), sum(loss * loss),
               count(*) FILTER (WHERE t = 1), count(*) FILTER (WHERE t = 0)
        FROM (SELECT t, p, -ln(CASE WHEN t = 1 THEN s WHEN t = 0 THEN 1 - s END) AS loss
              FROM (SELECT {bit(answers.target)} AS t, {said} AS p,
                           CASE WHEN {score} IS NOT NULL THEN
                               least(greatest({score}, {SMALLEST_PROBABILITY!r}),
                                     {1 - SMALLEST_PROBABILITY!r}) END AS s
                    FROM {relation}))
        WHERE p IS NOT NULL OR loss IS NOT NULL
        """  # noqa: S608 - the names are quoted
    )[0]
    hits, wrong_yes, wrong_no, right_no, scored = (int(count) for count in row[:5])
    found = replace(base, smallest_class=min(int(row[7]), int(row[8])))
    if answers.prediction is not None:
        found = replace(
            found,
            correct=hits + right_no,
            true_positive=hits,
            false_positive=wrong_yes,
            false_negative=wrong_no,
        )
    if answers.probability is None:
        return found
    auc, deviation = roc_auc(tables, relation, bit(answers.target), number(answers.probability))
    return replace(
        found,
        scored=scored,
        log_loss_sum=row[5],
        log_loss_square_sum=row[6],
        roc_auc=auc,
        roc_auc_deviation=deviation,
    )

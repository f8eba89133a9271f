"""A model's scores, counted by the engine in one query per relation."""

import math

import numpy as np

from monitors.errors import MeasurementError
from monitors.performance.metric import Task
from monitors.performance.outcomes import Answers, bit, is_there, label, number
from monitors.performance.scores import SCORE_BINS, ScoreCounts
from monitors.performance.unrest import PAST_BINS, PastCut, PastScores
from monitors.profile.engine import REFERENCE, Tables
from monitors.profile.sql import select


def profile_scores(
    tables: Tables, relation: str, answers: Answers, task: Task, *, has_truth: bool
) -> ScoreCounts:
    """Count the cases that have an answer and a score, per answer and bin of the score.

    Of several classes, a case counts as positive when the answer was right, since the score is
    that of the answer.

    Raises:
        MeasurementError: A score is no probability, or the engine refused the query.
    """
    said, truth, score = score_expressions(answers, task)
    truth = truth if has_truth else "NULL::INTEGER"
    rows = tables.query(
        f"""
        SELECT CASE WHEN p BETWEEN 0 AND 1 THEN {_bin("p", SCORE_BINS)} END AS place,
               said, count(*), sum(p), count(truth), sum(truth), min(p)
        FROM (SELECT {said} AS said, {truth} AS truth, {score} AS p
              FROM {relation})
        WHERE p IS NOT NULL AND said IS NOT NULL GROUP BY place, said
        """  # noqa: S608 - the names are quoted
    )
    table = np.zeros((4, 2, SCORE_BINS))
    for place, answer, *sums, lowest in rows:
        if place is None:
            raise MeasurementError(
                f"The column {answers.probability} of the {relation} data contains {lowest:g}, "
                "which is not a probability from 0 to 1."
            )
        table[:, int(answer), int(place)] = [float(value or 0) for value in sums]
    cases, score_sum, labelled, positives = table
    return ScoreCounts(cases, score_sum, labelled, positives, float(labelled.sum()))


def profile_past_scores(tables: Tables, answers: Answers, task: Task, past: PastCut) -> PastScores:
    """Count the labelled cases of the reference's windows, in the order of its rows.

    Raises:
        MeasurementError: The engine refused the query.
    """
    said, truth, score = score_expressions(answers, task)
    scored = select(f"{said} AS said, {truth} AS truth, {score} AS p", REFERENCE)
    is_known = "WHERE p BETWEEN 0 AND 1 AND said IS NOT NULL AND truth IS NOT NULL"
    numbered = "row_number() OVER () - 1 AS number"
    known = select(f"said, truth, p, {numbered}", f"({scored}) AS scored", is_known)
    in_window = f"number % {past.step} < {past.rows} AND number < {past.step * past.windows}"
    asked = f"number // {past.step} AS part, said, {_bin('p', PAST_BINS)} AS place"
    rows = tables.query(
        select(
            f"{asked}, count(*), sum(truth)",
            f"({known}) AS known",
            f"WHERE {in_window} GROUP BY part, said, place",
        )
    )
    cases, positives = np.zeros((2, past.windows, 2, PAST_BINS))
    for part, answer, place, count, hits in rows:
        cases[int(part), int(answer), int(place)] = float(count)
        positives[int(part), int(answer), int(place)] = float(hits)
    return PastScores(cases, positives)


def _bin(score: str, bins: int) -> str:
    """Write the SQL of a score's bin; see `ScoreCounts`."""
    return f"least({bins - 1}, floor(asin(sqrt({score})) * {2 / math.pi * bins!r}))"


def score_expressions(answers: Answers, task: Task) -> tuple[str, str, str]:
    """Write the SQL of answer (0 or 1), truth (0 or 1) and score of a case."""
    score = number(answers.probability or "")
    if task is Task.MULTICLASS:
        said = is_there(answers.prediction or "")
        is_right = f"CAST({label(answers.target)} = {label(answers.prediction or '')} AS INT)"
        return f"CASE WHEN {said} THEN 1 END", is_right, score
    said = bit(answers.prediction) if answers.prediction else f"CAST({score} >= 0.5 AS INTEGER)"
    return said, bit(answers.target), score

"""The area under the ROC curve, asked of the engine as sums over tied scores."""

import math

from monitors.profile.engine import Tables


def roc_auc(
    tables: Tables, relation: str, truth: str, score: str
) -> tuple[float | None, float | None]:
    """Return the area and DeLong's standard error, from the placements of positives and negatives.

    A positive's placement is the share of negatives below it, ties counted half, and likewise;
    the variance is that of both kinds of placement over their number.

    Args:
        tables: The tables.
        relation: Which of them.
        truth: SQL of 1 for a yes, 0 for a no, NULL where it is not known.
        score: SQL of a number that is the higher, the likelier a yes is.

    Returns:
        0 to 1 each; None where one class has no case.
    """
    row = tables.query(
        f"""
        WITH tied AS (
            SELECT CAST({score} AS DOUBLE) AS s,
                   CAST(count(*) FILTER (WHERE ({truth}) = 1) AS DOUBLE) AS positives,
                   CAST(count(*) FILTER (WHERE ({truth}) = 0) AS DOUBLE) AS negatives
            FROM {relation} WHERE ({truth}) IS NOT NULL AND {score} IS NOT NULL GROUP BY 1
        ), ranked AS (
            SELECT positives, negatives,
                   sum(negatives) OVER (ORDER BY s) - negatives / 2 AS below,
                   sum(positives) OVER (ORDER BY s DESC) - positives / 2 AS above FROM tied
        )
        SELECT sum(positives), sum(negatives), sum(positives * below),
               sum(positives * below * below), sum(negatives * above * above) FROM ranked
        """  # noqa: S608 - the names are quoted
    )[0]
    if not row[0] or not row[1]:
        return None, None
    positives, negatives, pairs, below_squares, above_squares = (float(value) for value in row)
    area = pairs / (positives * negatives)
    variance = _placement_variance(
        below_squares / negatives**2, area, positives
    ) + _placement_variance(above_squares / positives**2, area, negatives)
    return area, math.sqrt(variance)


def _placement_variance(square_sum: float, mean: float, cases: float) -> float:
    spread = max(square_sum - cases * mean**2, 0.0)
    return spread / (cases - 1) / cases if cases > 1 else 0.0

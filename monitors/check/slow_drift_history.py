"""Slow drift over the runs of a monitor: which columns creep, and since when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.check.limits import Limits
from monitors.statistics.chance import PsiLaw, psi_law
from monitors.statistics.slow_drift import SlowDriftEvidence


def slow_p_values(
    columns: Sequence[ColumnCheck], limits: Limits, random: np.random.Generator
) -> dict[str, float]:
    """Ask of each column whether this window moved more than is usual for it.

    A movement up to the warning limit, or up to what the reference's own windows show, is usual:
    it may go on for ever without waking anybody.

    Returns:
        A p-value by column, of the columns with enough cases. One that jumps has none: that is
        told already, and says nothing of what comes after.
    """
    found = {}
    for column in columns:
        pair, effect = column.pair, column.effect
        is_told = column.is_drift or column.answer not in {CheckAnswer.OK, CheckAnswer.ALARM}
        if pair is None or effect is None or is_told:
            continue
        law = psi_law(pair.bins_reference, pair.bins_current, random)
        sizes = pair.present.reference, pair.present.current
        window_law, noise = law_of_window(law, *sizes, limits.error_rate / len(columns))
        found[column.column] = window_law.p_value(effect, max(limits.usual(column.column), noise))
    return found


def law_of_window(
    law: PsiLaw, rows_reference: float, rows_current: float, alpha: float
) -> tuple[PsiLaw, float]:
    """Take the reference's part out of a null law: its error is the same in every window.

    Returns:
        The law of a window given its reference, and the PSI that a reference hardly ever is off
        by itself, which must count as usual.
    """
    share = rows_reference / (rows_reference + rows_current)
    reference_law = PsiLaw(law.scale * (1 - share), law.freedom)
    return PsiLaw(law.scale * share, law.freedom), reference_law.exceeded_with(alpha)


def with_slow_drift(
    columns: Sequence[ColumnCheck], evidence: Mapping[str, SlowDriftEvidence], level: float
) -> list[ColumnCheck]:
    """Mark the columns whose evidence has reached the alarm level; a jump needs no second mark."""
    return [
        _marked(column, evidence[column.column].since)
        if column.column in evidence
        and evidence[column.column].value >= level
        and not column.is_drift
        else column
        for column in columns
    ]


def _marked(column: ColumnCheck, since: int) -> ColumnCheck:
    sentence = (
        f"slow drift: a little more than usual in each window since {since + 1}, "
        f"now {column.effect or 0.0:.2f}"
    )
    return replace(
        column, answer=CheckAnswer.ALARM, is_creeping=True, problems=[*column.problems, sentence]
    )

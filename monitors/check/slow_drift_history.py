"""Slow drift over the runs of a monitor: which columns creep, and since when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.check.limits import Limits
from monitors.statistics.chance import PsiLaw
from monitors.statistics.slow_drift import SlowDriftEvidence, SlowDriftStep

JUMP = 0.5
FEWEST_TO_CREEP = 3


def slow_steps(columns: Sequence[ColumnCheck], limits: Limits) -> dict[str, SlowDriftStep]:
    """Ask of each column whether this window moved more than may go on for ever.

    That is what the notice of an agreed limit says, or else the lowest limit of the column's
    role; chance and the column's own nature are taken into account.

    Returns:
        A step by column, of the columns with enough cases. One that jumps, or has been told of
        otherwise, has none: that says nothing of what comes after.
    """
    found = {}
    for column in columns:
        pair, effect, chance = column.pair, column.effect, column.law
        if pair is None or effect is None or chance is None:
            continue
        if column.is_drift or column.answer not in {CheckAnswer.OK, CheckAnswer.ALARM}:
            continue
        sizes = pair.present.reference, pair.present.current
        window_law, noise = law_of_window(chance, *sizes, limits.error_rate / len(columns))
        law = limits.nature.law(column.column, window_law) or window_law
        usual = max(limits.floors(column.column, column.role).lasting, noise)
        found[column.column] = SlowDriftStep(law.p_value(effect, usual), effect)
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
        _marked(column, evidence[column.column])
        if column.column in evidence
        and evidence[column.column].value >= level
        and not column.is_drift
        else column
        for column in columns
    ]


def _marked(column: ColumnCheck, evidence: SlowDriftEvidence) -> ColumnCheck:
    """Say that a column creeps only if it does: what jumped and stayed is said to have stayed."""
    now, first = column.effect or 0.0, evidence.first
    creeps = evidence.windows >= FEWEST_TO_CREEP and first < JUMP * now
    went = f"it grew from {first:.2f} to {now:.2f}" if creeps else f"drift now {now:.2f}"
    what = "slow drift" if creeps else "more than usual"
    sentence = f"{what} in each window since {evidence.since + 1}: {went}"
    return replace(
        column,
        answer=CheckAnswer.ALARM,
        is_creeping=True,
        problems=[*column.problems, sentence],
        notices=(),
    )

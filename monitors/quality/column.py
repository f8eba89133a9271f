"""The quality of one column in the current data, beside the reference."""

import math
from dataclasses import dataclass

from monitors.profile.engine import Kind
from monitors.profile.pair import ColumnPair
from monitors.statistics.chance import constant_p_value
from monitors.statistics.special import ndtr

LONGEST_VALUE = 50


@dataclass(frozen=True)
class ColumnQuality:
    """Shares from 0 to 1; `new_categories` counts the categories that the reference lacks.

    `change` says what became of the column's type; empty where that is as before. `constant` says
    which value alone is left of a column that varied, `former_share` how much of the reference
    the others were; their p-value is None where the reference had one value.
    """

    missing_share_reference: float
    missing_share_current: float
    missing_p_value: float | None
    new_categories: int
    new_category_share: float
    out_of_range_share: float
    change: str = ""
    constant: str = ""
    former_share: float = 0.0
    constant_p_value: float | None = None

    def problems(self) -> list[str]:
        """List in words what is wrong whatever a test says: values of another type."""
        return [self.change] if self.change else []


def column_quality(pair: ColumnPair) -> ColumnQuality:
    """Measure a column's quality from its counts."""
    missing_reference = pair.rows.reference - pair.present.reference
    missing_current = pair.rows.current - pair.present.current
    is_category = pair.column.kind is Kind.CATEGORICAL and not pair.is_identifier
    is_new = (pair.bins_reference == 0) & (pair.bins_current > 0)
    new_rows = float(pair.bins_current[is_new].sum()) if is_category else 0.0
    is_ranged = pair.column.kind is Kind.NUMERIC and not pair.is_identifier
    return ColumnQuality(
        missing_share_reference=_share(missing_reference, pair.rows.reference),
        missing_share_current=_share(missing_current, pair.rows.current),
        missing_p_value=two_proportion_p_value(
            (missing_reference, pair.rows.reference), (missing_current, pair.rows.current)
        ),
        new_categories=int(is_new.sum()) if is_category else 0,
        new_category_share=_share(new_rows, pair.present.current),
        out_of_range_share=_share(pair.out_of_range, pair.present.current) if is_ranged else 0.0,
        change=pair.change,
        constant=_constant(pair),
        former_share=_share(pair.present.reference - pair.only.seen_before, pair.present.reference)
        if pair.only
        else 0.0,
        constant_p_value=_constant_p_value(pair),
    )


def _constant(pair: ColumnPair) -> str:
    if pair.only is None:
        return ""
    label = pair.only.label
    value = label if len(label) <= LONGEST_VALUE else label[: LONGEST_VALUE - 1] + "…"
    rows = f"all {pair.present.current:,} rows"
    where = rows if pair.present.current == pair.rows.current else f"{rows} that have a value"
    return f"is {value} in {where}, but varied before"


def _constant_p_value(pair: ColumnPair) -> float | None:
    """Ask how surprising it is that one value is left; 1 where there are several."""
    if not pair.has_varied or not pair.present.current:
        return None
    if pair.only is None:
        return 1.0
    return constant_p_value(pair.only.seen_before, pair.present.reference, pair.present.current)


def two_proportion_p_value(reference: tuple[int, int], current: tuple[int, int]) -> float | None:
    """Probability of such different proportions by chance: pooled two-sided z-test.

    Fleiss, Levin and Paik 2003, Statistical Methods for Rates and Proportions, eq. 3.4, without
    the correction for continuity.

    Args:
        reference: (count, of how many).
        current: Likewise.

    Returns:
        0 to 1; 1 when both are all or nothing alike; None when either table is empty.
    """
    (count_r, rows_r), (count_c, rows_c) = reference, current
    if not rows_r or not rows_c:
        return None
    pooled = (count_r + count_c) / (rows_r + rows_c)
    if pooled in {0.0, 1.0}:
        return 1.0
    error = math.sqrt(pooled * (1 - pooled) * (1 / rows_r + 1 / rows_c))
    z = abs(count_r / rows_r - count_c / rows_c) / error
    return float(2 * ndtr(-z))


def _share(count: float, rows: int) -> float:
    return count / rows if rows else 0.0

"""Rows that are there twice, or ids that are given twice, beside what is usual."""

from dataclasses import dataclass

from monitors.quality.column import two_proportion_p_value
from monitors.quality.copies import Copies

DUPLICATE_RISE = 0.05  # as for missing values: what spoils one row of twenty is seen
SMALLEST_TOLD = 0.0005


@dataclass(frozen=True)
class DuplicateCheck:
    """Shares of rows that copy an earlier one, from 0 to 1.

    Attributes:
        column: The id; empty where whole rows are compared.
        rows_reference: Rows counted; of an id, those that have one.
        rows_current: Likewise.
        share_reference: What is usual.
        share_current: Now; among as many rows as the reference has, where it has fewer.
        p_value: Probability of such different shares by chance; None where a table is empty.
    """

    column: str
    rows_reference: int
    rows_current: int
    share_reference: float
    share_current: float
    p_value: float | None

    def is_enough(self, min_samples: int) -> bool:
        """Return whether both tables have that many rows."""
        return min(self.rows_reference, self.rows_current) >= min_samples

    def problems(self, error_rate: float) -> list[str]:
        """Return what is no accident and matters.

        Args:
            error_rate: How rarely chance alone may say so, 0 to 1.
        """
        is_large = self.share_current - self.share_reference > DUPLICATE_RISE
        if self.p_value is None or self.p_value > error_rate or not is_large:
            return []
        return [self.sentence]

    @property
    def sentence(self) -> str:
        """What a person reads of it."""
        what = (
            f"have the same {self.column} as another row"
            if self.column
            else "are copies of another row"
        )
        among = (
            f" (among {self.rows_reference:,} rows)"
            if self.rows_current > self.rows_reference
            else ""
        )
        now, usual = _percent(self.share_current), _percent(self.share_reference)
        return f"{now} of rows {what}{among}; {usual} is usual"


def check_duplicates(column: str, reference: Copies, current: Copies) -> DuplicateCheck:
    """Compare the shares of copies in two tables.

    The more rows there are, the more of them are alike by chance. So a window larger than the
    reference is thinned to the reference's size; a smaller one is compared as it is, which errs
    on the quiet side, and does not mistake for news that equal rows come close together.

    Args:
        column: The id; empty where whole rows are compared.
        reference: How often rows repeat.
        current: Likewise.
    """
    rows = min(reference.rows, current.rows)
    before, now = reference.expected(reference.rows), current.expected(rows)
    return DuplicateCheck(
        column,
        reference.rows,
        current.rows,
        before / reference.rows if reference.rows else 0.0,
        now / rows if rows else 0.0,
        two_proportion_p_value((round(before), reference.rows), (round(now), rows)),
    )


def _percent(share: float) -> str:
    if 0 < share < SMALLEST_TOLD:
        return "under 0.1%"
    return f"{share:.1%}" if share else "0%"

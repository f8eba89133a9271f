"""A pass mark as it stands in a contract, its figures exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessments.use_cases.contract.content import ACCEPTANCE, Metric, Rules
from assessments.use_cases.contract.document import Document, Row, whole_rows
from assessments.use_cases.contract.values import is_number, is_pair

BETWEEN, NOT_WORSE, WITHIN = "between", "not_worse_than_previous_by", "within_pct_of_baseline"
AT_LEAST, AT_MOST = (">=", ">"), ("<=", "<")
RELATIVE = (NOT_WORSE, WITHIN)
ALL, EACH, ACROSS = "all", "each:", "across:"
BLOCK, WARN = "block", "warn"
LIVE, RELEASE = "live", "release"
Limits = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class PassMarkRow:
    """One row of "good enough means".

    Attributes:
        low: The limit, or the lower one of a pair; in the unit of the metric's catalogue entry.
        high: The upper limit of a pair.
        better: `higher`, `lower`, or empty for a custom metric compared with neither.
    """

    row_id: str
    category: str
    metric: str
    comparator: str
    low: Fraction
    high: Fraction | None
    unit: str
    segment: str
    window: str
    stage: str
    min_samples: int
    severity: str
    owner_group: str
    better: str

    @property
    def column(self) -> str:
        """The column that a segment names; empty for all cases."""
        for prefix in (EACH, ACROSS):
            if self.segment.startswith(prefix):
                return self.segment.removeprefix(prefix)
        column, sign, _ = self.segment.partition("=")
        return column if sign else ""

    @property
    def is_blocking(self) -> bool:
        """Whether a failure blocks the release, rather than warns."""
        return self.severity == BLOCK


def exact(number: object) -> Fraction:
    """Read a number as it was written, so that 0.85 - 0.05 is 0.80."""
    return Fraction(str(number))


def pass_mark_rows(rules: Rules, document: Document) -> list[PassMarkRow]:
    """Return a document's complete pass marks, in their written order."""
    rows = whole_rows(rules, document, ACCEPTANCE)
    return [_row(rules, row) for row in rows if _is_complete(row)]


def better_of(rules: Rules, row: Row) -> str:
    """Return where a row's metric is better: from the catalogue, or from how it is compared.

    Returns:
        `higher`, `lower`, or empty for a custom metric compared with neither.
    """
    metric = rules.metric(str(row.get("metric", "")))
    if metric:
        return metric.better
    if row.get("comparator") in AT_LEAST:
        return "higher"
    return "lower" if row.get("comparator") in AT_MOST else ""


def unit_of(metric: Metric | None, row: Row) -> str:
    """Return the unit that a row's limits are in: the catalogue's, or a custom metric's own."""
    return metric.unit if metric else str(row.get("unit", ""))


def _is_complete(row: Row) -> bool:
    has_limit = is_number(row.get("threshold")) or is_pair(row.get("threshold"))
    return has_limit and isinstance(row.get("min_samples"), int) and row.keys() >= _TEXTS


_TEXTS = {
    "id", "category", "metric", "comparator", "unit", "segment", "window", "stage", "severity",
    "owner_group",
}  # fmt: skip


def _row(rules: Rules, row: Row) -> PassMarkRow:
    texts: Mapping[str, str] = {name: str(row[name]) for name in _TEXTS - {"id", "unit"}}
    limits = row["threshold"] if isinstance(row["threshold"], list) else [row["threshold"]]
    return PassMarkRow(
        row_id=str(row["id"]),
        low=exact(limits[0]),
        high=exact(limits[1]) if limits[1:] else None,
        min_samples=int(str(row["min_samples"])),
        unit=unit_of(rules.metric(texts["metric"]), row),
        better=better_of(rules, row),
        **texts,
    )

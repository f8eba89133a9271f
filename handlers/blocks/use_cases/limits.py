"""Figures and limits of pass marks, as people write them."""

from dataclasses import dataclass

from handlers.blocks.text import amount, cut, escape, percentage, short
from handlers.wording.pass_marks import LIMITS, segment_in_words
from monitors.alerts.alert_facts import SHARES

LONGEST_SEGMENT = 200
WORDLESS = {"share", "percent", "value", "ratio", "target unit", "currency", ""}


@dataclass(frozen=True)
class Limit:
    """What a pass mark asks for."""

    metric: str
    comparator: str
    low: float
    high: float | None = None
    unit: str = ""

    @property
    def is_share(self) -> bool:
        """Whether its figures are written as percentages; an older alert's unit is unknown."""
        return self.unit == "share" or (not self.unit and self.metric in SHARES)


def limit_words(limit: Limit) -> str:
    """Write a limit, such as `at least 80%` or `120 to 200 ms`."""
    if limit.comparator == "within_pct_of_baseline":
        return LIMITS[limit.comparator].format(low=f"{amount(limit.low)}%")
    low, high = _written(limit, limit.low), _written(limit, limit.high)
    return LIMITS[limit.comparator].format(low=low, high=high)


def figure_words(limit: Limit, value: float | None) -> str:
    """Write a measured figure in the form of its limit."""
    if value is None:
        return "no figure yet"
    if limit.is_share:
        return f"{value:.1%}"
    if limit.unit == "percent":
        return f"{value:.1f}%"
    return f"{value:.2f}{_unit(limit)}" if abs(value) < 100 else f"{value:,.0f}{_unit(limit)}"  # noqa: PLR2004 - hundreds need no digits


def segment_words(segment: str) -> str:
    """Write for whom a pass mark holds, such as ` for each team`; nothing for all cases."""
    words = segment_in_words(segment).strip()
    return f" {escape(cut(words, LONGEST_SEGMENT))}" if words else ""


def _written(limit: Limit, value: float | None) -> str:
    if value is None:
        return ""
    if limit.is_share:
        return percentage(value)
    return f"{amount(value)}%" if limit.unit == "percent" else f"{amount(value)}{_unit(limit)}"


def _unit(limit: Limit) -> str:
    return "" if limit.unit in WORDLESS else f" {short(limit.unit)}"

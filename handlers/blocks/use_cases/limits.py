"""Figures and limits of pass marks, as people write them."""

from dataclasses import dataclass

from assessments.use_cases.contract.pass_mark_rows import ACROSS, ALL, BETWEEN, EACH, NOT_WORSE
from handlers.blocks.text import amount, percentage, short

SHARES = {"accuracy", "precision", "recall", "f1", "roc_auc"}
WORDLESS = {"share", "percent", "value", "ratio", "target unit", "currency", ""}
LIMITS = {
    ">=": "at least {low}",
    ">": "above {low}",
    "<=": "at most {low}",
    "<": "below {low}",
    BETWEEN: "{low} to {high}",
    NOT_WORSE: "at most {low} worse than the version before",
    "within_pct_of_baseline": "within {low} of the baseline",
}


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
    if segment == ALL:
        return ""
    if segment.startswith(EACH):
        return f" for each {short(segment.removeprefix(EACH))}"
    if segment.startswith(ACROSS):
        return f" across {short(segment.removeprefix(ACROSS))}"
    column, _, value = segment.partition("=")
    return f" where {short(column)} is {short(value)}"


def _written(limit: Limit, value: float | None) -> str:
    if value is None:
        return ""
    if limit.is_share:
        return percentage(value)
    return f"{amount(value)}%" if limit.unit == "percent" else f"{amount(value)}{_unit(limit)}"


def _unit(limit: Limit) -> str:
    return "" if limit.unit in WORDLESS else f" {short(limit.unit)}"

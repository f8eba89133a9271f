"""Pass marks: what the business wrote down as good enough, and how a measurement is judged."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a measurement says about a pass mark."""

    HOLDS = "holds"
    BROKEN = "broken"
    NOT_PROVEN = "not_proven"
    NOT_ENOUGH_DATA = "not_enough_data"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True)
class PassMark:
    """One row of what "good enough" means."""

    metric: str
    comparator: str
    threshold: float
    unit: str = "share"
    min_samples: int = 200
    severity: str = "block"
    stage: str = "live"
    row_id: str = "AC-01"
    category: str = "model_quality"


@dataclass(frozen=True)
class Judgement:
    """A pass mark beside what was measured."""

    pass_mark: PassMark
    verdict: Verdict
    value: float | None
    low: float | None
    high: float | None
    samples: int
    sentence: str


def judge(
    pass_mark: PassMark,
    *,
    value: float | None,
    low: float | None = None,
    high: float | None = None,
    samples: int = 0,
) -> Judgement:
    """Judge on the bound, not on the point.

    Args:
        pass_mark: What was agreed.
        value: The measured value, or None when nothing arrived.
        low: The interval's lower end; the value itself when there is no interval.
        high: The interval's upper end, likewise.
        samples: How many cases stand behind the value.

    Returns:
        `holds` when the interval's worse end passes, `broken` when its better end fails, else
        `not_proven`; `not_enough_data` below the pass mark's `min_samples`.
    """
    verdict = _verdict(pass_mark, value, low, high, samples)
    return Judgement(
        pass_mark, verdict, value, low, high, samples, _sentence(pass_mark, verdict, value)
    )


def passes(pass_mark: PassMark, value: float) -> bool:
    """Compare one number with a pass mark's limit."""
    return {
        ">=": value >= pass_mark.threshold,
        ">": value > pass_mark.threshold,
        "<=": value <= pass_mark.threshold,
        "<": value < pass_mark.threshold,
    }[pass_mark.comparator]


def _verdict(
    pass_mark: PassMark, value: float | None, low: float | None, high: float | None, samples: int
) -> Verdict:
    if value is None:
        return Verdict.NOT_MEASURED
    if samples < pass_mark.min_samples:
        return Verdict.NOT_ENOUGH_DATA
    ends = (value if low is None else low, value if high is None else high)
    worse, better = ends if pass_mark.comparator.startswith(">") else ends[::-1]
    if passes(pass_mark, worse):
        return Verdict.HOLDS
    return Verdict.NOT_PROVEN if passes(pass_mark, better) else Verdict.BROKEN


def _sentence(pass_mark: PassMark, verdict: Verdict, value: float | None) -> str:
    name = pass_mark.metric.replace("_", " ")
    limit = f"{pass_mark.comparator} {pass_mark.threshold:g}"
    said = {
        Verdict.HOLDS: "holds its pass mark",
        Verdict.BROKEN: "breaks its pass mark",
        Verdict.NOT_PROVEN: "is too close to its pass mark to tell",
        Verdict.NOT_ENOUGH_DATA: "has too few cases for its pass mark",
        Verdict.NOT_MEASURED: "was not measured; its pass mark is",
    }[verdict]
    measured = "" if value is None else f" {value:.3g}"
    return f"{name}{measured} {said} {limit}"

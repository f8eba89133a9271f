"""Pass marks: what the business wrote down as good enough, and how a measurement is judged."""

import math
from dataclasses import dataclass
from enum import StrEnum

MOST_CASES = 100_000_000  # a promise beyond it would be one in name only


class PassMarkVerdict(StrEnum):
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
    verdict: PassMarkVerdict
    value: float | None
    low: float | None
    high: float | None
    samples: int
    sentence: str
    more_cases: int | None = None


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
        `not_proven` with how many more cases would tell; `not_enough_data` below the pass mark's
        `min_samples`.
    """
    verdict = _verdict(pass_mark, value, low, high, samples)
    more = _more_cases(pass_mark, verdict, value, (low, high), samples)
    sentence = _sentence(pass_mark, verdict, value, more)
    return Judgement(pass_mark, verdict, value, low, high, samples, sentence, more)


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
) -> PassMarkVerdict:
    if value is None:
        return PassMarkVerdict.NOT_MEASURED
    if samples < pass_mark.min_samples:
        return PassMarkVerdict.NOT_ENOUGH_DATA
    ends = (value if low is None else low, value if high is None else high)
    worse, better = ends if pass_mark.comparator.startswith(">") else ends[::-1]
    if passes(pass_mark, worse):
        return PassMarkVerdict.HOLDS
    return PassMarkVerdict.NOT_PROVEN if passes(pass_mark, better) else PassMarkVerdict.BROKEN


def _more_cases(
    pass_mark: PassMark,
    verdict: PassMarkVerdict,
    value: float | None,
    interval: tuple[float | None, float | None],
    samples: int,
) -> int | None:
    """Return how many more cases would decide, if the value stays.

    An interval narrows with the root of the number of cases, so its end on the limit's side meets
    the limit when the cases have grown by the square of reach over distance.

    Returns:
        At least 1; None where the verdict is clear, or where no number would do.
    """
    if verdict is PassMarkVerdict.NOT_ENOUGH_DATA:
        return pass_mark.min_samples - samples
    distance = 0.0 if value is None else pass_mark.threshold - value
    end = interval[0] if distance < 0 else interval[1]
    if verdict is not PassMarkVerdict.NOT_PROVEN or value is None or end is None or distance == 0:
        return None
    growth = ((end - value) / distance) ** 2 - 1
    return max(1, math.ceil(round(samples * growth, 6))) if samples * growth < MOST_CASES else None


def _sentence(
    pass_mark: PassMark, verdict: PassMarkVerdict, value: float | None, more_cases: int | None
) -> str:
    name = pass_mark.metric.replace("_", " ")
    limit = f"{pass_mark.comparator} {pass_mark.threshold:g}"
    said = {
        PassMarkVerdict.HOLDS: f"holds its pass mark {limit}",
        PassMarkVerdict.BROKEN: f"breaks its pass mark {limit}",
        PassMarkVerdict.NOT_PROVEN: f"is too close to its pass mark {limit} to tell",
        PassMarkVerdict.NOT_ENOUGH_DATA: f"has too few cases for its pass mark {limit}",
        PassMarkVerdict.NOT_MEASURED: f"was not measured; its pass mark is {limit}",
    }[verdict]
    measured = "" if value is None else f" {value:.3g}"
    wanted = f"; about {more_cases:,} more cases needed" if more_cases else ""
    return f"{name}{measured} {said}{wanted}"

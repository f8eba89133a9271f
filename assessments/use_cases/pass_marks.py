"""Pass marks: what the business wrote down as good enough, and how a measurement is judged."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from assessments.use_cases.contract.pass_mark_rows import (
    ALL,
    AT_LEAST,
    AT_MOST,
    BETWEEN,
    BLOCK,
    EACH,
    NOT_WORSE,
    WITHIN,
)
from assessments.use_cases.contract.units import FACTORS, MEASURED_IN

OF_COLUMNS = frozenset({"psi", "ks_statistic", "missing_share"})
"""Metrics of the data itself: a monitor alerts on columns by limits of its own."""
MOST_CASES = 100_000_000  # a promise beyond it would be one in name only


class PassMarkVerdict(StrEnum):
    """What a measurement says about a pass mark."""

    HOLDS = "holds"
    BROKEN = "broken"
    NOT_PROVEN = "not_proven"
    NOT_ENOUGH_DATA = "not_enough_data"
    NOT_MEASURED = "not_measured"


WORST_FIRST = (
    PassMarkVerdict.BROKEN,
    PassMarkVerdict.NOT_PROVEN,
    PassMarkVerdict.NOT_MEASURED,
    PassMarkVerdict.HOLDS,
    PassMarkVerdict.NOT_ENOUGH_DATA,
)
"""Which verdict of a column's values stands for all; too few cases of one value decide last."""


@dataclass(frozen=True)
class PassMark:
    """One row of what "good enough" means.

    Attributes:
        threshold: The limit, or the lower one of a pair.
        high: The upper limit of `between`.
        segment: `all`, `column=value`, `each:column` or `across:column`.
        better: Where the metric is better: `higher`, `lower`, or empty where nobody says.
        version: The version of the use case that it stands in; 0 where it isn't known.
    """

    metric: str
    comparator: str
    threshold: float
    unit: str = "share"
    min_samples: int = 200
    severity: str = "block"
    stage: str = "live"
    row_id: str = "AC-01"
    category: str = "model_quality"
    high: float | None = None
    segment: str = ALL
    window: str = "last_3000"
    better: str = ""
    version: int = 0

    @property
    def is_signal(self) -> bool:
        """Whether it's the limit of a signal, rather than a pass mark that people signed."""
        return self.row_id.startswith("MS-")

    @property
    def is_blocking(self) -> bool:
        """Whether breaking it blocks a release and alerts, rather than warns."""
        return self.severity == BLOCK


@dataclass(frozen=True)
class Measured:
    """What was measured for a pass mark, in its unit.

    Attributes:
        value: The figure; None when nothing arrived.
        low: The interval's lower end; None where there is no interval.
        high: The interval's upper end, likewise.
        samples: How many cases stand behind it; of `across:column`, those of the smallest group.
        previous: The figure of the version before.
        baseline: The figure to stay close to.
        segments: For `each:column`, what was measured of every value of the column.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    samples: int = 0
    previous: float | None = None
    baseline: float | None = None
    segments: Mapping[str, "Measured"] = field(default_factory=dict)


@dataclass(frozen=True)
class Judgement:
    """A pass mark beside what was measured; of `each:column`, the verdict of every value."""

    pass_mark: PassMark
    verdict: PassMarkVerdict
    value: float | None
    low: float | None
    high: float | None
    samples: int
    sentence: str
    more_cases: int | None = None
    segments: Mapping[str, PassMarkVerdict] = field(default_factory=dict)

    @property
    def calls_people(self) -> bool:
        """Whether a pass mark is broken that people are to be called for."""
        return self.pass_mark.is_blocking and self.verdict is PassMarkVerdict.BROKEN


def worth_showing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgements of pass marks, and of signals those that call people."""
    return [one for one in judgements if one.calls_people or not one.pass_mark.is_signal]


def judge(
    pass_mark: PassMark,
    *,
    value: float | None,
    low: float | None = None,
    high: float | None = None,
    samples: int = 0,
) -> Judgement:
    """Judge one figure; see `judge_measured`."""
    return judge_measured(pass_mark, Measured(value, low, high, samples))


def judge_measured(pass_mark: PassMark, measured: Measured) -> Judgement:
    """Judge on the bound, not on the point.

    Returns:
        `holds` when the whole interval is accepted, `broken` when none of it is, else
        `not_proven` with how many more cases would tell; `not_enough_data` below the pass mark's
        `min_samples`. With `each:column` the worst value with enough cases decides.
    """
    if pass_mark.segment.startswith(EACH):
        if measured.segments:
            return _of_each(pass_mark, measured)
        measured = Measured()
    verdict = _verdict(pass_mark, measured)
    more = _more_cases(pass_mark, verdict, measured)
    sentence = _sentence(pass_mark, verdict, measured.value, more)
    return Judgement(
        pass_mark,
        verdict,
        measured.value,
        measured.low,
        measured.high,
        measured.samples,
        sentence,
        more,
    )


def passes(pass_mark: PassMark, value: float) -> bool:
    """Compare one number with a pass mark's fixed limit, or pair of limits."""
    accepted = _accepted(pass_mark, Measured(value))
    return accepted is not None and accepted.has(value)


def in_agreed_unit(pass_mark: PassMark, value: float) -> float:
    """Convert a figure as `check --json` writes it to a pass mark's unit."""
    measured_in = MEASURED_IN.get(pass_mark.metric, pass_mark.unit)
    return value * float(FACTORS.get((measured_in, pass_mark.unit), 1))


def _of_each(mark: PassMark, measured: Measured) -> Judgement:
    """Judge every value of the column; the worst is shown, and who else isn't fine is named."""
    found = {
        name: judge_measured(replace(mark, segment=ALL), part)
        for name, part in measured.segments.items()
    }
    name = min(found, key=lambda name: (WORST_FIRST.index(found[name].verdict), name))
    worst = found[name]
    verdicts = {name: one.verdict for name, one in found.items()}
    sentence = f"{mark.segment.removeprefix(EACH)} {name}: {worst.sentence}"
    return replace(worst, pass_mark=mark, sentence=sentence, segments=verdicts)


@dataclass(frozen=True)
class _Accepted:
    """The accepted figures, from one limit to the other; an open limit isn't accepted itself."""

    low: float = -math.inf
    high: float = math.inf
    is_open: bool = False

    def has(self, value: float) -> bool:
        on_limit = any(math.isclose(value, end, rel_tol=1e-12) for end in (self.low, self.high))
        return not self.is_open if on_limit else self.low < value < self.high


def _accepted(mark: PassMark, measured: Measured) -> _Accepted | None:
    """Return which figures a pass mark accepts; None where what it's relative to is unknown."""
    limit, is_open = mark.threshold, mark.comparator in {">", "<"}
    if mark.comparator in AT_LEAST:
        return _Accepted(low=limit, is_open=is_open)
    if mark.comparator in AT_MOST:
        return _Accepted(high=limit, is_open=is_open)
    if mark.comparator == BETWEEN:
        return None if mark.high is None else _Accepted(limit, mark.high)
    return _relative(mark, measured)


def _relative(mark: PassMark, measured: Measured) -> _Accepted | None:
    limit = mark.threshold
    if mark.comparator == WITHIN and measured.baseline is not None:
        reach = abs(measured.baseline) * limit / 100
        return _Accepted(measured.baseline - reach, measured.baseline + reach)
    if mark.comparator != NOT_WORSE or measured.previous is None or not mark.better:
        return None
    if mark.better == "higher":
        return _Accepted(low=measured.previous - limit)
    return _Accepted(high=measured.previous + limit)


def _verdict(mark: PassMark, measured: Measured) -> PassMarkVerdict:
    accepted = _accepted(mark, measured)
    value = measured.value
    if value is not None and measured.samples < mark.min_samples:
        return PassMarkVerdict.NOT_ENOUGH_DATA
    if value is None or accepted is None:
        return PassMarkVerdict.NOT_MEASURED
    low = value if measured.low is None else measured.low
    high = value if measured.high is None else measured.high
    if accepted.has(low) and accepted.has(high):
        return PassMarkVerdict.HOLDS
    nearest = min(max(accepted.low, low), high), min(max(accepted.high, low), high)
    is_met = any(accepted.has(end) for end in (low, high, *nearest))
    return PassMarkVerdict.NOT_PROVEN if is_met else PassMarkVerdict.BROKEN


def _more_cases(mark: PassMark, verdict: PassMarkVerdict, measured: Measured) -> int | None:
    """Return how many more cases would decide, if the value stays.

    An interval narrows with the root of the number of cases, so its end on the limit's side meets
    the limit when the cases have grown by the square of reach over distance.

    Returns:
        At least 1; None where the verdict is clear, or where no number would do.
    """
    samples, value = measured.samples, measured.value
    if verdict is PassMarkVerdict.NOT_ENOUGH_DATA:
        return mark.min_samples - samples
    accepted = _accepted(mark, measured)
    if verdict is not PassMarkVerdict.NOT_PROVEN or value is None or accepted is None:
        return None
    growths = [
        ((end - value) / (limit - value)) ** 2 - 1
        for limit in (accepted.low, accepted.high)
        if math.isfinite(limit) and limit != value
        for end in (measured.low if limit < value else measured.high,)
        if end is not None and abs(end - value) > abs(limit - value)
    ]
    growth = max(growths, default=None)
    if growth is None or samples * growth >= MOST_CASES:
        return None
    return max(1, math.ceil(round(samples * growth, 6)))


def _sentence(
    pass_mark: PassMark, verdict: PassMarkVerdict, value: float | None, more_cases: int | None
) -> str:
    name = pass_mark.metric.replace("_", " ")
    limit = _limit(pass_mark)
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


def _limit(mark: PassMark) -> str:
    if mark.comparator == BETWEEN and mark.high is not None:
        return f"{mark.threshold:g} to {mark.high:g}"
    if mark.comparator == NOT_WORSE:
        return f"at most {mark.threshold:g} worse than before"
    if mark.comparator == WITHIN:
        return f"within {mark.threshold:g}% of the baseline"
    return f"{mark.comparator} {mark.threshold:g}"

"""Units: a figure as it was measured, in the unit that pass marks are written in."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from assessments.use_cases.contract.content import Rules
from assessments.use_cases.contract.pass_mark_rows import exact

SHARE, PERCENT = "share", "percent"
MEASURED_IN: Mapping[str, str] = MappingProxyType({"mape": SHARE})  # by `check --json`
FACTORS: Mapping[tuple[str, str], Fraction] = MappingProxyType(
    {
        (SHARE, PERCENT): Fraction(100),
        (PERCENT, SHARE): Fraction(1, 100),
        ("s", "ms"): Fraction(1000),
        ("ms", "s"): Fraction(1, 1000),
        ("minutes", "hours"): Fraction(1, 60),
        ("days", "hours"): Fraction(24),
    }
)


def converted(value: Fraction, unit: str, wanted: str) -> Fraction | None:
    """Convert a figure to another unit; None where one has nothing to do with the other."""
    if unit == wanted:
        return value
    factor = FACTORS.get((unit, wanted))
    return None if factor is None else value * factor


def from_check(rules: Rules, metric: str, value: float) -> Fraction:
    """Convert a figure of `check --json` to the unit of the metric's catalogue entry.

    Shares stay shares; `mape` is a share there and a percentage in the catalogue.
    """
    found = rules.metric(metric)
    measured = exact(value)
    if found is None or metric not in MEASURED_IN:
        return measured
    in_unit = converted(measured, MEASURED_IN[metric], found.unit)
    return measured if in_unit is None else in_unit

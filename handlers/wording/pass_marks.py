"""A pass mark as one sentence that a sales director understands, plain text."""

import re
from collections.abc import Mapping
from fractions import Fraction

from assessments.use_cases.contract.content import Rules
from assessments.use_cases.contract.document import Row
from assessments.use_cases.contract.judging import Observation, RowResult
from assessments.use_cases.contract.pass_mark_rows import (
    ACROSS,
    ALL,
    BETWEEN,
    EACH,
    NOT_WORSE,
    WITHIN,
    PassMarkRow,
)
from assessments.use_cases.contract.values import is_number
from handlers.wording.metrics import metric_in_sentence

SENTENCE = "{what}, {window}, with at least {cases}; otherwise {otherwise}."
GENERAL = "{metric} must {comparison}{segment}"
BETWEEN_GROUPS: Mapping[tuple[str, str], str] = {
    ("recall_gap", "<="): "Recall must differ by at most {low} points between {groups}",
    ("recall_gap", "<"): "Recall must differ by less than {low} points between {groups}",
    ("selection_rate_ratio", ">="): (
        "Between {groups}, the lowest selection rate must be at least {low} of the highest"
    ),
    ("selection_rate_ratio", ">"): (
        "Between {groups}, the lowest selection rate must be above {low} of the highest"
    ),
}
LIMITS: Mapping[str, str] = {
    ">=": "at least {low}",
    ">": "above {low}",
    "<=": "at most {low}",
    "<": "below {low}",
    BETWEEN: "{low} to {high}",
    NOT_WORSE: "at most {low} worse than the version before",
    WITHIN: "within {low} of the baseline",
}
COMPARISONS: Mapping[str, str] = {
    **{sign: f"be {words}" for sign, words in LIMITS.items()},
    BETWEEN: "be between {low} and {high}",
    NOT_WORSE: "not be more than {difference} worse than in the version before",
    WITHIN: "stay within {percentage} of the baseline",
}
ONE_VALUE, EACH_VALUE, GROUPS = (
    " where {column} is {value}",
    " for each {column}",
    " across {groups}",
)
PERIODS: Mapping[str, tuple[str, str]] = {
    "min": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "d": ("day", "days"),
    "w": ("week", "weeks"),
}
RELEASE, LAST, LAST_ONE = (
    "on the release test set",
    "over the last {count} {unit}",
    "over the last {unit}",
)
LABELLED = "over the last {count} labelled cases"
STAGES: Mapping[str, str] = {
    "offline": "in offline tests",
    "shadow": "in shadow mode",
    "live": "in live use",
}
CASES, ONE_CASE, IN_EACH = "{count} cases", "1 case", " in each"
OTHERWISE: Mapping[str, str] = {
    "block": "the release is blocked",
    "warn": "there is a warning",
}
MEASURED = "measured {value} on {cases}"
RESULTS: Mapping[RowResult, str] = {
    RowResult.PASS: "Passed",
    RowResult.FAIL: "Failed",
    RowResult.INSUFFICIENT_DATA: "Not enough cases",
    RowResult.NOT_EVALUATED: "Not measured",
}
WINDOW = re.compile(r"(\d+)([hdw])|last_(\d+)")
HUNDRED, MEASURED_DIGITS = 100, 4


_SPAN = re.compile("([0-9]+)(min|h|d|w)")


def pass_mark_sentence(row: PassMarkRow) -> str:
    """Read a pass mark back as a sentence; names in it are plain text, to be escaped."""
    is_by_group = row.segment.startswith((EACH, ACROSS))
    return SENTENCE.format(
        what=_what(row),
        window=_window(row),
        cases=_cases(row.min_samples) + (IN_EACH if is_by_group else ""),
        otherwise=OTHERWISE[row.severity],
    )


def amount(value: Fraction, unit: str) -> str:
    """Write a figure with its unit: shares and percentages as `84.3%`."""
    if unit in {"share", "percent"}:
        return f"{_number(value * HUNDRED if unit == 'share' else value)}%"
    if unit in {"value", "ratio", "currency", "target unit", ""}:
        return _number(value)
    return f"{_number(value)} {unit}"


def signal_figure(rules: Rules, row: Row, cell: str) -> str:
    """Write a signal's limit in the form of its metric: a share as `82%`; `?` where none is."""
    value = row.get(cell)
    if not is_number(value):
        return "?"
    metric = rules.metric(str(row.get("metric")))
    unit = metric.unit if metric and metric.unit in {"share", "percent"} else ""
    return amount(Fraction(str(value)), unit)


def span_words(span: object) -> str:
    """Write a span of time: `1d` as `1 day`, `30min` as `30 minutes`; others as typed."""
    count, unit = found.groups() if (found := _SPAN.fullmatch(str(span))) else ("", "")
    if not count:
        return str(span)
    return f"{count} {PERIODS[unit][count != '1']}"


def measured(row: PassMarkRow, observed: Observation) -> str:
    """Write what was measured: `measured 84.3% on 9,000 cases`; empty without a figure."""
    if observed.value is None:
        return ""
    value = amount(round(observed.value, MEASURED_DIGITS), row.unit)
    return MEASURED.format(value=value, cases=_cases(observed.samples))


def _what(row: PassMarkRow) -> str:
    is_ratio = row.unit == "ratio"
    in_words = BETWEEN_GROUPS.get((row.metric, row.comparator))
    if in_words and row.segment.startswith(ACROSS):
        low = f"{_number(row.low * HUNDRED)}{'%' if is_ratio else ''}"
        return in_words.format(low=low, groups=_plural(_words(row.column)))
    comparison = COMPARISONS[row.comparator].format(
        low=amount(row.low, row.unit),
        high="" if row.high is None else amount(row.high, row.unit),
        difference=_difference(row),
        percentage=f"{_number(row.low)}%",
    )
    name = metric_in_sentence(row.metric)
    return GENERAL.format(
        metric=name, segment=segment_in_words(row.segment), comparison=comparison
    )


def _difference(row: PassMarkRow) -> str:
    if row.unit in {"share", "percent"}:
        points = row.low * HUNDRED if row.unit == "share" else row.low
        return f"{_number(points)} points"
    return amount(row.low, row.unit)


def segment_in_words(segment: str) -> str:
    """Write for whom a pass mark holds, such as ` for each team`; empty for all cases."""
    if segment == ALL:
        return ""
    if segment.startswith(EACH):
        return EACH_VALUE.format(column=_words(segment.removeprefix(EACH)))
    if segment.startswith(ACROSS):
        return GROUPS.format(groups=_plural(_words(segment.removeprefix(ACROSS))))
    column, _, value = segment.partition("=")
    return ONE_VALUE.format(column=_words(column), value=value)


def _window(row: PassMarkRow) -> str:
    if row.window == "release":
        return RELEASE if row.stage == "offline" else f"{RELEASE}, {STAGES[row.stage]}"
    found = WINDOW.fullmatch(row.window)
    if found is None:
        return f"{row.window}, {STAGES[row.stage]}"
    if found[3]:
        return f"{LABELLED.format(count=f'{int(found[3]):,}')}, {STAGES[row.stage]}"
    count, (one, several) = int(found[1]), PERIODS[found[2]]
    period = LAST_ONE.format(unit=one) if count == 1 else LAST.format(count=count, unit=several)
    return f"{period}, {STAGES[row.stage]}"


def _cases(count: int) -> str:
    return ONE_CASE if count == 1 else CASES.format(count=f"{count:,}")


def _number(value: Fraction) -> str:
    return f"{float(value):,.10g}"


def _words(name: str) -> str:
    return name.replace("_", " ").strip()


def _plural(words: str) -> str:
    if words.endswith("y") and words[-2:-1] not in tuple("aeiou"):
        return f"{words[:-1]}ies"
    return f"{words}es" if words.endswith(("s", "x", "ch", "sh")) else f"{words}s"

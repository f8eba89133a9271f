"""A pass mark as one sentence that a sales director understands, plain text."""

import re
from collections.abc import Mapping
from fractions import Fraction

from assessments.use_cases.contract.judging import JudgedRow, Observation, RowResult
from assessments.use_cases.contract.pass_mark_rows import (
    ACROSS,
    ALL,
    BETWEEN,
    EACH,
    NOT_WORSE,
    WITHIN,
    PassMarkRow,
)

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
COMPARISONS: Mapping[str, str] = {
    ">=": "be at least {low}",
    ">": "be above {low}",
    "<=": "be at most {low}",
    "<": "be below {low}",
    BETWEEN: "be between {low} and {high}",
    NOT_WORSE: "not be more than {difference} worse than in the version before",
    WITHIN: "stay within {percentage} of the baseline",
}
METRICS: Mapping[str, str] = {
    "accuracy": "Accuracy",
    "precision": "Precision",
    "recall": "Recall",
    "f1": "The F1 score",
    "roc_auc": "The ROC AUC",
    "log_loss": "Log loss",
    "mae": "The average error",
    "rmse": "The root mean squared error",
    "mape": "The average percentage error",
    "calibration_error": "The calibration error",
    "lift_over_baseline": "The lift over the baseline",
    "selection_rate_ratio": "The ratio of the lowest selection rate to the highest",
    "recall_gap": "The gap in recall",
    "psi": "The drift of the data (PSI)",
    "ks_statistic": "The largest shift of the data (KS)",
    "missing_share": "The share of missing values",
    "freshness": "The age of the data",
    "latency_p95": "The wait in 95 of 100 cases",
    "availability": "Availability",
    "error_rate": "The error rate",
    "cost_per_1000": "The cost of 1,000 results",
    "explanation_coverage": "The share of results with an explanation",
    "user_acceptance": "The share of results that users accept",
}
EXPLANATIONS: Mapping[str, str] = {
    "accuracy": "Of all predictions, the share that was right.",
    "precision": "Of the cases the model picks, the share that really is one.",
    "recall": "Of all real cases, the share that the model finds.",
    "f1": "Precision and recall in one figure; the weaker one counts more.",
    "roc_auc": "How often a real case is ranked above another one. 50% is guessing.",
    "log_loss": "How far the predicted probabilities are from what happened.",
    "mae": "How far off a prediction is on average.",
    "rmse": "How far off predictions are, where large errors count more.",
    "mape": "How far off a prediction is on average, in percent of the true value.",
    "calibration_error": "How far a predicted 70% is from happening in 70 of 100 cases.",
    "lift_over_baseline": "How much better it is than the way it's done today.",
    "selection_rate_ratio": "How often the least picked group is picked, against the most picked.",
    "recall_gap": "How many more real cases are found in one group than in another.",
    "psi": "How much the data has changed. 0.1 is a little, 0.25 is a lot.",
    "ks_statistic": "The largest shift between the data now and before.",
    "missing_share": "How many values are missing.",
    "freshness": "How old the newest data is.",
    "latency_p95": "The longest wait in 95 of 100 cases.",
    "availability": "The share of the time that it works.",
    "error_rate": "The share of requests that fail.",
    "cost_per_1000": "What 1,000 results cost to produce.",
    "explanation_coverage": "The share of results that come with their reasons.",
    "user_acceptance": "The share of results that users follow or find useful.",
}
ONE_VALUE, EACH_VALUE, GROUPS = (
    " where {column} is {value}",
    " for each {column}",
    " across {groups}",
)
PERIODS: Mapping[str, tuple[str, str]] = {
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


def pass_mark_sentence(row: PassMarkRow) -> str:
    """Read a pass mark back as a sentence; names in it are plain text, to be escaped."""
    is_by_group = row.segment.startswith((EACH, ACROSS))
    return SENTENCE.format(
        what=_what(row),
        window=_window(row),
        cases=_cases(row.min_samples) + (IN_EACH if is_by_group else ""),
        otherwise=OTHERWISE[row.severity],
    )


def metric_name(metric: str) -> str:
    """Name a metric, as at the start of a sentence; a custom one by its own name."""
    return METRICS.get(metric) or _words(metric)[:1].upper() + _words(metric)[1:]


def amount(value: Fraction, unit: str) -> str:
    """Write a figure with its unit: shares and percentages as `84.3%`."""
    if unit in {"share", "percent"}:
        return f"{_number(value * HUNDRED if unit == 'share' else value)}%"
    if unit in {"value", "ratio", "currency", "target unit", ""}:
        return _number(value)
    return f"{_number(value)} {unit}"


def measured(row: PassMarkRow, observed: Observation) -> str:
    """Write what was measured: `measured 84.3% on 9,000 cases`; empty without a figure."""
    if observed.value is None:
        return ""
    value = amount(round(observed.value, MEASURED_DIGITS), row.unit)
    return MEASURED.format(value=value, cases=_cases(observed.samples))


def result_sentence(judged: JudgedRow) -> str:
    """Write the result of a row, such as `Failed: measured 71% on 900 cases.`.

    Of a row for each value of a column, it names the values that didn't pass.
    """
    whole = RESULTS[judged.result]
    if not judged.segments:
        figure = measured(judged.row, judged.observed) if judged.observed else ""
        return f"{whole}: {figure}." if figure else f"{whole}."
    named = {result: judged.segments_with(result) for result in RowResult}
    parts = [
        f"{RESULTS[result]}: {', '.join(values)}"
        for result, values in named.items()
        if values and result is not RowResult.PASS
    ]
    return f"{'; '.join(parts) or whole}."


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
    name = metric_name(row.metric)
    return GENERAL.format(metric=name, segment=_segment(row), comparison=comparison)


def _difference(row: PassMarkRow) -> str:
    if row.unit in {"share", "percent"}:
        points = row.low * HUNDRED if row.unit == "share" else row.low
        return f"{_number(points)} points"
    return amount(row.low, row.unit)


def _segment(row: PassMarkRow) -> str:
    column = _words(row.column)
    if row.segment == ALL:
        return ""
    if row.segment.startswith(EACH):
        return EACH_VALUE.format(column=column)
    if row.segment.startswith(ACROSS):
        return GROUPS.format(groups=_plural(column))
    return ONE_VALUE.format(column=column, value=row.segment.partition("=")[2])


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

"""Pass marks read back as sentences."""

from fractions import Fraction
from typing import Any

import pytest

from assessments.use_cases.contract.pass_mark_rows import pass_mark_rows
from handlers.wording.metrics import METRICS, metric_in_sentence
from handlers.wording.pass_marks import (
    amount,
    pass_mark_sentence,
    signal_figure,
    span_words,
)
from tests.assessments.use_cases.contract.samples import RULES, document, pass_mark

EXAMPLE = [
    (
        "Precision must be at least 30%, on the release test set, with at least 2,000 cases; "
        "otherwise the release is blocked."
    ),
    (
        "The lift over the baseline must be at least 40%, over the last 4 weeks, in live use, "
        "with at least 1,500 cases; otherwise the release is blocked."
    ),
    (
        "Recall must differ by at most 10 points between age bands, on the release test set, with "
        "at least 200 cases in each; otherwise the release is blocked."
    ),
    (
        "Availability must be at least 99%, over the last 30 days, in live use, with at least 30 "
        "cases; otherwise there is a warning."
    ),
    (
        "The share of results that users accept must be at least 60% for each team, over the last "
        "4 weeks, in live use, with at least 100 cases in each; otherwise there is a warning."
    ),
]


def test_the_examples_rows_are_read_back() -> None:
    """As a sales director would say them."""
    rows = pass_mark_rows(RULES, document())

    assert [pass_mark_sentence(row) for row in rows] == EXAMPLE


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({"comparator": ">"}, "Precision must be above 30%, on"),
        ({"metric": "psi", "comparator": "<=", "threshold": 0.25}, "(PSI) must be at most 0.25,"),
        ({"metric": "latency_p95", "comparator": "<", "threshold": 300}, "must be below 300 ms,"),
        ({"metric": "freshness", "comparator": "<", "threshold": 6}, "must be below 6 hours,"),
        ({"metric": "mape", "comparator": "<=", "threshold": 7}, "must be at most 7%,"),
        ({"comparator": "between", "threshold": [0.8, 0.9]}, "must be between 80% and 90%,"),
        (
            {"comparator": "not_worse_than_previous_by", "threshold": 0.02},
            "must not be more than 2 points worse than in the version before,",
        ),
        (
            {"metric": "psi", "comparator": "not_worse_than_previous_by", "threshold": 0.02},
            "must not be more than 0.02 worse than",
        ),
        (
            {"comparator": "within_pct_of_baseline", "threshold": 5},
            "must stay within 5% of the baseline,",
        ),
        ({"segment": "customer_type=new"}, "must be at least 30% where customer type is new, on"),
        (
            {
                "metric": "selection_rate_ratio",
                "segment": "across:country",
                "threshold": 0.8,
            },
            "Between countries, the lowest selection rate must be at least 80% of the highest, on",
        ),
        (
            {
                "metric": "recall_gap",
                "segment": "across:class",
                "comparator": "between",
                "threshold": [0, 0.1],
            },
            "The gap in recall must be between 0% and 10% across classes, on",
        ),
        (
            {"metric": "calls_saved", "unit": "calls", "threshold": 1_200},
            "Calls saved must be at least 1,200 calls, on",
        ),
        ({"window": "1d", "stage": "shadow"}, ", over the last day, in shadow mode, with"),
        ({"window": "last_5000"}, ", over the last 5,000 labelled cases, in offline tests, with"),
        ({"window": "release", "stage": "live"}, ", on the release test set, in live use, with"),
        ({"min_samples": 1}, "with at least 1 case; otherwise"),
    ],
)
def test_each_part_has_its_words(cells: dict[str, Any], part: str) -> None:
    """Comparison, cases, period and stage."""
    assert part in pass_mark_sentence(pass_mark(**cells))


def test_every_metric_of_the_catalogue_has_words() -> None:
    """A name to begin a sentence with, and a plain explanation."""
    metrics = [name for name, metric in RULES.metrics.items() if metric.better != "declared"]

    assert list(METRICS) == metrics
    assert all(found.explained for found in METRICS.values())
    assert metric_in_sentence("own_figure") == "Own figure"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("0.843", "share", "84.3%"), ("12.5", "percent", "12.5%"),
        ("1234.5", "EUR", "1,234.5 EUR"),
        ("0.1", "value", "0.1"), ("1/3", "share", "33.33333333%"),
    ],
)  # fmt: skip
def test_a_figure_is_written_with_its_unit(value: str, unit: str, written: str) -> None:
    """Shares as percentages."""
    assert amount(Fraction(value), unit) == written


@pytest.mark.parametrize(
    ("metric", "value", "words"),
    [
        ("accuracy", 0.82, "82%"),
        ("recall_gap", 0.125, "12.5%"),
        ("lift_over_baseline", 40, "40%"),
        ("psi", 0.25, "0.25"),
        ("calls saved", 1200, "1,200"),
        ("accuracy", None, "?"),
    ],
)
def test_a_signals_limit_has_its_metrics_form(metric: str, value: object, words: str) -> None:
    """As the pass mark beside it."""
    assert signal_figure(RULES, {"metric": metric, "act_at": value}, "act_at") == words


@pytest.mark.parametrize(
    ("span", "words"), [("1d", "1 day"), ("30min", "30 minutes"), ("4h", "4 hours"), ("?", "?")]
)
def test_a_span_is_in_words(span: str, words: str) -> None:
    """What isn't one stays as it was typed."""
    assert span_words(span) == words

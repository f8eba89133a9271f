"""The gate judges by the interval, not by the point, and says when it can't know."""

from typing import Any

import pytest

from assessments.use_cases.pass_marks import PassMark, PassMarkVerdict
from deployments.errors import MetricsFileError
from deployments.requests.gate import GateVerdict, judge_release
from deployments.requests.metrics_file import parse_metrics
from ground.proportions import wilson_interval

ACCURACY = PassMark("accuracy", ">=", 0.80)
LATENCY = PassMark("latency_p95_ms", "<=", 200.0)


@pytest.mark.parametrize(
    ("share", "samples", "low", "high"),
    [
        pytest.param(0.8, 10, 0.4902, 0.9433, id="8 of 10"),
        pytest.param(0.0, 30, 0.0, 0.1135, id="0 of 30"),
        pytest.param(0.9, 100, 0.8256, 0.9448, id="90 of 100"),
        pytest.param(1.0, 1, 0.2065, 1.0, id="1 of 1"),
    ],
)
def test_wilson_intervals_are_the_published_ones(
    share: float, samples: int, low: float, high: float
) -> None:
    """Values of statsmodels' `proportion_confint(method='wilson')`."""
    assert wilson_interval(share, samples) == pytest.approx((low, high), abs=5e-5)


def evidence(samples: int = 5_000, **metrics: float) -> dict[str, Any]:
    """Write what a request stores."""
    return {"metrics": metrics, "samples": samples}


GATES = {
    "holds": (evidence(accuracy=0.84), [ACCURACY], GateVerdict.ACCEPTED),
    "broken": (evidence(accuracy=0.76), [ACCURACY], GateVerdict.REJECTED),
    "too few cases": (evidence(50, accuracy=0.84), [ACCURACY], GateVerdict.ON_HOLD),
    "not measured": (evidence(f1=0.9), [ACCURACY], GateVerdict.ON_HOLD),
    "no samples": (evidence(0, accuracy=0.84), [ACCURACY], GateVerdict.ON_HOLD),
    "one broken, one missing": (
        evidence(accuracy=0.5), [LATENCY, ACCURACY], GateVerdict.REJECTED,
    ),
    "a point is enough for other metrics": (
        evidence(latency_p95_ms=150.0), [LATENCY], GateVerdict.ACCEPTED,
    ),
    "only a warning": (
        evidence(accuracy=0.76),
        [PassMark("accuracy", ">=", 0.8, severity="warn")],
        GateVerdict.ACCEPTED_WITH_WARNINGS,
    ),
    "nothing agreed": (evidence(accuracy=0.9), [], GateVerdict.NOT_AGREED),
    "live marks alone": (
        evidence(accuracy=0.9),
        [PassMark("psi", "<=", 0.25, category="data_quality")],
        GateVerdict.NOT_AGREED,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("measured", "marks", "verdict"), GATES.values(), ids=GATES)
def test_gate(measured: dict[str, Any], marks: list[PassMark], verdict: GateVerdict) -> None:
    """Each pass mark counts; the worst one decides."""
    assert judge_release(measured, marks).verdict is verdict


def test_the_report_shows_the_interval() -> None:
    """The table says between what the value may be."""
    report = judge_release(evidence(accuracy=0.84), [ACCURACY])

    judgement = report.judgements[0]
    assert judgement.verdict is PassMarkVerdict.HOLDS
    assert judgement.low is not None
    assert 0.82 < judgement.low < 0.84


def test_metrics_are_read() -> None:
    """The form that the README shows."""
    parsed = parse_metrics('{"metrics": {"accuracy": 0.83, "latency_p95_ms": 120}, "samples": 9}')

    assert parsed.as_json() == {
        "metrics": {"accuracy": 0.83, "latency_p95_ms": 120.0},
        "samples": 9,
    }


WRONG = {
    "no JSON": ("accuracy: 0.8", "no valid JSON"),
    "a list": ("[1]", "needs the form"),
    "a number": ("7", "needs the form"),
    "metrics is a list": ('{"metrics": [1], "samples": 1}', "needs the form"),
    "named twice": ('{"metrics": {"f1": 0.1, "f1": 0.9}, "samples": 1}', "names f1 twice"),
    "NaN": ('{"metrics": {"f1": NaN}, "samples": 1}', "holds NaN"),
    "Infinity": ('{"metrics": {"mae": -Infinity}, "samples": 1}', "holds -Infinity"),
    "beyond floats": ('{"metrics": {"mae": 1e999}, "samples": 1}', "too large"),
    "beyond integers": (f'{{"metrics": {{"mae": 1{"0" * 400}}}, "samples": 1}}', "too large"),
    "a word": ('{"metrics": {"f1": "good"}, "samples": 1}', "f1 must be a number"),
    "a truth value": ('{"metrics": {"f1": true}, "samples": 1}', "f1 must be a number"),
    "percent": ('{"metrics": {"accuracy": 83}, "samples": 1}', "as a share from 0 to 1"),
    "negative share": ('{"metrics": {"recall": -0.1}, "samples": 1}', "as a share"),
    "no samples": ('{"metrics": {"accuracy": 0.83}}', 'needs "samples"'),
    "zero samples": ('{"metrics": {"accuracy": 0.83}, "samples": 0}', 'needs "samples"'),
    "half a sample": ('{"metrics": {"accuracy": 0.83}, "samples": 1.5}', 'needs "samples"'),
    "true samples": ('{"metrics": {"accuracy": 0.83}, "samples": true}', 'needs "samples"'),
    "deep": ("[" * 50_000, "no valid JSON"),
    "long": (" " * 100_001, "longer than 100,000 characters"),
    "empty": ("", "no valid JSON"),
    "hidden": ('{"metrics": {"a\\u0000": 1}, "samples": 1}', r"hidden character \(U\+0000\)"),
}


@pytest.mark.parametrize(("content", "sentence"), WRONG.values(), ids=WRONG)
def test_wrong_metrics_are_refused_in_a_sentence(content: str, sentence: str) -> None:
    """No number is guessed."""
    with pytest.raises(MetricsFileError, match=sentence):
        parse_metrics(content)


def test_what_only_live_data_can_tell_is_named_too() -> None:
    """It is agreed, and no verdict rests on it."""
    drift = PassMark("psi", "<=", 0.25, category="data_quality")

    report = judge_release(evidence(accuracy=0.84), [ACCURACY, drift])

    assert [row.pass_mark for row in report.judgements] == [ACCURACY]
    assert report.later == [drift]
    assert report.verdict is GateVerdict.ACCEPTED

"""A release's figures for parts of the cases, groups, and the version before."""

import json
from dataclasses import replace
from typing import Any

import pytest

from assessments.use_cases.pass_marks import PassMark, PassMarkVerdict
from deployments.errors import MetricsFileError
from deployments.requests.evidence import live_figures
from deployments.requests.gate import GateVerdict, judge_release
from deployments.requests.metrics_file import parse_metrics

RECALL = PassMark(
    "recall", ">=", 0.5, stage="offline", window="release", min_samples=100, better="higher"
)
EVIDENCE: dict[str, Any] = {
    "metrics": {"recall": 0.8, "mape": 0.12},
    "samples": 4_000,
    "segments": {
        "age": {
            "young": {"metrics": {"recall": 0.9}, "samples": 900},
            "old": {"metrics": {"recall": 0.3}, "samples": 900},
            "rare": {"metrics": {"recall": 0.0}, "samples": 5},
        }
    },
    "previous": {"metrics": {"recall": 0.9}, "samples": 4_000},
    "baselines": {"mape": 12},
}
HOLDS, BROKEN = PassMarkVerdict.HOLDS, PassMarkVerdict.BROKEN
ROWS = {
    "all cases": ("all", ">=", 0.5, HOLDS),
    "one value": ("age=young", ">=", 0.8, HOLDS),
    "another value": ("age=old", ">=", 0.5, BROKEN),
    "a value nobody measured": ("age=middle", ">=", 0.5, PassMarkVerdict.NOT_MEASURED),
    "too few of a value": ("age=rare", ">=", 0.5, PassMarkVerdict.NOT_ENOUGH_DATA),
    "each value": ("each:age", ">=", 0.5, BROKEN),
    "each value of a column nobody cut": ("each:sex", ">=", 0.5, PassMarkVerdict.NOT_MEASURED),
    "not worse than before": ("all", "not_worse_than_previous_by", 0.2, HOLDS),
    "worse than before": ("all", "not_worse_than_previous_by", 0.05, BROKEN),
}


@pytest.mark.parametrize(("segment", "comparator", "limit", "verdict"), ROWS.values(), ids=ROWS)
def test_each_row_is_judged_over_its_own_cases(
    segment: str, comparator: str, limit: float, verdict: PassMarkVerdict
) -> None:
    """A mean over all says nothing of the old."""
    mark = replace(
        RECALL, segment=segment, comparator=comparator, threshold=limit, better="higher"
    )

    judged = judge_release(EVIDENCE, [mark]).judgements

    assert [judgement.verdict for judgement in judged] == [verdict]


@pytest.mark.parametrize(
    ("marks", "figures"),
    [
        pytest.param([RECALL], {"recall": 0.9}, id="measured then"),
        pytest.param([replace(RECALL, metric="mape")], {}, id="not measured then"),
        pytest.param([replace(RECALL, segment="age=old")], {}, id="of a part of the cases"),
    ],
)
def test_what_the_live_version_had(marks: list[PassMark], figures: dict[str, float]) -> None:
    """Only what it was itself released on, over all cases, can stand beside the new figures."""
    assert live_figures(EVIDENCE, marks) == figures
    assert live_figures({"metrics": {"recall": 0.8}}, marks) == {}


def test_groups_are_compared_by_their_own_figures() -> None:
    """0.9 and 0.3 and 0.0: ninety points apart, but one group is too small to tell."""
    gap = replace(
        RECALL, metric="recall_gap", comparator="<=", segment="across:age", threshold=0.1
    )

    judged = judge_release(EVIDENCE, [gap]).judgements[0]

    assert (judged.value, judged.samples) == (0.9, 5)
    assert judged.verdict is PassMarkVerdict.NOT_ENOUGH_DATA


def test_a_share_is_judged_in_the_unit_that_was_agreed() -> None:
    """`check --json` writes 0.12, people agreed on 15 percent, within 10 of the baseline."""
    error = replace(RECALL, metric="mape", comparator="<=", threshold=15, unit="percent")
    near = replace(error, comparator="within_pct_of_baseline", threshold=10)

    report = judge_release(EVIDENCE, [error, near])

    assert [judgement.value for judgement in report.judgements] == [12, 12]
    assert report.verdict is GateVerdict.ACCEPTED


@pytest.mark.parametrize(
    ("mark", "is_later"),
    [
        pytest.param(replace(RECALL, category="service", stage="live", window="7d"), True),
        pytest.param(replace(RECALL, category="service", stage="live", window="release"), False),
        pytest.param(replace(RECALL, category="service", stage="offline"), False),
        pytest.param(replace(RECALL, category="fairness", stage="live", window="7d"), False),
    ],
    ids=["live service", "service in a release's tests", "offline service", "live fairness"],
)
def test_what_only_live_use_shows_comes_later(mark: PassMark, *, is_later: bool) -> None:
    """A live row without a figure holds no release up, unless it's about quality or fairness."""
    report = judge_release({"metrics": {}, "samples": 10}, [mark])

    assert list(report.later) == ([mark] if is_later else [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"segments": []}, "segments must be a set"),
        ({"segments": {"age": 5}}, "age must be a set"),
        ({"segments": {"age": {"old": {"metrics": {}}}}}, '"samples"'),
        ({"segments": {"age": {"old": 5}}}, "also for each segment"),
        ({"baselines": {"mape": "x"}}, "must be a number"),
    ],
)
def test_a_wrong_part_is_a_sentence(change: dict[str, Any], said: str) -> None:
    """Whatever the pipeline writes there."""
    with pytest.raises(MetricsFileError, match=said):
        parse_metrics(json.dumps({"metrics": {}, "samples": 5, **change}))


def test_a_file_with_segments_is_kept_as_written() -> None:
    """It is what the gate reads later."""
    written = {name: EVIDENCE[name] for name in ("metrics", "samples", "segments", "baselines")}

    assert parse_metrics(json.dumps(written)).as_json() == written

"""The gate: a release's evidence beside the pass marks that people agreed on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assessments.use_cases.pass_marks import Judgement, PassMark, PassMarkVerdict, judge
from ground.proportions import wilson_interval

PROPORTIONS = {"accuracy", "precision", "recall"}
LIVE_ONLY = "data_quality"  # how far live data moves says nothing before a release


class GateVerdict(StrEnum):
    """What the pass marks say to a release."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_WARNINGS = "accepted_with_warnings"
    ON_HOLD = "on_hold"
    REJECTED = "rejected"
    NOT_AGREED = "not_agreed"


@dataclass(frozen=True)
class GateReport:
    """Each pass mark beside its measurement, and what follows from all of them.

    `later` holds the marks that only live data can be judged by; the verdict leaves them open.
    """

    verdict: GateVerdict
    judgements: Sequence[Judgement]
    later: Sequence[PassMark] = ()


def judge_release(evidence: Mapping[str, Any], pass_marks: Sequence[PassMark]) -> GateReport:
    """Judge a release's metrics by the pass marks of its use case.

    Args:
        evidence: `{"metrics": {name: value}, "samples": n}`.
        pass_marks: What was agreed as good enough.
    """
    later = [mark for mark in pass_marks if mark.category == LIVE_ONLY]
    judgements = [_judge(mark, evidence) for mark in pass_marks if mark not in later]
    return GateReport(_verdict(judgements), judgements, later)


def _judge(mark: PassMark, evidence: Mapping[str, Any]) -> Judgement:
    value = evidence.get("metrics", {}).get(mark.metric)
    samples = int(evidence.get("samples", 0))
    if value is None or mark.metric not in PROPORTIONS or samples < 1:
        return judge(mark, value=value, samples=samples)
    low, high = wilson_interval(value, samples)
    return judge(mark, value=value, low=low, high=high, samples=samples)


def _verdict(judgements: Sequence[Judgement]) -> GateVerdict:
    if not judgements:
        return GateVerdict.NOT_AGREED
    blocking = {row.verdict for row in judgements if row.pass_mark.severity == "block"}
    warning = {row.verdict for row in judgements if row.pass_mark.severity != "block"}
    if PassMarkVerdict.BROKEN in blocking:
        return GateVerdict.REJECTED
    if blocking - {PassMarkVerdict.HOLDS}:
        return GateVerdict.ON_HOLD
    if warning - {PassMarkVerdict.HOLDS}:
        return GateVerdict.ACCEPTED_WITH_WARNINGS
    return GateVerdict.ACCEPTED

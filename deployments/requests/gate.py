"""The gate: a release's evidence beside the pass marks that people agreed on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assessments.use_cases.contract.pass_mark_rows import LIVE, RELEASE
from assessments.use_cases.pass_marks import (
    Judgement,
    PassMark,
    PassMarkVerdict,
    judge_measured,
)
from deployments.requests.evidence import is_measured, measured_for

LIVE_ONLY = "data_quality"  # how far live data moves says nothing before a release
ALWAYS = {"model_quality", "fairness"}
"""Categories that are judged before every release: a figure that is missing holds it up."""


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
        evidence: What it brings along; see `measured_for`.
        pass_marks: What was agreed as good enough.
    """
    later = [mark for mark in pass_marks if _is_later(mark, evidence)]
    judgements = [
        judge_measured(mark, measured_for(mark, evidence))
        for mark in pass_marks
        if mark not in later
    ]
    return GateReport(_verdict(judgements), judgements, later)


def _is_later(mark: PassMark, evidence: Mapping[str, Any]) -> bool:
    if mark.stage != LIVE or mark.window == RELEASE:
        return False
    if mark.category == LIVE_ONLY:
        return True
    return mark.category not in ALWAYS and not is_measured(mark, evidence)


def _verdict(judgements: Sequence[Judgement]) -> GateVerdict:
    if not judgements:
        return GateVerdict.NOT_AGREED
    blocking = {row.verdict for row in judgements if row.pass_mark.is_blocking}
    warning = {row.verdict for row in judgements if not row.pass_mark.is_blocking}
    if PassMarkVerdict.BROKEN in blocking:
        return GateVerdict.REJECTED
    if blocking - {PassMarkVerdict.HOLDS}:
        return GateVerdict.ON_HOLD
    if warning - {PassMarkVerdict.HOLDS}:
        return GateVerdict.ACCEPTED_WITH_WARNINGS
    return GateVerdict.ACCEPTED

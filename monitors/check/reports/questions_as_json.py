"""What was asked for beyond the columns, as JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from monitors.check.column_verdicts import Answer
from monitors.check.questions.findings import (
    CausesFinding,
    DuplicatesFinding,
    FairnessFinding,
    Finding,
    JointFinding,
    TextFinding,
    VectorFinding,
)
from monitors.fairness.rates import Comparison, FairnessCheck, Rate
from monitors.performance.metric import Interval


def findings_as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """Give each finding under its kind's name; a kind that was not asked for is null."""
    document: dict[str, Any] = {
        "fairness": None,
        "joint": None,
        "vectors": None,
        "texts": [],
        "causes": None,
        "duplicates": [],
    }
    for finding in findings:
        said = {
            "answer": finding.answer.value,
            "note": "; ".join([*finding.problems, *([finding.note] if finding.note else [])]),
        }
        if isinstance(finding, FairnessFinding):
            document["fairness"] = said | _fairness(finding.check)
        elif isinstance(finding, JointFinding):
            document["joint"] = said | _joint(finding)
        elif isinstance(finding, CausesFinding):
            document["causes"] = [asdict(cause) for cause in finding.causes]
        elif isinstance(finding, VectorFinding):
            document["vectors"] = said | (asdict(finding.test) if finding.test else {})
        elif isinstance(finding, TextFinding):
            document["texts"].append(said | (asdict(finding.check) if finding.check else {}))
        elif isinstance(finding, DuplicatesFinding):
            found = asdict(finding.check) if finding.check else {}
            document["duplicates"].append(said | found | {"column": finding.column or None})
    return document


def failures(findings: Sequence[Finding]) -> list[str]:
    """Give the sentence of each question that could not be answered."""
    return [finding.note for finding in findings if finding.answer is Answer.ERROR]


def _joint(finding: JointFinding) -> dict[str, Any]:
    found = finding.separation
    if found is None:
        return {}
    return {
        "auc": found.auc,
        "low": found.low,
        "high": found.high,
        "p_value": found.p_value,
        "columns": [{"column": name, "auc_drop": drop} for name, drop in finding.columns],
    }


def _fairness(check: FairnessCheck | None) -> dict[str, Any]:
    if check is None:
        return {}
    spreads = {rate: check.spread(rate) for rate in Rate}
    return {
        "column": check.column,
        "groups": [
            {
                "group": group.counts.group,
                "cases": group.counts.cases,
                "positives": group.counts.positives,
                "is_small": group.counts.is_small,
                "rates": {found.rate.value: _rate(found) for found in group.comparisons},
            }
            for group in check.groups
        ],
        "between_groups": {
            rate.value: {"gap": spread[0], "ratio": spread[1]} if spread else None
            for rate, spread in spreads.items()
        },
    }


def _rate(found: Comparison) -> dict[str, Any]:
    return {
        "value": found.value,
        **_ends("", found.interval),
        "gap": found.gap,
        **_ends("gap_", found.gap_interval),
        "ratio": found.ratio,
        **_ends("ratio_", found.ratio_interval),
        "p_value": found.p_value,
        "is_alarm": found.is_alarm,
    }


def _ends(prefix: str, interval: Interval | None) -> dict[str, float | None]:
    low, high = interval or (None, None)
    return {f"{prefix}low": low, f"{prefix}high": high}

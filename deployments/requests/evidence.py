"""What a release brings along for a pass mark: all cases, a part of them, or group by group."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from assessments.use_cases.contract.pass_mark_rows import ACROSS, ALL, EACH
from assessments.use_cases.pass_marks import Measured, PassMark, in_agreed_unit
from deployments.models import champion_of
from deployments.tables import DeploymentRequest, RegisteredModel, RequestState
from ground.proportions import wilson_interval

PROPORTIONS = {"accuracy", "precision", "recall"}
OF_GROUPS = {"recall_gap": "recall", "selection_rate_ratio": "selection_rate"}
"""Figures that compare groups, and the figure of each group that they are made from."""
Evidence = Mapping[str, Any]
PREVIOUS = "previous"
PASS_MARKS = "pass_marks"  # noqa: S105 - no password
"""Under which key of a request's evidence its decision's pass marks are kept."""


def measured_for(mark: PassMark, evidence: Evidence) -> Measured:
    """Find what a release's evidence says about a pass mark, in the pass mark's unit.

    Args:
        mark: The pass mark.
        evidence: `{"metrics": {name: value}, "samples": n}`, and where there are such figures
            `"segments": {column: {value: evidence}}`, `"baselines": {name: value}` and
            `"previous": evidence` of the live version.
    """
    if mark.segment.startswith(EACH):
        parts = _segments(evidence, mark.segment.removeprefix(EACH))
        found = {name: _figure(mark, part, evidence) for name, part in parts.items()}
        return Measured(segments=found)
    if mark.segment.startswith(ACROSS):
        return _across(mark, evidence)
    column, sign, value = mark.segment.partition("=")
    if mark.segment == ALL or not sign:
        return _figure(mark, evidence, evidence)
    return _figure(mark, _segments(evidence, column).get(value, {}), evidence)


def is_measured(mark: PassMark, evidence: Evidence) -> bool:
    """Return whether the evidence has any figure for a pass mark."""
    found = measured_for(mark, evidence)
    return found.value is not None or any(
        part.value is not None for part in found.segments.values()
    )


def decided_on(request: DeploymentRequest) -> list[PassMark]:
    """Return the pass marks that a decision was taken on; none before it."""
    return [PassMark(**mark) for mark in request.evidence.get(PASS_MARKS, [])]


def evidence_of_live(session: Session, model: RegisteredModel) -> dict[str, Any]:
    """Return what the live version was released on, so that a new one can be compared with it."""
    live = champion_of(session, model)
    released = session.exec(
        select(DeploymentRequest)
        .where(
            DeploymentRequest.model_id == model.id,
            DeploymentRequest.version == live,
            col(DeploymentRequest.state) == RequestState.RELEASED,
        )
        .order_by(col(DeploymentRequest.created_at).desc())
        .limit(1)
    ).one_or_none()
    if released is None:
        return {}
    return {PREVIOUS: {name: released.evidence[name] for name in ("metrics", "samples")}}


def live_figures(evidence: Evidence, marks: Sequence[PassMark]) -> dict[str, float]:
    """Return what the live version had at its own release, by metric, in the pass marks' units."""
    previous = evidence.get(PREVIOUS, {})
    of_all = {mark.metric: _value(mark, previous) for mark in marks if mark.segment == ALL}
    return {metric: value for metric, value in of_all.items() if value is not None}


def _figure(mark: PassMark, part: Evidence, whole: Evidence) -> Measured:
    value = _value(mark, part)
    samples = int(part.get("samples", 0))
    is_share = mark.metric in PROPORTIONS and samples > 0
    low, high = (None, None) if value is None or not is_share else wilson_interval(value, samples)
    return Measured(
        value,
        low,
        high,
        samples,
        previous=_value(mark, whole.get(PREVIOUS, {})),
        baseline=whole.get("baselines", {}).get(mark.metric),
    )


def _across(mark: PassMark, evidence: Evidence) -> Measured:
    """Compare the groups of a column; the smallest group says how many cases there are."""
    parts = _segments(evidence, mark.segment.removeprefix(ACROSS))
    smallest = min((int(part.get("samples", 0)) for part in parts.values()), default=None)
    samples = int(evidence.get("samples", 0)) if smallest is None else smallest
    value = _value(mark, evidence)
    if value is None:
        value = _between(mark.metric, parts)
    return Measured(value, samples=samples, previous=_value(mark, evidence.get(PREVIOUS, {})))


def _between(metric: str, parts: Mapping[str, Evidence]) -> float | None:
    name = OF_GROUPS.get(metric, "")
    figures = [part.get("metrics", {}).get(name) for part in parts.values()]
    known = [float(figure) for figure in figures if figure is not None]
    if len(known) < 2 or len(known) < len(figures):  # noqa: PLR2004 - two groups to compare
        return None
    if metric == "recall_gap":
        return max(known) - min(known)
    return min(known) / max(known) if max(known) else 1.0


def _segments(evidence: Evidence, column: str) -> Mapping[str, Evidence]:
    found: Mapping[str, Evidence] = evidence.get("segments", {}).get(column, {})
    return found


def _value(mark: PassMark, part: Evidence) -> float | None:
    value = part.get("metrics", {}).get(mark.metric)
    return None if value is None else in_agreed_unit(mark, float(value))

"""A version asks to become champion: one open request a version, the newest one counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.use_cases.loosened import Loosened
from assessments.use_cases.pass_marks import PassMark
from assessments.use_cases.promises import title_for_model, title_of_model
from deployments.calls import release_due_at
from deployments.deciders import away_deciders_of, decided_by, deciders_of, gone_deciders_of
from deployments.errors import Code, DeploymentError
from deployments.models import champion_of, find_model, register_version
from deployments.outcomes import read_outcome
from deployments.requests.evidence import decided_on, evidence_of_live, live_figures
from deployments.requests.gate import GateReport, judge_release
from deployments.requests.metrics_file import MetricsFile
from deployments.tables import (
    Decision,
    DeploymentRequest,
    ModelVersion,
    RegisteredModel,
    RequestState,
)
from ground.audit import hold, record
from ground.refusals import Refusal


@dataclass(frozen=True)
class ReleaseFacts:
    """What is asked, by whom, on what evidence."""

    model_name: str
    version: str
    evidence: MetricsFile
    requested_by: str
    trained_by: str | None = None
    digest: str = ""


@dataclass(frozen=True)
class Asked:
    """The request, and the older ones that it took the place of."""

    request: DeploymentRequest
    is_new: bool
    superseded: Sequence[UUID] = ()


@dataclass(frozen=True)
class RequestCard:
    """All that a request's message shows."""

    request_id: UUID
    model_name: str
    channel_id: str
    version: str
    digest: str
    champion_at_ask: str | None
    requested_by: str
    trained_by: str | None
    deciders: Sequence[str]
    state: RequestState
    gate: GateReport
    live_figures: Mapping[str, float]
    """What the live version was released on, by the metric of a pass mark for all cases."""
    created_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    outcome: Refusal | str | None
    superseded_by: str | None
    gone: Sequence[str] = ()
    """Deciders who aren't active members of the workspace."""
    away: Mapping[str, str] = field(default_factory=dict)
    """Deciders who are away, with who is asked instead."""
    decided_for: str | None = None
    """For whom the one who decided stood in."""
    loosened: Sequence[Loosened] = ()
    """What was loosened since the request before."""
    use_case: str = ""
    """The title of the use case that the model serves; empty without one."""

    @property
    def due_at(self) -> datetime:
        """By when it is to be decided."""
        return release_due_at(self.created_at)


class WaitingRequest(NamedTuple):
    """What App Home shows of a request that waits for a person."""

    request_id: UUID
    model_name: str
    version: str
    channel_id: str
    due_at: datetime
    use_case: str = ""


def request_deployment(session: Session, facts: ReleaseFacts, now: datetime) -> Asked:
    """Ask for a release; the same version asked for twice is one request.

    Raises:
        DeploymentError: The model is unknown, the version is live already, or its content differs.
    """
    model = find_model(session, facts.model_name)
    version = register_version(
        session,
        model_name=facts.model_name,
        version=facts.version,
        registered_by=facts.requested_by,
        trained_by=facts.trained_by,
        digest=facts.digest,
        now=now,
    )
    champion = champion_of(session, model)
    if champion == facts.version:
        raise DeploymentError(Code.VERSION_LIVE, model=facts.model_name, version=facts.version)
    open_key = f"{model.id}:{facts.version}"
    hold(session)  # whoever asks at the same moment finds the request
    known = session.exec(
        select(DeploymentRequest).where(DeploymentRequest.open_key == open_key)
    ).one_or_none()
    if known is not None:
        return Asked(known, is_new=False)
    request = _add_request(session, model, version, facts, now)
    return Asked(request, is_new=True, superseded=_supersede_older(session, request, now))


def request_card(
    session: Session, request_id: UUID, pass_marks: Sequence[PassMark]
) -> RequestCard:
    """Load what a request's message shows.

    Raises:
        DeploymentError: There is no such request.
    """
    request = find_request(session, request_id)
    model = session.get_one(RegisteredModel, request.model_id)
    decision = find_decision(session, request_id)
    marks = decided_on(request) or pass_marks
    return RequestCard(
        request_id=request.id,
        model_name=model.name,
        channel_id=model.channel_id,
        version=request.version,
        digest=request.digest,
        champion_at_ask=request.champion_at_ask,
        requested_by=request.requested_by,
        trained_by=request.trained_by,
        deciders=may_decide(session, request),
        state=request.state,
        gate=judge_release(request.evidence, marks),
        live_figures=live_figures(request.evidence, marks),
        created_at=request.created_at,
        decided_by=decision.decided_by if decision else None,
        decided_at=decision.decided_at if decision else None,
        reason=decision.reason if decision else "",
        outcome=read_outcome(request.outcome),
        superseded_by=request.superseded_by,
        gone=gone_deciders_of(session, model),
        away=away_deciders_of(session, model, own_work_of(request)),
        decided_for=decision.decided_for if decision else None,
        use_case=title_for_model(session, model.name),
    )


def open_requests_for(session: Session, user_id: str) -> list[WaitingRequest]:
    """List the open requests that a person may decide, oldest first, by one query."""
    title = title_of_model(col(RegisteredModel.name))
    found = session.exec(
        select(DeploymentRequest, RegisteredModel.name, RegisteredModel.channel_id, title)
        .join(RegisteredModel, col(RegisteredModel.id) == col(DeploymentRequest.model_id))
        .where(col(DeploymentRequest.state) == RequestState.OPEN, decided_by(user_id))
        .order_by(col(DeploymentRequest.created_at))
    ).all()
    return [
        WaitingRequest(
            request.id,
            name,
            request.version,
            channel_id,
            release_due_at(request.created_at),
            title or "",
        )
        for request, name, channel_id, title in found
        if user_id not in own_work_of(request)
    ]


def find_request(session: Session, request_id: UUID) -> DeploymentRequest:
    """Find a request, as it is in the database now.

    Raises:
        DeploymentError: There is none.
    """
    request = session.get(DeploymentRequest, request_id, populate_existing=True)
    if request is None:
        raise DeploymentError(Code.REQUEST_UNKNOWN)
    return request


def take_request(session: Session, request_id: UUID) -> DeploymentRequest:
    """Find a request and keep others from changing it until this transaction ends.

    Raises:
        DeploymentError: There is none.
    """
    request = session.get(
        DeploymentRequest, request_id, populate_existing=True, with_for_update=True
    )
    if request is None:
        raise DeploymentError(Code.REQUEST_UNKNOWN)
    return request


def find_decision(session: Session, request_id: UUID) -> Decision | None:
    """Find what was decided about a request."""
    return session.exec(select(Decision).where(Decision.request_id == request_id)).one_or_none()


def may_decide(session: Session, request: DeploymentRequest) -> list[str]:
    """Name who is asked to decide now: the model's deciders, less those whose own work it is."""
    model = session.get_one(RegisteredModel, request.model_id)
    return deciders_of(session, model, own_work_of(request))


def own_work_of(request: DeploymentRequest) -> set[str]:
    """Name whose own work a request is: who asked, trained or registered."""
    people = (request.requested_by, request.trained_by, request.registered_by)
    return {user for user in people if user}


def _add_request(
    session: Session,
    model: RegisteredModel,
    version: ModelVersion,
    facts: ReleaseFacts,
    now: datetime,
) -> DeploymentRequest:
    request = DeploymentRequest(
        model_id=model.id,
        version=version.version,
        digest=version.digest,
        requested_by=facts.requested_by,
        trained_by=version.trained_by,
        registered_by=version.registered_by,
        champion_at_ask=champion_of(session, model),
        evidence=facts.evidence.as_json() | evidence_of_live(session, model),
        eligible_at_ask=[],
        open_key=f"{model.id}:{version.version}",
        created_at=now,
    )
    request.eligible_at_ask = may_decide(session, request)
    if not request.eligible_at_ask:
        raise DeploymentError(Code.NOBODY_MAY_APPROVE, model=model.name, version=version.version)
    session.add(request)
    _record(session, facts.requested_by, "request", request, now)
    return request


def _supersede_older(session: Session, request: DeploymentRequest, now: datetime) -> list[UUID]:
    older = session.exec(
        select(DeploymentRequest).where(
            DeploymentRequest.model_id == request.model_id,
            DeploymentRequest.id != request.id,
            col(DeploymentRequest.state) == RequestState.OPEN,
        )
    ).all()
    for found in older:
        found.state, found.open_key = RequestState.SUPERSEDED, None
        found.superseded_by = request.version
        _record(session, "lamplighter", "request.supersede", found, now)
    session.flush()
    return [found.id for found in older]


def _record(
    session: Session, actor: str, action: str, request: DeploymentRequest, now: datetime
) -> None:
    detail: dict[str, Any] = request.model_dump(
        include={"version", "digest", "champion_at_ask", "evidence", "eligible_at_ask"}
    )
    record(
        session,
        actor=actor,
        action=action,
        subject=f"deployment_request:{request.id}",
        detail=detail,
        now=now,
        covers=[request],
    )

"""Carrying out an approved request: the version becomes champion."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from deployments.champion import move_champion, record_move
from deployments.errors import Code
from deployments.outcomes import stored_outcome
from deployments.registry import Registry
from deployments.requests.requests import take_request
from deployments.tables import RegisteredModel, RequestState
from ground.refusals import Refusal


def carry_out_release(
    session: Session, request_id: UUID, registry: Registry, now: datetime
) -> None:
    """Point the champion alias to an approved version, once.

    The request's row is taken first: whoever asks at the same time waits, and then finds it done.
    """
    request = take_request(session, request_id)
    if request.state != RequestState.APPROVED:
        return
    model = session.get_one(RegisteredModel, request.model_id)
    error = move_champion(registry, model.name, request.champion_at_ask, request.version)
    request.state = RequestState.FAILED if error else RequestState.RELEASED
    request.outcome = stored_outcome(error or Refusal(Code.LIVE, version=request.version))
    record_move(session, model, "release", request, now)

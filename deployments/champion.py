"""Moving the champion alias: verified in the registry, recorded in the audit log."""

import json
from datetime import datetime

from sqlmodel import Session, col, select

from deployments.errors import Code, RegistryError
from deployments.registry import Registry
from deployments.tables import (
    CHAMPION,
    DeploymentRequest,
    ModelAlias,
    ModelVersion,
    RegisteredModel,
    Rollback,
)
from ground.audit import OURSELVES, record
from ground.refusals import Refusal


def move_champion(
    registry: Registry, model_name: str, expected: str | None, to: str
) -> Refusal | None:
    """Move the champion alias and verify it; return what went wrong.

    Whatever the move itself says, the registry has the last word: what is live didn't fail.
    """
    problem = None
    try:
        if registry.alias_target(model_name, CHAMPION) != to:
            registry.move_alias(model_name, CHAMPION, expected=expected, to=to)
    except RegistryError as error:
        problem = error.refusal
    found = registry.alias_target(model_name, CHAMPION)
    if found == to:
        return None
    if problem is not None:
        return problem
    if found is None:
        return Refusal(Code.NOTHING_LIVE, version=to)
    return Refusal(Code.NOT_LIVE, found=found, version=to)


def record_move(
    session: Session,
    model: RegisteredModel,
    what: str,
    row: DeploymentRequest | Rollback,
    now: datetime,
) -> None:
    """Write down how a move that was decided went, and where the alias points now."""
    alias = session.get(ModelAlias, (model.id, CHAMPION), populate_existing=True)
    record(
        session,
        actor=OURSELVES,
        action=f"{what}.carry_out",
        subject=f"model:{model.name}",
        detail={"id": str(row.id), "outcome": json.loads(row.outcome or "null")},
        now=now,
        covers=[row] if alias is None else [row, alias],
    )


def models_built_by(session: Session, user_id: str) -> list[str]:
    """Name the models whose live version a person trained."""
    found = (
        select(RegisteredModel.name)
        .join(ModelAlias, col(ModelAlias.model_id) == col(RegisteredModel.id))
        .join(
            ModelVersion,
            (col(ModelVersion.model_id) == col(RegisteredModel.id))
            & (col(ModelVersion.version) == col(ModelAlias.version)),
        )
        .where(ModelAlias.alias == CHAMPION, ModelVersion.trained_by == user_id)
    )
    return list(session.exec(found.order_by(col(RegisteredModel.name))).all())

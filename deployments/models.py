"""Registered models, their versions, and who may decide about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from deployments.deciders import decided_by, deciders_of, is_decider, know_deciders
from deployments.errors import Code, DeploymentError
from deployments.names import LONGEST_NAME, is_name, refuse_hidden_characters
from deployments.tables import (
    CHAMPION,
    ModelAlias,
    ModelDecider,
    ModelVersion,
    RegisteredModel,
)
from ground.audit import hold, record
from ground.covered import Covered
from ground.refusals import People, Refusal

APPLY = "apply"
"""The actor of what stands in the file that an installation applies."""


@dataclass(frozen=True)
class ModelFacts:
    """What an installation says of a model."""

    name: str
    owner_user_id: str
    channel_id: str
    deciders: tuple[str, ...] = ()
    fallback_channel: str | None = None
    business_owner: str | None = None


def register_model(session: Session, facts: ModelFacts, now: datetime) -> RegisteredModel:
    """Register a model, or bring owner, channel and deciders of a known one up to date.

    Raises:
        DeploymentError: The name is empty or too long, or holds a hidden character.
    """
    refuse_hidden_characters(facts.name, facts.owner_user_id, facts.channel_id, *facts.deciders)
    if not is_name(facts.name):
        raise DeploymentError(
            Code.MODEL_NAME_LENGTH, most=LONGEST_NAME, length=len(facts.name.strip())
        )
    model = session.exec(
        select(RegisteredModel).where(RegisteredModel.name == facts.name)
    ).one_or_none()
    place = {"owner": facts.owner_user_id, "channel": facts.channel_id}
    if model is None:
        model = RegisteredModel(
            name=facts.name,
            owner_user_id=facts.owner_user_id,
            channel_id=facts.channel_id,
            created_at=now,
        )
        session.add(model)
        _note(session, "model.register", model, [model], place, now)
    elif (model.owner_user_id, model.channel_id) != (facts.owner_user_id, facts.channel_id):
        model.owner_user_id, model.channel_id = facts.owner_user_id, facts.channel_id
        _note(session, "model.change", model, [model], place, now)
    _set_who_else(session, model, facts, now)
    session.flush()
    _replace_deciders(session, model, facts, now)
    know_deciders(session, (facts.owner_user_id, *facts.deciders))
    return model


def find_model(session: Session, name: str) -> RegisteredModel:
    """Find a model by name.

    Raises:
        DeploymentError: There is none.
    """
    refuse_hidden_characters(name)
    model = session.exec(select(RegisteredModel).where(RegisteredModel.name == name)).one_or_none()
    if model is None:
        raise DeploymentError(Code.MODEL_UNKNOWN, name=name)
    return model


def model_names(session: Session) -> list[str]:
    """List every registered model's name."""
    return list(
        session.exec(select(RegisteredModel.name).order_by(col(RegisteredModel.name))).all()
    )


def models_of(session: Session, user_id: str, channel_id: str) -> list[str]:
    """Name the models that a person owns or decides about, and those of a channel."""
    found = select(RegisteredModel.name).where(
        decided_by(user_id) | (col(RegisteredModel.channel_id) == channel_id)
    )
    return list(session.exec(found.order_by(col(RegisteredModel.name))).all())


def all_deciders(session: Session) -> list[str]:
    """Name everybody who may decide about any model, now."""
    owners = select(RegisteredModel.owner_user_id)
    others = select(ModelDecider.user_id)
    return sorted({*session.exec(owners).all(), *session.exec(others).all()})


def other_places_of(session: Session, model_name: str) -> list[str]:
    """Name where a model's messages go if its channel refuses them, the best first.

    Its fallback channel, its owner, its deciders, its business owner; nowhere if the model isn't
    registered.
    """
    found = select(RegisteredModel).where(RegisteredModel.name == model_name)
    model = session.exec(found).one_or_none()
    if model is None:
        return []
    places = [model.fallback_channel, *deciders_of(session, model), model.business_owner]
    return [place for place in places if place]


def refusal_to_decide(session: Session, model: RegisteredModel, user_id: str) -> Refusal | None:
    """Return why a person may not decide about a model, by the database as it is now."""
    if is_decider(session, model, user_id):
        return None
    return refusal_to_outsider(deciders_of(session, model))


def refusal_to_outsider(may: Sequence[str]) -> Refusal:
    """Return why somebody else than those who may decide can't."""
    return Refusal(Code.NOT_A_DECIDER, people=People(may)) if may else Refusal(Code.NOBODY_LEFT)


def register_version(  # noqa: PLR0913 - the facts of a version
    session: Session,
    *,
    model_name: str,
    version: str,
    registered_by: str,
    trained_by: str | None,
    digest: str,
    now: datetime,
) -> ModelVersion:
    """Register a version, or give the one that is registered already.

    Raises:
        DeploymentError: The model is unknown, the version's name is empty, too long or holds a
            hidden character, or the same version has another digest.
    """
    refuse_hidden_characters(version, registered_by, trained_by or "", digest)
    if not is_name(version):
        raise DeploymentError(
            Code.VERSION_NAME_LENGTH, most=LONGEST_NAME, length=len(version.strip())
        )
    model = find_model(session, model_name)
    known = find_version(session, model, version)
    if known is None:
        hold(session)  # whoever registers it at the same moment finds it
        known = find_version(session, model, version)
    if known is not None:
        if digest and known.digest != digest:
            raise DeploymentError(
                Code.VERSION_DIFFERS, model=model_name, version=version, digest=known.digest[:12]
            )
        return known
    added = ModelVersion(
        model_id=model.id,
        version=version,
        digest=digest,
        trained_by=trained_by,
        registered_by=registered_by,
        registered_at=now,
    )
    session.add(added)
    session.flush()
    record(
        session,
        actor=registered_by,
        action="version.register",
        subject=f"model:{model_name}",
        detail={"version": version, "digest": digest, "trained_by": trained_by},
        now=now,
        covers=[added],
    )
    return added


def find_version(session: Session, model: RegisteredModel, version: str) -> ModelVersion | None:
    """Find a version of a model."""
    return session.exec(
        select(ModelVersion).where(
            ModelVersion.model_id == model.id, ModelVersion.version == version
        )
    ).one_or_none()


def champion_of(session: Session, model: RegisteredModel) -> str | None:
    """Return which version is live by our own tables."""
    alias = session.get(ModelAlias, (model.id, CHAMPION), populate_existing=True)
    return alias.version if alias else None


def rollback_targets(session: Session, model: RegisteredModel) -> list[str]:
    """List the versions one can go back to: every older one, the one before first."""
    alias = session.get(ModelAlias, (model.id, CHAMPION), populate_existing=True)
    versions = session.exec(
        select(ModelVersion)
        .where(ModelVersion.model_id == model.id)
        .order_by(col(ModelVersion.registered_at).desc(), col(ModelVersion.version).desc())
    ).all()
    live = next((found for found in versions if alias and found.version == alias.version), None)
    names = [
        found.version
        for found in versions
        if live is None or (found.id != live.id and found.registered_at <= live.registered_at)
    ]
    before = alias.previous_version if alias else None
    return sorted(names, key=lambda name: name != before)


def set_first_champion(
    session: Session, model: RegisteredModel, version: str, now: datetime
) -> bool:
    """Record which version is live already, when a model is brought in.

    Returns:
        False when the champion is set already; it then moves by release or rollback alone.
    """
    if session.get(ModelAlias, (model.id, CHAMPION)) is not None:
        return False
    alias = ModelAlias(model_id=model.id, alias=CHAMPION, version=version, changed_at=now)
    session.add(alias)
    _note(session, "champion.set", model, [alias], {"version": version}, now)
    return True


def _set_who_else(
    session: Session, model: RegisteredModel, facts: ModelFacts, now: datetime
) -> None:
    """Set where messages go, and who is told, when all else fails."""
    if model.fallback_channel != facts.fallback_channel:
        model.fallback_channel = facts.fallback_channel
        fallback = {"channel": facts.fallback_channel}
        _note(session, "model.fallback", model, [model], fallback, now)
    if model.business_owner != facts.business_owner:
        model.business_owner = facts.business_owner
        person = {"person": facts.business_owner}
        _note(session, "model.business_owner", model, [model], person, now)


def _replace_deciders(
    session: Session, model: RegisteredModel, facts: ModelFacts, now: datetime
) -> None:
    wanted = {facts.owner_user_id, *facts.deciders}
    stored = {
        decider.user_id: decider
        for decider in session.exec(
            select(ModelDecider).where(ModelDecider.model_id == model.id)
        ).all()
    }
    if set(stored) == wanted:
        return
    removed = [stored[user_id] for user_id in sorted(set(stored) - wanted)]
    added = [
        ModelDecider(model_id=model.id, user_id=user_id)
        for user_id in sorted(wanted - set(stored))
    ]
    for decider in removed:
        session.delete(decider)
    session.add_all(added)
    _note(
        session,
        "model.deciders",
        model,
        [*removed, *added],
        {"deciders": sorted(wanted)},
        now,
    )


def _note(
    session: Session,
    action: str,
    model: RegisteredModel,
    covers: Sequence[Covered],
    detail: Mapping[str, Any],
    now: datetime,
) -> None:
    record(
        session,
        actor=APPLY,
        action=action,
        subject=f"model:{model.name}",
        detail=detail,
        now=now,
        covers=covers,
    )

"""Which owners and deciders are active members: those who aren't are asked no more."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from deployments.tables import KnownDecider, ModelDecider, RegisteredModel
from ground.audit import OURSELVES, record

LOOKS_EVERY = timedelta(days=1)


def named_deciders_of(session: Session, model: RegisteredModel) -> list[str]:
    """Name everyone whom the configuration lets decide about a model: its owner first."""
    named = session.exec(
        select(ModelDecider.user_id)
        .where(ModelDecider.model_id == model.id)
        .order_by(col(ModelDecider.user_id))
    ).all()
    return [model.owner_user_id, *(user for user in named if user != model.owner_user_id)]


def gone_deciders_of(session: Session, model: RegisteredModel) -> list[str]:
    """Name those of them who can't decide, not being active members: the owner first."""
    named = named_deciders_of(session, model)
    gone = _gone_among(session, named)
    return [user for user in named if user in gone]


def deciders_of(session: Session, model: RegisteredModel) -> list[str]:
    """Name who may decide about a model, now: its owner first; active members alone."""
    named = named_deciders_of(session, model)
    gone = _gone_among(session, named)
    return [user for user in named if user not in gone]


def models_decided_by(session: Session, user_id: str) -> Sequence[RegisteredModel]:
    """List the models that name a person as owner or decider."""
    named = select(RegisteredModel).where(decided_by(user_id))
    return session.exec(named.order_by(col(RegisteredModel.name))).all()


def decided_by(user_id: str) -> ColumnElement[bool]:
    """Return the condition on a registered model that it names a person as owner or decider."""
    decided = select(ModelDecider.model_id).where(ModelDecider.user_id == user_id)
    return (col(RegisteredModel.owner_user_id) == user_id) | col(RegisteredModel.id).in_(decided)


def know_deciders(session: Session, user_ids: Iterable[str]) -> None:
    """Remember people whom a model names; whether they are there is asked soon."""
    for user_id in sorted(set(user_ids)):
        if session.get(KnownDecider, user_id) is None:
            session.add(KnownDecider(user_id=user_id))
    session.flush()


def due_deciders(session: Session, now: datetime, most: int) -> list[str]:
    """Name deciders about whom Slack wasn't asked for a day, the longest first."""
    owners = select(RegisteredModel.owner_user_id)
    found = (
        select(KnownDecider.user_id)
        .where(
            _is_due(now),
            col(KnownDecider.user_id).in_(owners)
            | col(KnownDecider.user_id).in_(select(ModelDecider.user_id)),
        )
        .order_by(col(KnownDecider.looked_up_at), col(KnownDecider.user_id))
    )
    return list(session.exec(found.limit(most)))


def claim_due_deciders(session: Session, now: datetime, most: int) -> list[str]:
    """Take on asking Slack about deciders; two replicas take different ones."""
    return [
        user_id
        for user_id in due_deciders(session, now, most)
        if session.connection()
        .execute(
            update(KnownDecider)
            .where(col(KnownDecider.user_id) == user_id, _is_due(now))
            .values(looked_up_at=now)
        )
        .rowcount
    ]


def note_looked_up(session: Session, user_id: str, now: datetime, *, is_gone: bool) -> bool:
    """Write down what Slack says of a decider, and record for each model what changed.

    Returns:
        Whether it is something new.
    """
    changed = session.connection().execute(
        update(KnownDecider)
        .where(col(KnownDecider.user_id) == user_id, col(KnownDecider.is_gone).is_not(is_gone))
        .values(is_gone=is_gone, gone_at=now if is_gone else None)
    )
    if changed.rowcount == 0:
        return False
    for model in models_decided_by(session, user_id):
        record(
            session,
            actor=OURSELVES,
            action="decider.gone" if is_gone else "decider.back",
            subject=f"model:{model.name}",
            detail={"person": user_id},
            now=now,
        )
    return True


def _gone_among(session: Session, user_ids: Sequence[str]) -> set[str]:
    found = select(KnownDecider.user_id).where(
        col(KnownDecider.user_id).in_(user_ids), col(KnownDecider.is_gone).is_(True)
    )
    return set(session.exec(found))


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a day went by; a time ahead is from before the clock was set."""
    at = col(KnownDecider.looked_up_at)
    return at.is_(None) | (at <= now - LOOKS_EVERY) | (at > now + LOOKS_EVERY)

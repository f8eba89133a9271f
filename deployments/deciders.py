"""Who is asked to decide: owners and deciders who are active members, or their stand-ins."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from assessments.absences.absences import asked_instead, stand_ins
from assessments.absences.tables import Absence, AbsenceState
from assessments.rounds.leading import is_still_led
from assessments.tables import Assessment
from assessments.use_cases.tables import SignerAsk, UseCaseVersion
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


def deciders_of(
    session: Session, model: RegisteredModel, own_work: Collection[str] = ()
) -> list[str]:
    """Name who is asked to decide about a model now: its owner, or their stand-in, first.

    Args:
        session: A transaction.
        model: The model.
        own_work: Whose own work it is: neither they nor a stand-in of theirs decide, and they
            stand in for nobody.

    Returns:
        Active members alone. Whose stand-in can't decide is asked themselves.
    """
    return list(dict.fromkeys(_asked(session, model, own_work).values()))


def away_deciders_of(
    session: Session, model: RegisteredModel, own_work: Collection[str] = ()
) -> dict[str, str]:
    """Return who is away of those who decide about a model, with who is asked instead."""
    asked = _asked(session, model, own_work)
    return {person: instead for person, instead in asked.items() if person != instead}


def is_decider(
    session: Session, model: RegisteredModel, user_id: str, own_work: Collection[str] = ()
) -> bool:
    """Return whether a person may decide about a model now: also who is away, if they press."""
    asked = _asked(session, model, own_work)
    return user_id in asked or user_id in asked.values()


def decided_for(
    session: Session, model: RegisteredModel, user_id: str, own_work: Collection[str] = ()
) -> str | None:
    """Name for whom a person decides as a stand-in; None where they decide for themselves."""
    asked = _asked(session, model, own_work)
    if user_id in asked:
        return None
    return next((person for person, instead in asked.items() if instead == user_id), None)


def models_decided_by(session: Session, user_id: str) -> Sequence[RegisteredModel]:
    """List the models that name a person as owner or decider."""
    named = select(RegisteredModel).where(decided_by(user_id))
    return session.exec(named.order_by(col(RegisteredModel.name))).all()


def decided_by(user_id: str) -> ColumnElement[bool]:
    """Return the condition on a registered model that a person, or who is away, decides about it.

    Those who are away count with their stand-in as well.
    """
    away = select(Absence.user_id).where(
        Absence.stand_in == user_id, Absence.state == AbsenceState.ON
    )
    decided = select(ModelDecider.model_id).where(
        (col(ModelDecider.user_id) == user_id) | col(ModelDecider.user_id).in_(away)
    )
    owner = col(RegisteredModel.owner_user_id)
    return (owner == user_id) | owner.in_(away) | col(RegisteredModel.id).in_(decided)


def know_deciders(session: Session, user_ids: Iterable[str]) -> None:
    """Remember who decides, signs, leads or stands in; whether they are there is asked soon."""
    for user_id in sorted(set(user_ids)):
        if session.get(KnownDecider, user_id) is None:
            session.add(KnownDecider(user_id=user_id))
    session.flush()


def due_deciders(session: Session, now: datetime, most: int) -> list[str]:
    """Name deciders about whom Slack wasn't asked for a day, the longest first."""
    person = col(KnownDecider.user_id)
    owners = select(RegisteredModel.owner_user_id)
    signers = select(SignerAsk.user_id).where(
        col(SignerAsk.version_id) == col(UseCaseVersion.id),
        col(UseCaseVersion.settled_at).is_(None),
    )
    leading = select(Assessment.started_by).where(is_still_led())
    standing_in = select(Absence.stand_in).where(Absence.state != AbsenceState.OVER)
    found = (
        select(KnownDecider.user_id)
        .where(
            _is_due(now),
            person.in_(owners)
            | person.in_(select(ModelDecider.user_id))
            | person.in_(signers)
            | person.in_(leading)
            | person.in_(standing_in),
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


def note_timezone(session: Session, user_id: str, timezone: str) -> None:
    """Write down where Slack says that a decider is."""
    session.connection().execute(
        update(KnownDecider)
        .where(col(KnownDecider.user_id) == user_id, col(KnownDecider.timezone) != timezone)
        .values(timezone=timezone)
    )


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


def gone_people(session: Session) -> set[str]:
    """Name everyone known not to be an active member any more."""
    return set(
        session.exec(select(KnownDecider.user_id).where(col(KnownDecider.is_gone).is_(True)))
    )


def _asked(session: Session, model: RegisteredModel, own_work: Collection[str]) -> dict[str, str]:
    """Return who is asked for each who may decide about a model."""
    standing_in = stand_ins(session)
    named = named_deciders_of(session, model)
    gone = _gone_among(session, [*named, *standing_in.values()])
    may = [user for user in named if user not in gone and user not in own_work]
    return asked_instead(may, standing_in, {*gone, *own_work})


def _gone_among(session: Session, user_ids: Sequence[str]) -> set[str]:
    found = select(KnownDecider.user_id).where(
        col(KnownDecider.user_id).in_(user_ids), col(KnownDecider.is_gone).is_(True)
    )
    return set(session.exec(found))


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a day went by; a time ahead is from before the clock was set."""
    at = col(KnownDecider.looked_up_at)
    return at.is_(None) | (at <= now - LOOKS_EVERY) | (at > now + LOOKS_EVERY)

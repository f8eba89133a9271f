"""Who asks, and what they may be told: a full member, by the channels that they read."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session, select

from assessments.tables import Assessment
from assistant.desk import Asker, Desk, Topic
from bot.delivery.readable import Readable
from bot.jobs.job import JobContext, Payload
from bot.jobs.passages import passages
from deployments.tables import RegisteredModel
from ground.refusals import Refusal
from handlers.blocks.phrases import phrases
from handlers.members import WHY_NOT, Standing

_readable: dict[int, Readable] = {}


@dataclass(frozen=True)
class Sight:
    """What an answer may hold.

    Attributes:
        is_shared: Whether people of another company may read it.
    """

    asker: Asker
    refusal: Refusal | None = field(default=None)
    is_shared: bool = False


def sight_of(context: JobContext, payload: Payload, *, is_overheard: bool) -> Sight:
    """Ask Slack who somebody is and what they read.

    Args:
        context: What jobs work with.
        payload: The question's, with `user_id` and `channel_id`.
        is_overheard: Whether others read the answer: then what everyone there may read counts.

    Raises:
        SlackAwayError, RetryAfterError: Slack can't be asked now.
    """
    user_id, here = payload["user_id"], payload["channel_id"]
    asker = Asker(user_id, is_overheard=is_overheard)
    refusal = _refusal(context, user_id)
    if refusal is not None:
        return Sight(asker, refusal)
    with context.transactions.reading() as session:
        known = _channels(session)
    readable = _readable.setdefault(id(context.slack), Readable(context.slack))
    if is_overheard and readable.is_shared(here):
        asker = replace(asker, channels={here}, topics=frozenset({Topic.MODELS}))
        return Sight(asker, is_shared=True)
    read = readable.public(known) if is_overheard else readable.channels(user_id, known)
    return Sight(replace(asker, channels=read | {here}))


def desk_of(session: Session, sight: Sight, now: datetime, subject_key: str = "") -> Desk:
    """Return what the tools work with."""
    return Desk(session, sight.asker, now, phrases(), passages(), subject_key)


def _refusal(context: JobContext, user_id: str) -> Refusal | None:
    facts = context.slack.look_up(user_id)
    for is_so, standing in (
        (facts.is_deactivated, Standing.DEACTIVATED),
        (facts.is_bot, Standing.BOT),
        (context.slack.own_team() not in facts.teams, Standing.OUTSIDER),
        (facts.is_guest, Standing.GUEST),
    ):
        if is_so:
            return WHY_NOT[standing]
    return None


def _channels(session: Session) -> set[str]:
    """Collect the channels of models and rounds."""
    models = session.exec(select(RegisteredModel.channel_id).distinct())
    rounds = session.exec(select(Assessment.channel_id).distinct())
    found = {*models, *rounds}
    return {channel_id for channel_id in found if channel_id.startswith(("C", "G"))}

"""The weekly digest, told to the channel: overdue actions, and rounds that nobody settles."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from assessments.mornings import morning_of
from assessments.rounds.cards import ActionCard, action_card
from assessments.rounds.leading import LedRound, unsettled_rounds
from assessments.tables import ActionState, Assessment, RoadmapAction


def due_digests(session: Session, now: datetime) -> list[tuple[str, date]]:
    """List the channels with something overdue or unsettled, each with this week's Monday.

    A digest is due once it is Monday morning for everyone whom it names; what becomes overdue in
    the middle of a week waits for the next.
    """
    monday = now.date() - timedelta(days=now.weekday())
    named: dict[str, set[str]] = {}
    for channel_id, action in _overdue(session, monday):
        named.setdefault(channel_id, set()).add(action.owner or "")
    for led in unsettled_rounds(session, monday):
        named.setdefault(led.terms.channel_id, set()).add(led.terms.started_by)
    return [
        (channel_id, monday)
        for channel_id, people in sorted(named.items())
        if max(morning_of(session, user_id, monday) for user_id in people) <= now
    ]


def overdue_actions(session: Session, channel_id: str, monday: date) -> list[ActionCard]:
    """Return a channel's actions that were due before a Monday and have not ended since."""
    found = _overdue(session, monday)
    return [action_card(session, action) for place, action in found if place == channel_id]


def waiting_rounds(session: Session, channel_id: str, monday: date) -> list[LedRound]:
    """Return a channel's rounds that have waited for their facilitator since before a Monday."""
    found = unsettled_rounds(session, monday)
    return [led for led in found if led.terms.channel_id == channel_id]


def _overdue(session: Session, monday: date) -> list[tuple[str, RoadmapAction]]:
    rows = session.exec(
        select(Assessment.channel_id, RoadmapAction)
        .join(Assessment, col(Assessment.id) == col(RoadmapAction.assessment_id))
        .where(col(RoadmapAction.state) == ActionState.AGREED, col(RoadmapAction.due_on) < monday)
        .order_by(col(RoadmapAction.due_on), col(RoadmapAction.id))
    )
    return [(channel_id, action) for channel_id, action in rows]

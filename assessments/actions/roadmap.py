"""The roadmap as people settle it: each proposed action gets an owner and a date, or a no."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from assessments.answers.interview import find_assessment
from assessments.answers.replies import LONGEST_TEXT, is_link
from assessments.errors import AssessmentError, Code
from assessments.mornings import morning_of, zone_of
from assessments.recorded import note
from assessments.scoring.items import HIGHEST_LEVEL
from assessments.tables import ActionState, RoadmapAction

USUAL_WEEKS = 4.0
ASKS_EVERY, MOST_ASKS = timedelta(weeks=1), 4


def actions_of(session: Session, assessment_id: UUID) -> Sequence[RoadmapAction]:
    """List a round's actions in the order to take them."""
    return session.exec(
        select(RoadmapAction)
        .where(RoadmapAction.assessment_id == assessment_id)
        .order_by(col(RoadmapAction.position))
    ).all()


def actions_owned_by(session: Session, user_id: str) -> Sequence[RoadmapAction]:
    """List what a person has taken on and not ended, the earliest date first."""
    return session.exec(
        select(RoadmapAction)
        .where(
            RoadmapAction.owner == user_id,
            col(RoadmapAction.state) == ActionState.AGREED,
        )
        .order_by(col(RoadmapAction.due_on), col(RoadmapAction.id))
    ).all()


def find_action(session: Session, action_id: UUID) -> RoadmapAction:
    """Find an action, as it is in the database now.

    Raises:
        AssessmentError: There is none any more.
    """
    action = session.get(RoadmapAction, action_id, populate_existing=True)
    if action is None:
        raise AssessmentError(Code.ACTION_UNKNOWN)
    return action


def _hold_action(session: Session, action_id: UUID) -> RoadmapAction:
    """Hold an action's round, then the action itself, as whoever plans a round's actions again."""
    find_assessment(session, find_action(session, action_id).assessment_id, is_held=True)
    session.get(RoadmapAction, action_id, populate_existing=True, with_for_update=True)
    return find_action(session, action_id)


def suggested_due_date(action: RoadmapAction, now: datetime) -> date:
    """Suggest a day: as many weeks away as the step takes by the questionnaire's guess.

    Where the step's weeks would tell one person's answer, it is always the same.
    """
    weeks = action.weeks if action.sentence else USUAL_WEEKS
    return (now + timedelta(weeks=max(1.0, weeks))).date()


def agree_action(
    session: Session, action_id: UUID, owner: str, due_on: date, by: str, now: datetime
) -> RoadmapAction:
    """Assign an owner and a date to an action; the round is settled with its last action.

    Raises:
        AssessmentError: It was decided before, or the day is past.
    """
    action = _proposed(session, action_id)
    _check_due(due_on, now)
    action.state, action.owner, action.due_on = ActionState.AGREED, owner, due_on
    action.asks_at = morning_of(session, owner, due_on)
    _decide(session, action, by, now)
    due = due_on.isoformat()
    note(session, "roadmap_action.agree", action_id, by, now, [action], owner=owner, due_on=due)
    return action


def decline_action(
    session: Session, action_id: UUID, reason: str, by: str, now: datetime
) -> RoadmapAction:
    """Decline an action, with a reason; the round is settled with its last action.

    Raises:
        AssessmentError: It was decided before, or there is no reason.
    """
    action = _proposed(session, action_id)
    action.state, action.reason = ActionState.DECLINED, _checked_reason(reason)
    _decide(session, action, by, now)
    note(session, "roadmap_action.decline", action_id, by, now, [action], reason=action.reason)
    return action


def claim_due_action(session: Session, now: datetime) -> RoadmapAction | None:
    """Claim one action whose owner is to be asked now; a row is claimed, so once.

    While it is overdue they're asked again every week, four times at most.

    Returns:
        The action, or None when none is due.
    """
    due = due_action(session, now)
    if due is None:
        return None
    claimed = session.connection().execute(
        update(RoadmapAction)
        .where(col(RoadmapAction.id) == due.id, col(RoadmapAction.asks_at) == due.asks_at)
        .values(asks_at=_asks_again_at(session, due, now), asked_for=due.due_on)
    )
    return due if claimed.rowcount == 1 else None


def due_action(session: Session, now: datetime) -> RoadmapAction | None:
    """Find the first agreed action whose owner is to be asked by now."""
    return session.exec(
        select(RoadmapAction)
        .where(col(RoadmapAction.asks_at) <= now, col(RoadmapAction.state) == ActionState.AGREED)
        .order_by(col(RoadmapAction.asks_at), col(RoadmapAction.id))
        .limit(1)
        .execution_options(populate_existing=True)
    ).first()


def finish_action(
    session: Session, action_id: UUID, evidence: str, by: str, now: datetime
) -> RoadmapAction:
    """Call an action done; a link shows it.

    Raises:
        AssessmentError: It ended before, or the link is none.
    """
    action = _running(session, action_id)
    if not is_link(evidence) or len(evidence) > LONGEST_TEXT:
        raise AssessmentError(Code.ACTION_LINK_MISSING)
    action.state, action.evidence = ActionState.DONE, evidence
    _end(session, action, now)
    note(session, "roadmap_action.finish", action_id, by, now, [action], evidence=evidence)
    return action


def postpone_action(
    session: Session, action_id: UUID, due_on: date, by: str, now: datetime
) -> RoadmapAction:
    """Postpone an action to a later day; its owner is asked again then.

    Raises:
        AssessmentError: It ended before, or the day is past.
    """
    action = _running(session, action_id)
    _check_due(due_on, now)
    action.due_on, action.asks_at = due_on, morning_of(session, action.owner or "", due_on)
    session.flush()
    note(
        session, "roadmap_action.postpone", action_id, by, now, [action], due_on=due_on.isoformat()
    )
    return action


def drop_action(
    session: Session, action_id: UUID, reason: str, by: str, now: datetime
) -> RoadmapAction:
    """Drop an action, with a reason.

    Raises:
        AssessmentError: It ended before, or there is no reason.
    """
    action = _running(session, action_id)
    action.state, action.reason = ActionState.DROPPED, _checked_reason(reason)
    _end(session, action, now)
    note(session, "roadmap_action.drop", action_id, by, now, [action], reason=action.reason)
    return action


def rate_again(
    session: Session, action_id: UUID, level: int, by: str, now: datetime
) -> RoadmapAction:
    """Keep the level that an owner gives the item after the work; the round's score stays.

    Raises:
        AssessmentError: The action is not done, or the level is none.
    """
    action = _hold_action(session, action_id)
    if action.state is not ActionState.DONE or level not in range(HIGHEST_LEVEL + 1):
        raise AssessmentError(Code.ACTION_LEVEL_MISSING)
    action.rated_again = level
    session.flush()
    note(session, "roadmap_action.rate", action_id, by, now, [action], level=level)
    return action


def is_overdue(session: Session, action: RoadmapAction, now: datetime) -> bool:
    """Return whether an agreed action's day is over where its owner is; the day itself is not."""
    if action.state is not ActionState.AGREED or action.due_on is None:
        return False
    return now.astimezone(zone_of(session, action.owner or "")).date() > action.due_on


def _asks_again_at(session: Session, action: RoadmapAction, now: datetime) -> datetime | None:
    """Return when an owner is asked once more; None after the last time."""
    following = now.date() + ASKS_EVERY
    if action.due_on is None or following > action.due_on + MOST_ASKS * ASKS_EVERY:
        return None
    return morning_of(session, action.owner or "", following)


def _proposed(session: Session, action_id: UUID) -> RoadmapAction:
    action = _hold_action(session, action_id)
    if action.state is not ActionState.PROPOSED:
        raise AssessmentError(Code.ACTION_DECIDED)
    return action


def _running(session: Session, action_id: UUID) -> RoadmapAction:
    action = _hold_action(session, action_id)
    if action.state is not ActionState.AGREED:
        raise AssessmentError(Code.ACTION_ENDED)
    return action


def _check_due(due_on: date, now: datetime) -> None:
    if due_on <= now.date():
        raise AssessmentError(Code.ACTION_DAY_PAST)


def _checked_reason(reason: str) -> str:
    if not reason.strip():
        raise AssessmentError(Code.ACTION_REASON_MISSING)
    return reason.strip()[:LONGEST_TEXT]


def _decide(session: Session, action: RoadmapAction, decided_by: str, now: datetime) -> None:
    action.decided_by, action.decided_at = decided_by, now
    session.flush()
    assessment = find_assessment(session, action.assessment_id)
    states = {found.state for found in actions_of(session, action.assessment_id)}
    if ActionState.PROPOSED not in states:
        assessment.settled_at = now
        session.flush()


def _end(session: Session, action: RoadmapAction, now: datetime) -> None:
    action.ended_at, action.asks_at = now, None
    session.flush()

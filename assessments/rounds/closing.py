"""How a round ends: with the last answer, at its last day, or when its facilitator says so."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from assessments.actions.proposing import drop_proposed, propose_actions
from assessments.answers.asking import Mode
from assessments.answers.interview import AskedRound, find_assessment
from assessments.answers.progress import is_complete
from assessments.errors import AssessmentError, Code
from assessments.recorded import note
from assessments.tables import ActionState, Assessment, RoadmapAction, Stage

REOPENS_WITHIN = timedelta(hours=24)
SHOWS_WITHIN = timedelta(days=7)


def close_if_complete(session: Session, held: Assessment | AskedRound, now: datetime) -> bool:
    """Close a round when nobody is waited for; one that was reopened waits for its facilitator.

    It is held, so that no two last answers count each other as missing.

    Returns:
        Whether it was closed now.
    """
    if held.reopened_at is not None or not is_complete(session, held.id):
        return False
    return close_round(session, held.id, None, now)


def close_round(
    session: Session, assessment_id: UUID, closed_by: str | None, now: datetime
) -> bool:
    """End the answering: the result is shown, the first actions are proposed.

    Returns:
        False when it was closed before.
    """
    closed = session.connection().execute(
        update(Assessment)
        .where(col(Assessment.id) == assessment_id, col(Assessment.closed_at).is_(None))
        .values(closed_at=now, closed_by=closed_by)
    )
    if closed.rowcount != 1:
        return False
    assessment = find_assessment(session, assessment_id)
    note(
        session,
        "assessment.close" if closed_by else "assessment.end",
        assessment_id,
        closed_by,
        now,
        [assessment],
    )
    if Mode(assessment.mode) is Mode.SCREEN:
        assessment.settled_at = now
        session.flush()
    else:
        propose_actions(session, assessment, now)
    return True


def reopen_round(session: Session, assessment_id: UUID, by: str, now: datetime) -> None:
    """Let people answer again, within a day and before anything followed from the result.

    Raises:
        AssessmentError: It is open, a day has passed, a second round was held, or an action was
            decided.
    """
    assessment = find_assessment(session, assessment_id, is_held=True)
    _check_reopening(session, assessment, now)
    dropped = drop_proposed(session, assessment_id)
    assessment.closed_at = assessment.closed_by = assessment.settled_at = None
    assessment.reopened_at = now
    if assessment.ends_at is not None and assessment.ends_at <= now:
        assessment.ends_at = None
    session.flush()
    note(session, "assessment.reopen", assessment_id, by, now, [assessment, *dropped])


def can_reopen(session: Session, assessment: Assessment, now: datetime) -> bool:
    """Return whether a round may be reopened."""
    try:
        _check_reopening(session, assessment, now)
    except AssessmentError:
        return False
    return True


def reopenings_over(session: Session, now: datetime) -> Sequence[Assessment]:
    """List the rounds that could be reopened until a short time ago."""
    over = now - REOPENS_WITHIN
    return session.exec(
        select(Assessment)
        .where(col(Assessment.closed_at) < over, col(Assessment.closed_at) > over - SHOWS_WITHIN)
        .order_by(col(Assessment.closed_at), col(Assessment.id))
    ).all()


def close_ended_round(session: Session, now: datetime) -> Assessment | None:
    """Close one round whose last day is over.

    Returns:
        The round, or None when none is due.
    """
    due = ended_round(session, now)
    if due is None or not close_round(session, due, None, now):
        return None
    return find_assessment(session, due)


def ended_round(session: Session, now: datetime) -> UUID | None:
    """Find the first open round whose last day is over."""
    return session.exec(
        select(Assessment.id)
        .where(col(Assessment.ends_at) <= now, col(Assessment.closed_at).is_(None))
        .order_by(col(Assessment.ends_at))
        .limit(1)
    ).first()


def _check_reopening(session: Session, assessment: Assessment, now: datetime) -> None:
    if assessment.stage is Stage.ANSWERING or assessment.closed_at is None:
        raise AssessmentError(Code.ROUND_OPEN_ALREADY)
    if now > assessment.closed_at + REOPENS_WITHIN:
        raise AssessmentError(Code.ROUND_REOPENED_TOO_LATE)
    if assessment.second_round_at is not None or _has_decided_action(session, assessment.id):
        raise AssessmentError(Code.ROUND_FOLLOWED_UP)


def _has_decided_action(session: Session, assessment_id: UUID) -> bool:
    found = session.exec(
        select(RoadmapAction.id)
        .where(
            RoadmapAction.assessment_id == assessment_id,
            col(RoadmapAction.state) != ActionState.PROPOSED,
        )
        .limit(1)
    )
    return found.first() is not None

"""The actions that rounds about a use case led to."""

from uuid import UUID

from sqlmodel import Session, col, select

from assessments.answers.scope import scope_key
from assessments.tables import ActionState, Assessment, RoadmapAction, ScopeKind


def open_actions_about(session: Session, round_id: UUID | None, title: str) -> list[RoadmapAction]:
    """List what somebody has taken on and not ended, the earliest date first.

    Args:
        session: A transaction.
        round_id: The round that the use case grew from.
        title: The use case's name: rounds of that scope count too.
    """
    found = session.exec(
        select(RoadmapAction, Assessment)
        .join(Assessment, col(Assessment.id) == col(RoadmapAction.assessment_id))
        .where(
            RoadmapAction.state == ActionState.AGREED,
            (col(Assessment.scope_kind) == ScopeKind.USE_CASE) | (col(Assessment.id) == round_id),
        )
        .order_by(col(RoadmapAction.due_on), col(RoadmapAction.id))
    ).all()
    key = scope_key(title)
    return [
        action
        for action, assessment in found
        if assessment.id == round_id or scope_key(assessment.scope_name) == key
    ]

"""Who may lead a round, settle a proposed action, or say what became of one."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session

from assessments.actions.roadmap import find_action
from assessments.answers.interview import find_assessment, participants
from assessments.errors import Code
from ground.refusals import People, Refusal


def refusal_to_lead(session: Session, assessment_id: UUID, user_id: str) -> Refusal | None:
    """Return why a person may not lead a round; its facilitator, who started it, may.

    Raises:
        AssessmentError: There is no such round.
    """
    facilitator = find_assessment(session, assessment_id).started_by
    if user_id == facilitator:
        return None
    return Refusal(Code.NOT_FACILITATOR, people=People([facilitator]))


def refusal_to_take_over(
    session: Session, assessment_id: UUID, user_id: str, gone: Collection[str]
) -> Refusal | None:
    """Return why a person may not lead a round from now on; who was asked may, once nobody does.

    Args:
        session: A transaction.
        assessment_id: The round.
        user_id: The person.
        gone: Who isn't an active member of the workspace.

    Raises:
        AssessmentError: There is no such round.
    """
    facilitator = find_assessment(session, assessment_id).started_by
    if facilitator not in gone:
        return Refusal(Code.ROUND_LED, people=People([facilitator]))
    asked = {person.user_id for person in participants(session, assessment_id)}
    return None if user_id in asked else Refusal(Code.NOT_ASKED)


def refusal_to_settle(session: Session, action_id: UUID, user_id: str) -> Refusal | None:
    """Return why a person may not settle a proposed action; the round's facilitator may.

    Raises:
        AssessmentError: There is no such action.
    """
    return refusal_to_lead(session, find_action(session, action_id).assessment_id, user_id)


def refusal_to_carry_out(session: Session, action_id: UUID, user_id: str) -> Refusal | None:
    """Return why a person may not say what became of an action; owner and facilitator may.

    Raises:
        AssessmentError: There is no such action.
    """
    action = find_action(session, action_id)
    facilitator = find_assessment(session, action.assessment_id).started_by
    may = People(dict.fromkeys([*([action.owner] if action.owner else []), facilitator]))
    return None if user_id in may else Refusal(Code.NOT_ACTION_OWNER, people=may)

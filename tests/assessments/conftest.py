"""A round to work on: Fin asks Bea of the business and Dan of data science."""

from datetime import datetime

import pytest
from sqlmodel import Session

from assessments.answers.interview import Interview, open_interview, record_replies
from assessments.answers.replies import Reply
from assessments.rounds.closing import close_if_complete
from assessments.rounds.starting import RoundPlan, start_round
from assessments.tables import Assessment

FIN, BEA, DAN, OLA = "U0FIN", "U0BEA", "U0DAN", "U0OLA"


@pytest.fixture
def round_(session: Session, now: datetime) -> Assessment:
    """The seven signs, asked of two people."""
    plan = RoundPlan("C1", FIN, {BEA: "business", DAN: "data_science"})
    return start_round(session, plan, now)


def answer(
    session: Session, assessment: Assessment, user_id: str, replies: list[Reply], now: datetime
) -> Interview:
    """A person sends one window; the round closes with the last of all."""
    interview = open_interview(session, assessment.id, user_id)
    answered = record_replies(session, interview, replies, now)
    close_if_complete(session, interview.assessment, now)
    return answered


def answer_all(
    session: Session, assessment: Assessment, user_id: str, value: str, now: datetime
) -> Interview:
    """A person answers everything they are asked with one value."""
    questions = open_interview(session, assessment.id, user_id).questions
    replies = [Reply(question.id, value) for question in questions]
    return answer(session, assessment, user_id, replies, now)

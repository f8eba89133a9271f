"""A round that was held: people, each with one answer to everything."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from assessments.answers.asking import Mode
from assessments.answers.interview import open_interview, record_replies
from assessments.answers.replies import Reply
from assessments.rounds.closing import close_round
from assessments.rounds.starting import RoundPlan, start_round
from assessments.tables import Assessment

PLAN = RoundPlan("C0COUNCIL", "U0FIN", mode=Mode.QUICK)
Answers = Mapping[str, tuple[str, str]]
PAIRS: Answers = {
    "U0BEA": ("business", "3"),
    "U0BOB": ("business", "3"),
    "U0DAN": ("data_science", "1"),
    "U0DEE": ("data_science", "1"),
}


def held_round(
    session: Session, people: Answers, now: datetime, plan: RoundPlan = PLAN
) -> Assessment:
    """Hold a round in which each person gives one answer throughout."""
    asked = replace(plan, people={user: group for user, (group, _) in people.items()})
    assessment = start_round(session, asked, now)
    for user, (_, value) in people.items():
        interview = open_interview(session, assessment.id, user)
        replies = [Reply(question.id, value) for question in interview.questions]
        record_replies(session, interview, replies, now)
    close_round(session, assessment.id, None, now)
    return assessment

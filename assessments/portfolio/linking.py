"""The round that a use case grew from, whose team's readiness counts for its lane."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.answers.interview import find_assessment
from assessments.portfolio.readiness import teams_of_rounds
from assessments.recorded import note
from assessments.use_cases.definition import lock_use_case

MOST_OFFERED = 100


@dataclass(frozen=True)
class Team:
    """A team that held a round, to choose from.

    Attributes:
        round_id: Its newest closed round.
        name: What the round was about; empty where it was about its channel.
        channel_id: Where it was held.
        closed_at: When it was closed.
    """

    round_id: UUID
    name: str
    channel_id: str
    closed_at: datetime


def teams(session: Session, user_id: str) -> list[Team]:
    """List the teams whose round a person was asked in, or led, the newest round first."""
    return [
        Team(found.id, found.scope_name, found.channel_id, found.closed_at)
        for found in teams_of_rounds(session, user_id).values()
        if found.closed_at is not None
    ][:MOST_OFFERED]


def link_round(
    session: Session, use_case_id: UUID, round_id: UUID, by: str, now: datetime
) -> None:
    """Note which round a use case grew from.

    Args:
        session: A transaction.
        use_case_id: The use case.
        round_id: The round; its team's newest closed round counts for readiness.
        by: Slack user_id of whoever links them.
        now: When.

    Raises:
        AssessmentError: There is no such use case or round.
    """
    use_case = lock_use_case(session, use_case_id)
    find_assessment(session, round_id)
    if use_case.round_id == round_id:
        return
    use_case.round_id = round_id
    session.add(use_case)
    session.flush()
    note(session, "use_case.link", use_case.id, by, now, round=str(round_id))

"""What somebody has taken on about a use case: from its own round, and from rounds about it."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from assessments.actions.about import open_actions_about
from assessments.actions.roadmap import actions_of, agree_action, finish_action
from assessments.answers.asking import Mode
from assessments.rounds.starting import RoundPlan
from assessments.tables import Assessment, RoadmapAction, ScopeKind
from tests.assessments.held_round import PAIRS, held_round

pytestmark = pytest.mark.sqlite_alone

FIN = "U0FIN"
DAY = timedelta(days=1)


def held(session: Session, now: datetime, name: str, kind: ScopeKind) -> Assessment:
    """Hold a round about something, which proposes actions."""
    plan = RoundPlan("C1", FIN, mode=Mode.QUICK, scope_kind=kind, scope_name=name)
    return held_round(session, PAIRS, now, plan)


def taken_on(session: Session, assessment: Assessment, due_on: date, now: datetime) -> UUID:
    """Agree to the first of a round's actions that nobody has."""
    action = next(one for one in actions_of(session, assessment.id) if one.owner is None)
    agree_action(session, action.id, "U0BEA", due_on, FIN, now)
    return action.id


def ids(found: list[RoadmapAction]) -> list[UUID]:
    """List which they are, in order."""
    return [action.id for action in found]


def test_open_actions_of_the_use_case_come_by_their_date(session: Session, now: datetime) -> None:
    """Its name however it's written, and its own round; not another use case's, nor a team's."""
    today = now.date()
    own = held(session, now, "Sales", ScopeKind.TEAM)
    about = held(session, now, "Churn  Calls", ScopeKind.USE_CASE)
    other = held(session, now, "Late payers", ScopeKind.USE_CASE)
    team = held(session, now, "Churn calls", ScopeKind.TEAM)
    late, soon, never = (
        taken_on(session, own, today + 9 * DAY, now),
        taken_on(session, about, today + 3 * DAY, now),
        taken_on(session, about, today + 5 * DAY, now),
    )
    for elsewhere in (other, team):
        taken_on(session, elsewhere, today + 2 * DAY, now)
    finish_action(session, never, "https://wiki.example/done", "U0BEA", now)

    assert ids(open_actions_about(session, own.id, "churn calls")) == [soon, late]
    assert ids(open_actions_about(session, None, "churn calls")) == [soon]
    assert ids(open_actions_about(session, own.id, "something new")) == [late]

"""Who is away is covered for, under the same rules; a decision names both."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from assessments.absences.absences import Away, go_away
from deployments.deciders import (
    away_deciders_of,
    decided_for,
    deciders_of,
    due_deciders,
    is_decider,
    know_deciders,
    note_looked_up,
)
from deployments.models import find_model
from deployments.requests.requests import may_decide, open_requests_for
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off, refusal_to_sign
from deployments.tables import Decision, DeploymentRequest, SignOffVerdict
from ground.audit import AuditEntry
from tests.deployments.conftest import BEA, DAN, MIA, OLA

pytestmark = pytest.mark.sqlite_alone
Leave = Callable[[str, str], None]


@pytest.fixture
def leave(session: Session, now: datetime) -> Leave:
    """Have somebody be away for a week."""

    def away(person: str, stand_in: str) -> None:
        go_away(session, Away(person, stand_in, now, now + timedelta(days=7)), now)

    return away


def test_a_stand_in_is_asked_and_who_is_away_may_still_press(
    session: Session, request_: DeploymentRequest, leave: Leave
) -> None:
    """Bea is asked for Mia, first; her Home lists it."""
    leave(MIA, BEA)
    model = find_model(session, "churn")

    assert deciders_of(session, model) == [BEA, OLA]
    assert away_deciders_of(session, model) == {MIA: BEA}
    assert [decided_for(session, model, user) for user in (BEA, OLA, MIA)] == [MIA, None, None]
    assert is_decider(session, model, MIA)
    assert [found.request_id for found in open_requests_for(session, BEA)] == [request_.id]


@pytest.mark.parametrize(
    ("away", "stand_in"),
    [
        pytest.param(MIA, DAN, id="who-built-it-covers"),
        pytest.param(DAN, BEA, id="somebody-covers-for-who-built-it"),
    ],
)
def test_nobody_decides_about_their_own_work_that_way(
    session: Session, request_: DeploymentRequest, leave: Leave, away: str, stand_in: str
) -> None:
    """Then those who may are asked themselves."""
    leave(away, stand_in)

    assert may_decide(session, request_) == [MIA, OLA]
    assert refusal_to_sign(session, request_.id, stand_in) is not None


def test_who_stands_in_and_has_left_is_asked_no_more(
    session: Session, request_: DeploymentRequest, leave: Leave, now: datetime
) -> None:
    """Slack is asked about stand-ins, too."""
    leave(MIA, BEA)
    know_deciders(session, [BEA])
    asked_about = due_deciders(session, now, 9)
    note_looked_up(session, BEA, now, is_gone=True)

    assert BEA in asked_about
    assert may_decide(session, request_) == [MIA, OLA]


def test_a_decision_names_both(
    session: Session, request_: DeploymentRequest, leave: Leave, now: datetime
) -> None:
    """In its row, and in an entry of its own in the audit log."""
    leave(MIA, BEA)

    record_sign_off(session, SignOffAttempt(request_.id, SignOffVerdict.APPROVE, BEA), now)

    decision = session.exec(select(Decision)).one()
    entry = session.exec(
        select(AuditEntry).where(col(AuditEntry.action) == "decision.stand_in")
    ).one()
    assert (decision.decided_by, decision.decided_for) == (BEA, MIA)
    assert MIA in entry.detail

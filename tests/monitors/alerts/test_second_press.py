"""Who comes second about an alert reads who was first; who presses twice is heard once."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from assessments.absences.absences import Away, go_away
from deployments.tables import Rollback
from ground.audit import AuditEntry
from ground.refusals import Refusal
from monitors.alerts.alert_facts import AlertFacts, MovedColumn
from monitors.alerts.decisions import (
    AlertDecision,
    acknowledge_alert,
    find_alert,
    keep_model,
    roll_back_model,
    take_over_alert,
)
from monitors.alerts.lifecycle import Findings, update_alerts
from monitors.alerts.waiting import waiting_alerts
from monitors.errors import Code
from monitors.tables import Alert, AlertState, Monitor

pytestmark = pytest.mark.sqlite_alone

MIA, OLA, LEA, DAN = "U0MIA", "U0OLA", "U0LEA", "U0DAN"
AGE = AlertFacts(rows=9, labelled_share=None, columns=[MovedColumn("age", "feature", 0.4, 0.25)])
Press = Callable[[Session, AlertDecision, datetime], Alert | Rollback | Refusal]


def roll_back(session: Session, decision: AlertDecision, now: datetime) -> Rollback | Refusal:
    """Decide to go back to v1."""
    return roll_back_model(session, decision, "v1", now)


DEEDS: Mapping[str, Press] = {
    "alert.acknowledge": acknowledge_alert,
    "alert.take_over": take_over_alert,
    "alert.keep": keep_model,
    "alert.roll_back": roll_back,
}


@pytest.fixture
def alert(session: Session, released: Monitor, now: datetime) -> Alert:
    """An open alert about a model that can go back to v1."""
    update_alerts(session, released, Findings(3, AGE, None), now)
    return session.exec(select(Alert)).one()


def pressed(session: Session, alert: Alert, deed: str, by: str, at: datetime) -> Any:  # noqa: ANN401 - what each deed gives
    """Press a button, with a reason."""
    return DEEDS[deed](session, AlertDecision(alert.id, by, "It rained"), at)


def noted(session: Session, action: str) -> list[tuple[str, dict[str, Any]]]:
    """List who did something, and its detail, as the audit log has it."""
    found = (
        select(AuditEntry).where(AuditEntry.action == action).order_by(col(AuditEntry.sequence))
    )
    return [(entry.actor, json.loads(entry.detail)) for entry in session.exec(found)]


@pytest.mark.parametrize("second", DEEDS)
@pytest.mark.parametrize(
    ("first", "code"),
    [("alert.keep", Code.ALERT_KEPT), ("alert.roll_back", Code.ALERT_ROLLED_BACK)],
)
def test_after_a_decision_nobody_else_does_anything(
    session: Session, alert: Alert, now: datetime, first: str, code: Code, second: str
) -> None:
    """They read who decided and when; the log has that they tried, and nothing changes."""
    pressed(session, alert, first, MIA, now)
    before = find_alert(session, alert.id).model_dump()

    refusal = pressed(session, alert, second, OLA, now + timedelta(hours=1))

    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.facts) == (code, {"people": (MIA,), "at": now})
    assert find_alert(session, alert.id).model_dump() == before
    ((actor, detail),) = noted(session, f"{second}.refused")
    assert (actor, detail["why"], detail["people"]) == (OLA, code, [MIA])


@pytest.mark.parametrize(
    ("deed", "state"),
    [
        ("alert.acknowledge", AlertState.ACKNOWLEDGED),
        ("alert.keep", AlertState.KEPT),
    ],
)
def test_a_second_press_of_the_same_person_is_no_second_deed(
    session: Session, alert: Alert, now: datetime, deed: str, state: AlertState
) -> None:
    """Slack delivers a press again; the first time stays."""
    pressed(session, alert, deed, MIA, now)

    again = pressed(session, alert, deed, MIA, now + timedelta(minutes=1))

    assert isinstance(again, Alert)
    assert (again.state, again.acknowledged_at or again.decided_at) == (state, now)
    assert len(noted(session, deed)) == 1
    assert noted(session, f"{deed}.refused") == []


def test_the_second_to_look_into_it_reads_who_does(
    session: Session, alert: Alert, now: datetime
) -> None:
    """Only taking over, once somebody does, makes it theirs."""
    early = pressed(session, alert, "alert.take_over", OLA, now)
    pressed(session, alert, "alert.acknowledge", MIA, now)

    refusal = pressed(session, alert, "alert.acknowledge", OLA, now + timedelta(hours=1))
    taken = pressed(session, alert, "alert.take_over", OLA, now + timedelta(hours=2))

    assert isinstance(early, Refusal)
    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.ALERT_ACKNOWLEDGED
    assert refusal.facts == {"people": (MIA,), "at": now}
    assert (taken.acknowledged_by, taken.acknowledged_at) == (OLA, now + timedelta(hours=2))
    assert [who for who, _ in noted(session, "alert.take_over")] == [OLA]


@pytest.mark.parametrize("deed", ["alert.keep", "alert.roll_back"])
@pytest.mark.parametrize(("by", "whose"), [(LEA, MIA), (OLA, None)])
def test_a_stand_in_decides_for_whoever_is_away(
    session: Session, alert: Alert, now: datetime, deed: str, by: str, whose: str | None
) -> None:
    """The alert and the log say so; who decides for themselves stands for nobody."""
    go_away(session, Away(MIA, LEA, now, now + timedelta(days=3)), now)

    pressed(session, alert, deed, by, now)

    found = find_alert(session, alert.id)
    assert (found.decided_by, found.decided_for) == (by, whose)
    ((_, detail),) = noted(session, deed)
    assert detail.get("for") == whose


def test_who_is_waited_for_and_who_only_looks_into_it(
    session: Session, alert: Alert, now: datetime
) -> None:
    """Dan looks into it; Mia owns the model and decides, in the monitor's channel."""
    pressed(session, alert, "alert.acknowledge", DAN, now)

    (mias,), (olas,), (dans,) = (waiting_alerts(session, user) for user in (MIA, OLA, DAN))

    assert {card.owner_user_id for card in (mias, olas, dans)} == {MIA}
    assert [card.may_decide for card in (mias, olas, dans)] == [True, True, False]
    assert [card.is_theirs for card in (mias, olas, dans)] == [False, False, True]
    assert (dans.channel_id, dans.acknowledged_by, dans.use_case) == ("C1", DAN, "")
    assert dans.due_at == now + timedelta(hours=24)
    assert [column.column for column in dans.columns] == ["age"]

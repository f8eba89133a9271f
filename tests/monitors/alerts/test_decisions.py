"""Which of several: the alert, the rollback and the window that a decision is about."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from deployments.errors import Code as DeploymentCode
from deployments.models import find_model
from deployments.rollback import find_rollback_for_alert
from deployments.tables import Rollback, RollbackState
from ground.refusals import Refusal
from monitors.alerts.alert_facts import AlertFacts, MovedColumn
from monitors.alerts.decisions import (
    LONGEST_REASON,
    AlertDecision,
    acknowledge_alert,
    find_alert,
    keep_model,
    note_rollback,
    refusal_to_decide,
    roll_back_model,
)
from monitors.alerts.lifecycle import Findings, update_alerts
from monitors.tables import Alert, AlertKind, AlertState, Monitor

pytestmark = pytest.mark.sqlite_alone

MIA, OLA = "U0MIA", "U0OLA"
AGE = AlertFacts(rows=9, labelled_share=None, columns=[MovedColumn("age", "feature", 0.4, 0.25)])


@pytest.fixture
def alerts(session: Session, released: Monitor, now: datetime) -> list[Alert]:
    """Two open alerts about one model: its columns moved, and it got worse."""
    update_alerts(session, released, Findings(3, AGE, AGE), now)
    return list(session.exec(select(Alert).order_by(Alert.kind)).all())


def roll_back(session: Session, alert: Alert, now: datetime, by: str = MIA) -> Rollback | Refusal:
    """Decide to go back to v1."""
    return roll_back_model(session, AlertDecision(alert.id, by, "Accuracy fell"), "v1", now)


def test_a_rollback_that_is_refused_decides_nothing(
    session: Session, alerts: list[Alert], now: datetime
) -> None:
    """One is under way for another alert: this one waits for its decision as before."""
    first, second = alerts
    roll_back(session, first, now)

    refusal = roll_back(session, second, now, OLA)

    assert isinstance(refusal, Refusal)
    assert refusal.code is DeploymentCode.ROLLBACK_UNDER_WAY
    found = find_alert(session, second.id)
    assert (found.state, found.decided_by, found.decided_at) == (AlertState.OPEN, None, None)
    assert refusal_to_decide(session, second.id, OLA) is None
    assert isinstance(keep_model(session, AlertDecision(second.id, OLA, "Both"), now), Alert)


def test_a_rollback_is_decided_about_its_own_alert(
    session: Session, alerts: list[Alert], now: datetime
) -> None:
    """The other one stays open until the rollback is done, and then it is settled."""
    first, second = alerts

    rollback = roll_back(session, first, now)

    assert isinstance(rollback, Rollback)
    assert (rollback.alert_id, rollback.from_version, rollback.to_version) == (
        first.id,
        "v2",
        "v1",
    )
    assert find_alert(session, first.id).state is AlertState.ROLLING_BACK
    assert find_alert(session, second.id).state is AlertState.OPEN


@pytest.mark.parametrize("outcome", [RollbackState.DONE, RollbackState.REFUSED])
def test_a_rollbacks_job_that_runs_again_undoes_no_later_decision(
    session: Session, alerts: list[Alert], now: datetime, outcome: RollbackState
) -> None:
    """It failed, Ola keeps the model, and the job comes once more: kept it is."""
    rollback = roll_back(session, alerts[0], now)
    assert isinstance(rollback, Rollback)
    rollback.state = RollbackState.REFUSED
    note_rollback(session, rollback, now)
    keep_model(session, AlertDecision(alerts[0].id, OLA, "It failed; we wait"), now)
    rollback.state = outcome

    changed = note_rollback(session, rollback, now)

    assert [found.id for found in changed] == [alerts[0].id]
    states = [find_alert(session, alert.id).state for alert in alerts]
    assert states == [AlertState.KEPT, AlertState.OPEN]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_newest_rollback_of_an_alert_is_found(
    session: Session, alerts: list[Alert], now: datetime, order: tuple[int, ...]
) -> None:
    """Whatever the order they were written in; another alert's is another's."""
    model = find_model(session, "churn")
    for hours in order:
        for alert, version in zip(alerts, ("v1", "v0"), strict=True):
            session.add(
                Rollback(
                    model_id=model.id,
                    alert_id=alert.id,
                    from_version="v2",
                    to_version=f"{version}-{hours}",
                    reason="again",
                    decided_by=MIA,
                    decided_at=now + timedelta(hours=hours, days=version == "v0"),
                    state=RollbackState.REFUSED,
                )
            )
    session.flush()

    found = find_rollback_for_alert(session, alerts[0].id)

    assert found is not None
    assert found.to_version == "v1-2"


@pytest.mark.parametrize(
    ("windows", "ended"),
    [
        pytest.param("nqnq", False, id="noise in between: one quiet window is one"),
        pytest.param("nqnqq", True, id="and two after it end it"),
        pytest.param("qnnq", False, id="two noisy ones"),
        pytest.param("nqq", True, id="two quiet ones"),
    ],
)
def test_an_alert_ends_with_two_quiet_windows_in_a_row(
    session: Session, monitor: Monitor, now: datetime, windows: str, *, ended: bool
) -> None:
    """Each noisy window starts the count again; a decided alert counts as an open one does."""
    for is_decided in (False, True):
        (alert_id,) = update_alerts(session, monitor, Findings(0, AGE, None), now).opened
        if is_decided:
            keep_model(session, AlertDecision(alert_id, MIA, "Term break"), now)
        for number, window in enumerate(windows, 1):
            update_alerts(
                session, monitor, Findings(number, AGE if window == "n" else None, None), now
            )
        alert = find_alert(session, alert_id)
        assert (alert.ended_at is not None) is ended
        assert (alert.active_key is None) is ended
        for number in (7, 8):
            update_alerts(session, monitor, Findings(number, None, None), now)


def test_a_quiet_window_is_quiet_for_its_own_kind(
    session: Session, monitor: Monitor, alerts: list[Alert], now: datetime
) -> None:
    """Columns move on while the model does well again: one alert of two ends."""
    for number in (4, 5):
        update_alerts(session, monitor, Findings(number, AGE, None), now)

    states = {alert.kind: alert.state for alert in alerts}
    assert states == {AlertKind.DRIFT: AlertState.OPEN, AlertKind.PERFORMANCE: AlertState.ENDED}


def test_a_reason_of_the_longest_length_is_kept_whole(
    session: Session, alerts: list[Alert], now: datetime
) -> None:
    """Only one character more is too long; blanks around it don't count."""
    reason = "x" * LONGEST_REASON

    kept = keep_model(session, AlertDecision(alerts[0].id, MIA, f" {reason}\n"), now)

    assert isinstance(kept, Alert)
    assert kept.decision_reason == reason


def test_a_press_is_about_its_own_alert(
    session: Session, alerts: list[Alert], now: datetime
) -> None:
    """Ola looks into one and keeps it; the other waits."""
    acknowledge_alert(session, AlertDecision(alerts[0].id, OLA), now)
    keep_model(session, AlertDecision(alerts[0].id, OLA, "fine"), now)

    other = find_alert(session, alerts[1].id)
    assert (other.state, other.acknowledged_by, other.decided_by) == (AlertState.OPEN, None, None)

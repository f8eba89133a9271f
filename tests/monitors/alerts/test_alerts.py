"""An alert's life: opened once, absorbs, ends, is decided once by one who may."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from deployments.tables import Rollback, RollbackState
from ground.audit import AuditEntry
from ground.refusals import Refusal
from monitors.alerts.alert_facts import AlertFacts, MovedColumn, MovedLevel
from monitors.alerts.card import alert_card
from monitors.alerts.chart import alt_text, draw_alert
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
from monitors.alerts.waiting import waiting_alerts
from monitors.errors import Code, MonitorError
from monitors.tables import Alert, AlertKind, AlertState, Monitor

MIA, OLA, DAN = "U0MIA", "U0OLA", "U0DAN"


def facts(*columns: str) -> AlertFacts:
    """What a window showed of some columns."""
    levels = [MovedLevel("a", 0.5, 0.1)]
    moved = [MovedColumn(name, "feature", 0.4, 0.25, levels=levels) for name in columns]
    return AlertFacts(rows=1_000, labelled_share=None, columns=moved)


@pytest.fixture
def alert(session: Session, released: Monitor, now: datetime) -> Alert:
    """An open drift alert about `age`; v2 is live after v1."""
    update_alerts(session, released, Findings(3, facts("age"), None), now)
    return session.exec(select(Alert)).one()


def test_later_windows_are_absorbed(
    session: Session, monitor: Monitor, alert: Alert, now: datetime
) -> None:
    """One cause is one alert: a second window adds its columns and keeps those from before."""
    changes = update_alerts(session, monitor, Findings(4, facts("job"), None), now)

    assert (changes.opened, changes.updated) == ([], [alert.id])
    assert (alert.windows_seen, alert.first_window, alert.last_window) == (2, 3, 4)
    columns = alert_card(session, alert.id).columns
    assert [(column.column, column.is_past) for column in columns] == [
        ("job", False),
        ("age", True),
    ]


def test_two_quiet_windows_end_it_and_a_third_cause_is_new(
    session: Session, monitor: Monitor, alert: Alert, now: datetime
) -> None:
    """One quiet window may be chance; after two it is over, and what comes then is another."""
    quiet = [Findings(number, None, None) for number in (4, 5, 6)]
    states = []
    for findings in quiet:
        update_alerts(session, monitor, findings, now)
        states.append(alert.state)
    changes = update_alerts(session, monitor, Findings(7, facts("age"), None), now)

    assert states == [AlertState.OPEN, AlertState.ENDED, AlertState.ENDED]
    assert alert.ended_at == now
    assert len(changes.opened) == 1


def test_what_was_decided_about_stays_as_it_was_seen(
    session: Session, monitor: Monitor, alert: Alert, now: datetime
) -> None:
    """A later window counts, but the figures are those that the decision was taken on."""
    keep_model(session, AlertDecision(alert.id, MIA, "Term break"), now)
    update_alerts(session, monitor, Findings(4, replace(facts("age"), rows=7), None), now)

    assert alert_card(session, alert.id).rows == 1_000
    assert (alert.windows_seen, alert.last_window) == (2, 3)


def test_what_was_decided_stays_decided_when_it_ends(
    session: Session, monitor: Monitor, alert: Alert, now: datetime
) -> None:
    """A kept alert ends quietly and stays kept."""
    keep_model(session, AlertDecision(alert.id, MIA, "Term break"), now)
    for number in (4, 5):
        update_alerts(session, monitor, Findings(number, None, None), now)

    assert find_alert(session, alert.id).state is AlertState.KEPT


def test_drift_and_performance_are_two_causes(
    session: Session, monitor: Monitor, now: datetime
) -> None:
    """A broken pass mark is an alert of its own."""
    update_alerts(session, monitor, Findings(4, facts("age"), facts("age")), now)

    kinds = session.exec(select(Alert.kind).order_by(Alert.kind)).all()
    assert list(kinds) == [AlertKind.DRIFT, AlertKind.PERFORMANCE]


def test_first_to_acknowledge_is_named(session: Session, alert: Alert, now: datetime) -> None:
    """A second press by the same person is a no-op; another person is told who it was."""
    first = acknowledge_alert(session, AlertDecision(alert.id, DAN), now)
    again = acknowledge_alert(session, AlertDecision(alert.id, DAN), now)
    other = acknowledge_alert(session, AlertDecision(alert.id, OLA), now)

    assert isinstance(first, Alert)
    assert isinstance(again, Alert)
    assert isinstance(other, Refusal)
    assert (other.code, other.facts["people"]) == (Code.ALERT_ACKNOWLEDGED, (DAN,))


def test_an_ended_alert_can_not_be_acknowledged(
    session: Session, alert: Alert, now: datetime
) -> None:
    """It says that it ended."""
    alert.state = AlertState.ENDED
    session.flush()

    refusal = acknowledge_alert(session, AlertDecision(alert.id, DAN), now)

    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.ALERT_ENDED


def test_only_deciders_keep_and_the_try_is_audited(
    session: Session, alert: Alert, now: datetime
) -> None:
    """Dan may not; the refusal says who may and is in the log."""
    refusal = keep_model(session, AlertDecision(alert.id, DAN, "fine"), now)

    assert isinstance(refusal, Refusal)
    assert refusal.facts["people"] == (MIA, OLA)
    entry = session.exec(select(AuditEntry)).all()[-1]
    assert (entry.actor, entry.action) == (DAN, "alert.keep.refused")


def test_a_second_decision_is_told_of_the_first(
    session: Session, alert: Alert, now: datetime
) -> None:
    """Ola keeps; pressed twice it is once; Mia's roll-back comes too late."""
    kept = keep_model(session, AlertDecision(alert.id, OLA, "Term break"), now)
    twice = keep_model(session, AlertDecision(alert.id, OLA, "Term break"), now)
    late = keep_model(session, AlertDecision(alert.id, MIA, "Also"), now)
    rollback = roll_back_model(session, AlertDecision(alert.id, MIA, "No"), "v1", now)

    assert isinstance(kept, Alert)
    assert isinstance(twice, Alert)
    for refusal in (late, rollback):
        assert isinstance(refusal, Refusal)
        assert (refusal.code, refusal.facts["people"]) == (Code.ALERT_KEPT, (OLA,))
    actions = session.exec(select(AuditEntry.action)).all()
    assert actions.count("alert.keep") == 1


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * (LONGEST_REASON + 1)])
def test_a_decision_needs_a_reason_of_some_length(
    session: Session, alert: Alert, now: datetime, reason: str
) -> None:
    """Nothing, blanks, and a novel are refused with a sentence."""
    with pytest.raises(MonitorError, match="reason"):
        keep_model(session, AlertDecision(alert.id, MIA, reason), now)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (RollbackState.DECIDED, AlertState.ROLLING_BACK),
        (RollbackState.DONE, AlertState.ROLLED_BACK),
        (RollbackState.REFUSED, AlertState.ACKNOWLEDGED),
    ],
)
def test_alert_follows_its_rollback(
    session: Session, alert: Alert, now: datetime, outcome: RollbackState, state: AlertState
) -> None:
    """Done, it is rolled back; failed, someone has to look again."""
    rollback = roll_back_model(session, AlertDecision(alert.id, MIA, "Accuracy fell"), "v1", now)
    assert isinstance(rollback, Rollback)
    rollback.state = outcome

    note_rollback(session, rollback, now)
    note_rollback(session, rollback, now)

    assert find_alert(session, alert.id).state is state


def test_a_done_rollback_settles_what_else_waits(
    session: Session, alert: Alert, now: datetime
) -> None:
    """Another alert was about the version that is live no more; it asks nobody any longer."""
    monitor = session.get_one(Monitor, alert.monitor_id)
    findings = Findings(2, facts("age"), facts("income"))
    (other,) = update_alerts(session, monitor, findings, now).opened
    rollback = roll_back_model(session, AlertDecision(alert.id, MIA, "Accuracy fell"), "v1", now)
    assert isinstance(rollback, Rollback)
    rollback.state = RollbackState.DONE

    changed = note_rollback(session, rollback, now)

    assert [found.id for found in changed] == [alert.id, other]
    assert find_alert(session, other).decided_by == MIA
    assert waiting_alerts(session, MIA) == []
    assert "alert.settle" in session.exec(select(AuditEntry.action)).all()


def test_a_rollback_without_an_alert_changes_none(
    session: Session, alert: Alert, now: datetime
) -> None:
    """One that was asked for elsewhere has no alert to bring up to date."""
    elsewhere = Rollback(
        model_id=uuid4(),
        from_version="v2",
        to_version="v1",
        reason="drill",
        decided_by=MIA,
        decided_at=alert.opened_at,
        state=RollbackState.DONE,
    )

    assert note_rollback(session, elsewhere, now) == []


def test_who_may_is_asked_before_the_window_opens(
    session: Session, alert: Alert, now: datetime
) -> None:
    """Mia may, Dan may not, and both may not once it is decided."""
    assert refusal_to_decide(session, alert.id, MIA) is None
    assert refusal_to_decide(session, alert.id, DAN) is not None

    keep_model(session, AlertDecision(alert.id, OLA, "fine"), now)

    assert refusal_to_decide(session, alert.id, MIA) is not None


def test_an_unknown_alert_is_said_so(session: Session, now: datetime) -> None:
    """A button may outlive its row."""
    with pytest.raises(MonitorError, match="unknown"):
        acknowledge_alert(session, AlertDecision(uuid4(), MIA), now)


def test_open_alerts_wait_for_those_who_decide(
    session: Session, alert: Alert, now: datetime
) -> None:
    """Mia's home lists it until it is decided; Dan's never."""
    assert [card.alert_id for card in waiting_alerts(session, MIA)] == [alert.id]
    assert waiting_alerts(session, DAN) == []

    keep_model(session, AlertDecision(alert.id, MIA, "fine"), now)

    assert waiting_alerts(session, MIA) == []


def test_the_chart_is_a_picture_with_words_for_it(session: Session, alert: Alert) -> None:
    """With levels it shows them; without it says so; a formula in a name is only a name."""
    card = alert_card(session, alert.id)
    alert.facts = facts().to_json()
    bare = alert_card(session, alert.id)
    alert.facts = facts(r"$\frac{1}{0}$" + "x" * 40).to_json()
    hostile = alert_card(session, alert.id)

    for shown in (card, bare, hostile):
        assert draw_alert(shown, []).startswith(b"\x89PNG")
    assert "Top: age, shares of cases: a 50.0% before, 10.0% now" in alt_text(card)
    assert alt_text(bare) == "Chart of the latest windows of churn."

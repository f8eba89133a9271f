"""Signals of a signed use case: what watches them, what they need, and what they call for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.values import Value
from assessments.use_cases.drafts import set_fields
from assessments.use_cases.pass_marks import PassMark, PassMarkVerdict
from assessments.use_cases.signals import marks_for_model, signals_in
from assessments.use_cases.versions import agree_alone
from deployments.models import ModelFacts, register_model
from handlers.blocks.alerts.alert import alert_decision, alert_message
from handlers.blocks.use_cases.watching import watching_message
from monitors.alerts.card import alert_card
from monitors.alerts.pushed import Push, Pushed, push_number
from monitors.check.limits import Agreed
from monitors.runs.background import Background, limits_of
from monitors.runs.standing import standings
from monitors.runs.watching import Lack, watches_of
from monitors.tables import Monitor
from tests.audit.use_case_steps import BEA, RULES, written
from tests.handlers.conftest import texts

pytestmark = pytest.mark.sqlite_alone
MODEL = "calls"
LIFT = Push(MODEL, "lift_over_baseline", 45.0, 2_000, "2026-11")


@pytest.fixture
def agreed(session: Session, now: datetime, request: pytest.FixtureRequest) -> None:
    """The worked example, in force for a model that nobody watches yet."""
    register_model(session, ModelFacts(MODEL, BEA, "C1"), now)
    use_case = written(session, now)
    use_case.model_name = MODEL
    whom = {"channel": "C0CHURN", "responder": getattr(request, "param", "U0OWNER")}
    rows: Value = [{**row, **whom} for row in Document(RULES.example).rows("signals")]
    set_fields(session, RULES, use_case, {"signals": rows}, BEA, now)
    agree_alone(session, RULES, use_case, BEA, now)


@pytest.fixture
def push(session: Session, agreed: None, now: datetime) -> Callable[[Push], Pushed]:
    """Push a number as a script does."""
    del agreed
    return lambda number: push_number(session, number, "token:kpi", now)


@pytest.fixture
def monitored(session: Session, monitor: Monitor, agreed: None) -> Monitor:
    """A monitor of the model's data, without outcomes."""
    del agreed
    monitor.model_name, monitor.columns = MODEL, {"prediction": "said"}
    session.add(monitor)
    session.flush()
    return monitor


@pytest.mark.usefixtures("agreed")
def test_the_technical_owner_gets_one_list(session: Session) -> None:
    """Drift needs data, lift needs numbers, the recall gap needs both."""
    watches = watches_of(session, MODEL)

    message = watching_message("Churn call list", watches)

    assert [watch.lacks for watch in watches] == [Lack.DATA, Lack.NUMBERS, Lack.DATA]
    assert message.text == "Churn call list: 3 of 3 signals need something from you"
    assert "nobody sends `lift_over_baseline` yet" in str(message.blocks[1].to_dict())


def test_a_monitor_is_matched(
    session: Session, monitored: Monitor, push: Callable[[Push], Pushed]
) -> None:
    """Drift is watched now; the gap waits for outcomes, and then for nothing."""
    push(LIFT)
    before = [(watch.monitor, watch.lacks) for watch in watches_of(session, MODEL)]
    monitored.columns = {**monitored.columns, "target": "truth"}
    session.flush()

    after = watches_of(session, MODEL)

    assert before == [(monitored.name, None), ("", None), ("", Lack.LABELS)]
    assert [watch.lacks for watch in after] == [None, None, None]
    assert "nothing left" in str([one.to_dict() for one in watching_message("x", after).blocks])


def test_a_monitor_that_runs_less_often_is_said(session: Session, monitored: Monitor) -> None:
    """Drift is to be watched weekly, and the monitor runs once a month."""
    monitored.runs_per_quarter = 3
    session.flush()

    watches = watches_of(session, MODEL)

    assert watches[0].lacks is Lack.RHYTHM
    assert "Let it run weekly" in texts(watching_message("x", watches).blocks)


@pytest.mark.parametrize(("cadence", "lacks"), [("on each push", None), ("monthly", Lack.RHYTHM)])
def test_a_rhythm_that_nobody_can_count_is_no_lack(
    session: Session,
    monitored: Monitor,
    monkeypatch: pytest.MonkeyPatch,
    cadence: str,
    lacks: Lack | None,
) -> None:
    """Even a monitor of once a year is often enough for it."""
    drift = replace(signals_in(RULES, Document(RULES.example), [])[0], cadence=cadence)
    monkeypatch.setattr("monitors.runs.watching.signals_for", lambda *_: [drift])
    monitored.runs_per_quarter = 0.25
    session.flush()

    (watch,) = watches_of(session, MODEL)

    assert (watch.monitor, watch.lacks) == (monitored.name, lacks)


@pytest.mark.parametrize(
    ("value", "broken", "alerts"),
    [
        (45.0, [], 0),
        (35.0, ["AC-02", "MS-02 warn"], 1),
        (20.0, ["AC-02", "MS-02", "MS-02 warn"], 1),
    ],
)
def test_a_number_is_judged_by_the_signal_too(
    push: Callable[[Push], Pushed], value: float, broken: list[str], alerts: int
) -> None:
    """Noticed below 40, called for below 25; the pass mark itself is 40."""
    pushed = push(replace(LIFT, value=value))

    found = [
        judged.pass_mark.row_id
        for judged in pushed.judgements
        if judged.verdict is PassMarkVerdict.BROKEN
    ]
    assert found == broken
    assert len(pushed.alerts.touched) == alerts


def test_an_alert_calls_whom_its_signal_names(
    session: Session, push: Callable[[Push], Pushed], now: datetime
) -> None:
    """The row that MS-02 follows is broken: its channel, its responder, its three days."""
    pushed = push(replace(LIFT, value=20.0))

    card = alert_card(session, pushed.alerts.opened[0])
    to_all, to_them = alert_message(card, ""), alert_decision(card, "U0OWNER")
    assert (card.channel_id, card.responder) == ("C0CHURN", "U0OWNER")
    assert card.due_at == now + timedelta(days=3)
    assert "<@U0OWNER>, please look into it" in texts(to_all.blocks)
    assert "*Pass marks, from version 1 of the use case*" in texts(to_all.blocks)
    assert [str(one.to_dict()).count("action_id") for one in to_them.blocks[-2:]] == [1, 0]


@pytest.mark.parametrize("agreed", ["S0ONCALL9"], indirect=True)
def test_a_user_group_is_called_by_mention(
    session: Session, push: Callable[[Push], Pushed]
) -> None:
    """Slack tells its members; nobody gets a message in the group's name."""
    pushed = push(replace(LIFT, value=20.0))

    card = alert_card(session, pushed.alerts.opened[0])
    assert "<!subteam^S0ONCALL9>, please look into it" in texts(alert_message(card, "").blocks)
    assert card.called_person == ""


@pytest.mark.usefixtures("agreed")
def test_drift_is_judged_by_the_limits_of_its_signal(session: Session, monitor: Monitor) -> None:
    """Warned from 0.1, called for from 0.25."""
    limits = limits_of(monitor, marks_for_model(session, MODEL), Background())

    assert limits.agreed == Agreed(0.25, 0.1)


def test_each_row_says_who_measures_it(session: Session, push: Callable[[Push], Pushed]) -> None:
    """One is sent, one is sent per team, two wait for a monitor, one for somebody to send it."""
    push(LIFT)
    push(Push(MODEL, "user_acceptance", 0.7, 300, "2026-11", segment="team=north"))

    found = {one.mark.row_id: one for one in standings(session, MODEL)}

    assert [one.source for one in found.values()] == ["", "2026-11", "", "", "2026-11"]
    assert [one.awaits_push for one in found.values()] == [False, True, False, True, True]
    judged = found["AC-05"].judgement
    assert judged is not None
    assert judged.verdict is PassMarkVerdict.HOLDS


@pytest.mark.parametrize(
    ("better", "severity", "comparator", "row_id"),
    [
        ("higher", "block", ">=", "MS-02"),
        ("lower", "block", "<=", "MS-02"),
        ("higher", "warn", ">=", "MS-02 warn"),
        ("", "warn", "<=", "MS-02 warn"),
    ],
)
def test_a_signals_limit_is_a_pass_mark_of_its_own(
    better: str, severity: str, comparator: str, row_id: str
) -> None:
    """It keeps its metric, kind, part, cases and version; only a call bears the row's bare id."""
    signal = replace(
        signals_in(RULES, Document(RULES.example), [])[1],
        better=better,
        segment="team=north",
        min_samples=7,
    )

    found = signal.mark(12.5, severity, 3)

    assert found == PassMark(
        metric=signal.metric, comparator=comparator, threshold=12.5, unit=signal.unit,
        min_samples=7, severity=severity, row_id=row_id, category=signal.kind,
        segment="team=north", better=better, version=3,
    )  # fmt: skip

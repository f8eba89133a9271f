"""Numbers that others push: kept once, corrected in the open, judged by the use case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session, col, select

from assessments.use_cases.pass_marks import PassMark, PassMarkVerdict
from deployments.errors import DeploymentError
from deployments.models import ModelFacts, register_model
from ground.audit import AuditEntry
from monitors.alerts.card import alert_card
from monitors.alerts.history import history
from monitors.alerts.pushed import (
    LONGEST_WORD,
    Push,
    Pushed,
    is_about,
    judge_push,
    push_number,
)
from monitors.errors import Code, MonitorError
from monitors.tables import Alert, AlertKind, AlertState, Monitor, PushedNumber

ACCEPTANCE = PassMark("user_acceptance", ">=", 0.6, "share", 100)
LATENCY = PassMark("latency_p95_ms", "<=", 250, "ms", 100)
Pushing = Callable[..., Pushed]


@pytest.fixture
def push(
    session: Session, monitor: Monitor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> Pushing:
    """Push a number about the model `churn`, whose use case has two pass marks."""
    by_region = replace(ACCEPTANCE, row_id="AC-09", segment="each:region")
    marks = {monitor.model_name: [ACCEPTANCE, LATENCY, by_region]}
    monkeypatch.setattr(
        "monitors.alerts.pushed.marks_for_model", lambda _, model: marks.get(model, [])
    )

    def push_it(value: float, window: str, **other: object) -> Pushed:
        facts = {"model_name": "churn", "metric": "user_acceptance", "samples": 1_000, **other}
        return push_number(session, Push(value=value, window=window, **facts), "token:kpi", now)  # type: ignore[arg-type]

    return push_it


def test_a_number_is_kept_and_judged(session: Session, push: Pushing) -> None:
    """70 % of 1,000 holds 60 %; nobody is woken."""
    pushed = push(0.7, "2026-W46")

    stored = session.exec(select(PushedNumber)).one()
    assert (stored.value, stored.samples, stored.pushed_by) == (0.7, 1_000, "token:kpi")
    assert [judgement.verdict for judgement in pushed.judgements] == [PassMarkVerdict.HOLDS]
    assert pushed.alerts.touched == []


@pytest.mark.parametrize(
    ("value", "samples", "verdict"),
    [
        pytest.param(0.59, 1_000, PassMarkVerdict.NOT_PROVEN, id="too close to tell"),
        pytest.param(0.5, 1_000, PassMarkVerdict.BROKEN, id="below, whatever chance did"),
        pytest.param(0.1, 50, PassMarkVerdict.NOT_ENOUGH_DATA, id="too few"),
    ],
)
def test_a_share_is_judged_on_its_interval(
    push: Pushing, value: float, samples: int, verdict: PassMarkVerdict
) -> None:
    """Wilson's bounds of the share decide."""
    pushed = push(value, "2026-W46", samples=samples)

    assert [judgement.verdict for judgement in pushed.judgements] == [verdict]


def test_another_number_is_judged_as_it_stands(push: Pushing) -> None:
    """A latency has no interval of its own."""
    slow = push(251.0, "2026-W46", metric="latency_p95_ms")

    assert [judgement.verdict for judgement in slow.judgements] == [PassMarkVerdict.BROKEN]


def test_the_same_number_twice_changes_nothing(session: Session, push: Pushing) -> None:
    """A job that retries wakes nobody twice."""
    first = push(0.4, "2026-W46")
    second = push(0.4, "2026-W46")

    assert (first.is_new, second.is_new) == (True, False)
    assert second.alerts.touched == []
    assert len(session.exec(select(PushedNumber)).all()) == 1
    assert session.exec(select(Alert)).one().windows_seen == 1


def test_a_correction_replaces_and_is_recorded(session: Session, push: Pushing) -> None:
    """Another value for the same span: one row, and the audit log has both."""
    push(0.4, "2026-W46")
    push(0.7, "2026-W46")

    entry = session.exec(
        select(AuditEntry).where(AuditEntry.action == "measurement.correct")
    ).one()
    assert session.exec(select(PushedNumber)).one().value == 0.7
    assert '"is":0.7' in entry.detail
    assert '"was":0.4' in entry.detail


def test_a_broken_pass_mark_is_one_alert_until_it_holds_again(
    session: Session, push: Pushing
) -> None:
    """Two bad weeks are one alert; two good ones end it."""
    opened = push(0.5, "2026-W46").alerts.opened
    absorbed = push(0.5, "2026-W47").alerts
    for week in ("2026-W48", "2026-W49"):
        push(0.7, week)

    alert = session.exec(select(Alert)).one()
    assert len(opened) == 1
    assert (absorbed.opened, absorbed.updated) == ([], opened)
    assert (alert.kind, alert.state) == (AlertKind.PUSHED, AlertState.ENDED)
    assert [point.pushed for point in history(session, alert.id)] == [0.5, 0.5, 0.7, 0.7]


def test_each_segment_is_a_cause_of_its_own(session: Session, push: Pushing) -> None:
    """North and south are two alerts, each with its label."""
    push(0.5, "2026-W46", segment="region=north")
    push(0.5, "2026-W46", segment="region=south")

    cards = [alert_card(session, alert.id) for alert in session.exec(select(Alert)).all()]
    labels = [card.pushed for card in cards]
    assert sorted(label.segment for label in labels if label) == ["region=north", "region=south"]


@pytest.mark.parametrize(
    ("mark", "segment", "is_judged"),
    [
        ("all", "", True),
        ("all", "region=north", False),
        ("each:region", "region=north", True),
        ("each:region", "team=north", False),
        ("region=north", "region=north", True),
        ("region=north", "region=south", False),
        ("across:region", "region", True),
        ("across:region", "across:region", True),
        ("across:region", "", False),
    ],
)
def test_a_number_is_judged_for_the_cases_it_is_about(
    mark: str, segment: str, *, is_judged: bool
) -> None:
    """A figure of the north says nothing of all, nor the other way round."""
    assert is_about(replace(ACCEPTANCE, segment=mark), segment) is is_judged


def test_each_models_numbers_have_their_own_channel_and_owner(
    session: Session, push: Pushing, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    """Two models are pushed beside a monitor that runs; none is told of another's numbers."""
    register_model(session, ModelFacts("fraud", "U0FAY", "C2"), now)
    monkeypatch.setattr("monitors.alerts.pushed.marks_for_model", lambda *_: [ACCEPTANCE])
    for week in ("2026-W46", "2026-W47"):
        for model in ("churn", "fraud"):
            push(0.5, week, model_name=model)

    called = session.exec(
        select(Alert.model_name, Monitor.name, Monitor.channel_id, Monitor.owner_user_id)
        .join(Monitor, col(Monitor.id) == col(Alert.monitor_id))
        .order_by(Alert.model_name)
    ).all()
    assert list(called) == [
        ("churn", "churn: pushed numbers", "C1", "U0MIA"),
        ("fraud", "fraud: pushed numbers", "C2", "U0FAY"),
    ]


def test_numbers_follow_their_model_to_another_channel(
    session: Session, push: Pushing, now: datetime
) -> None:
    """The model was handed over between two numbers."""
    push(0.5, "2026-W46")
    register_model(session, ModelFacts("churn", "U0FAY", "C9"), now)
    push(0.5, "2026-W47")

    listening = session.exec(select(Monitor).where(Monitor.cron == "")).one()
    assert (listening.channel_id, listening.owner_user_id) == ("C9", "U0FAY")


@pytest.mark.parametrize(
    ("value", "samples", "has_interval"),
    [
        (0.0, 9, True),
        (1.0, 9, True),
        (1.0000001, 9, False),
        (-0.0000001, 9, False),
        (0.5, 0, False),
        (0.5, 1, True),
    ],
)
def test_a_share_is_one_from_nothing_to_all(
    value: float, samples: int, *, has_interval: bool
) -> None:
    """Just outside, or of no cases, it is a number as any other; an interval would be nonsense."""
    judged = judge_push(replace(ACCEPTANCE, min_samples=1), value, samples)

    assert (judged.low is not None) is has_interval


@pytest.mark.parametrize("name", ["metric", "window", "segment"])
def test_a_word_of_the_longest_length_is_kept(push: Pushing, name: str) -> None:
    """A hundred characters; 101 are refused."""
    word = "w" * LONGEST_WORD

    assert push(**{"value": 0.5, "window": "2026-W46", name: word}).is_new


def test_a_broken_warning_row_wakes_nobody(
    session: Session, push: Pushing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is judged and kept; only a blocking row calls people."""
    warning = [replace(ACCEPTANCE, severity="warn")]
    monkeypatch.setattr("monitors.alerts.pushed.marks_for_model", lambda *_: warning)

    pushed = push(0.2, "2026-W46")

    assert [judgement.verdict for judgement in pushed.judgements] == [PassMarkVerdict.BROKEN]
    assert session.exec(select(Alert)).all() == []


def test_a_number_without_a_pass_mark_is_only_kept(session: Session, push: Pushing) -> None:
    """It waits for a use case that asks for it."""
    pushed = push(12.0, "2026-W46", metric="tickets")

    assert (pushed.is_new, list(pushed.judgements)) == (True, [])
    assert session.exec(select(Alert)).all() == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        pytest.param({"metric": " "}, Code.METRIC_LENGTH, id="no metric"),
        pytest.param({"metric": "m" * 101}, Code.METRIC_LENGTH, id="long metric"),
        pytest.param({"window": ""}, Code.WINDOW_LENGTH, id="no window"),
        pytest.param({"window": "w" * 101}, Code.WINDOW_LENGTH, id="long window"),
        pytest.param({"segment": "s" * 101}, Code.SEGMENT_LENGTH, id="long segment"),
        pytest.param({"value": float("nan")}, Code.VALUE_NOT_FINITE, id="no number"),
        pytest.param({"samples": -1}, Code.SAMPLES_NEGATIVE, id="fewer than none"),
    ],
)
def test_what_can_not_be_kept_is_said(push: Pushing, wrong: dict[str, object], code: Code) -> None:
    """One code, and nothing is kept."""
    with pytest.raises(MonitorError, match=code):
        push(**{"value": 0.5, "window": "2026-W46", **wrong})


def test_an_unknown_model_is_refused(push: Pushing) -> None:
    """Nothing is kept for a model that nobody registered."""
    with pytest.raises(DeploymentError):
        push(0.5, "2026-W46", model_name="nobody")

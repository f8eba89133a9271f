"""Whom an alert calls, where, and by when: as the signal says that noticed it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from assessments.use_cases.pass_marks import Judgement, PassMark, judge
from assessments.use_cases.signals import Signal
from monitors.alerts.alert_facts import AlertFacts, Called
from monitors.alerts.called import time_to_respond, with_call
from monitors.tables import AlertKind

FACTS = AlertFacts(3_000, None)
DAY = timedelta(days=1)


def signal(row_id: str, kind: str = "data_drift", watches: str = "age", **said: str) -> Signal:
    """Write a signal that calls a person in a channel within four hours."""
    found = Signal(
        *(row_id, kind, "psi", watches, 0.1, 0.25, "weekly", "C0WATCH", "U0MIA", "4h"),
        unit="number",
        better="lower",
    )
    return replace(found, **said)  # type: ignore[arg-type] # texts all


def broken(row_id: str, severity: str = "block") -> Judgement:
    """Judge a pass mark that is missed by far."""
    mark = PassMark("accuracy", ">=", 0.8, row_id=row_id, severity=severity)
    return judge(mark, value=0.5, low=0.4, high=0.6, samples=900)


def called(
    signals: Sequence[Signal],
    judgements: Sequence[Judgement] = (),
    kind: AlertKind = AlertKind.DRIFT,
) -> Called | None:
    """Return whom an alert calls."""
    facts = with_call(FACTS, kind, judgements, signals)
    assert facts is not None
    return facts.called


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({}, Called("C0WATCH", "U0MIA", "4h"), id="as-it-says"),
        pytest.param({"channel": "G0SECRET"}, Called("G0SECRET", "U0MIA", "4h"), id="private"),
        pytest.param({"responder": "S0TEAM"}, Called("C0WATCH", "S0TEAM", "4h"), id="a-group"),
        pytest.param({"responder": "W0MIA"}, Called("C0WATCH", "W0MIA", "4h"), id="of-a-grid"),
        pytest.param({"channel": "#risk"}, Called("", "U0MIA", "4h"), id="a-channel's-name"),
        pytest.param({"channel": "xC0WATCH"}, Called("", "U0MIA", "4h"), id="before-a-channel"),
        pytest.param({"channel": "C0WATCH>"}, Called("", "U0MIA", "4h"), id="after-a-channel"),
        pytest.param({"responder": "the on-call"}, Called("C0WATCH", "", "4h"), id="words"),
        pytest.param({"responder": "U0MIA> <!here"}, Called("C0WATCH", "", "4h"), id="hostile"),
        pytest.param({"responder": ""}, Called("C0WATCH", "", "4h"), id="nobody"),
    ],
)
def test_a_channel_and_a_responder_count_where_slack_knows_such(
    said: dict[str, str], expected: Called
) -> None:
    """What is typed in a file reaches Slack only as an id."""
    assert called([signal("MS-01", **said)]) == expected


@pytest.mark.parametrize(
    ("judgements", "first"),
    [
        pytest.param([broken("MS-03"), broken("AC-01")], "C03", id="its-own-limit"),
        pytest.param([broken("AC-01")], "C02", id="the-pass-mark-it-follows"),
        pytest.param([], "C01", id="its-kind"),
        pytest.param([broken("MS-03", "warn")], "C01", id="one-that-only-warns"),
        pytest.param([broken("AC-09")], "C01", id="a-pass-mark-of-nobody's"),
    ],
)
def test_the_signal_that_is_nearest_calls(judgements: Sequence[Judgement], first: str) -> None:
    """Its own limit, then the pass mark that it follows, then its kind."""
    signals = [
        signal("MS-01", channel="C01"),
        signal("MS-02", "model_quality", "AC-01", channel="C02"),
        signal("MS-03", "fairness", channel="C03"),
    ]

    found = called(signals, judgements)

    assert found is not None
    assert found.channel == first


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        (AlertKind.DRIFT, ["data_drift", "prediction_drift"]),
        (AlertKind.PERFORMANCE, ["model_quality"]),
        (AlertKind.DATA, ["data_quality"]),
        (AlertKind.FAIRNESS, ["fairness"]),
        (AlertKind.PUSHED, []),
    ],
)
def test_a_signal_calls_for_its_own_kind_alone(kind: AlertKind, about: list[str]) -> None:
    """A signal about fairness says nothing of who looks at drift."""
    every = ["data_drift", "prediction_drift", "model_quality", "data_quality", "fairness"]

    calling = [name for name in every if called([signal("MS-01", name)], kind=kind)]

    assert calling == about


def test_where_nothing_is_known_of_a_window_nobody_is_called() -> None:
    """There is no alert to call for."""
    assert with_call(None, AlertKind.DRIFT, [], [signal("MS-01")]) is None


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ("30min", timedelta(minutes=30)),
        ("4h", timedelta(hours=4)),
        ("10d", timedelta(days=10)),
        ("99999h", timedelta(hours=99_999)),
        ("", DAY),
        ("0h", DAY),
        ("4", DAY),
        ("4 h", DAY),
        ("4hours", DAY),
        ("100000h", DAY),
        ("at once", DAY),
    ],
)
def test_the_time_to_respond_is_the_signal_s_where_it_can_be_read(
    within: str, expected: timedelta
) -> None:
    """Else it's the monitor's."""
    facts = replace(FACTS, called=Called("", "", within))

    assert time_to_respond(facts, DAY) == expected


def test_an_alert_that_no_signal_is_about_has_the_monitor_s_time() -> None:
    """Nobody else is called."""
    assert time_to_respond(FACTS, DAY) == DAY

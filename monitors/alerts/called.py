"""Whom an alert calls, and in which channel: as the signal says that noticed it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from assessments.use_cases.pass_marks import Judgement
from assessments.use_cases.signals import Signal
from monitors.alerts.alert_facts import AlertFacts, Called
from monitors.tables import AlertKind

CHANNEL, RESPONDER = re.compile("[CG][A-Z0-9]+"), re.compile("[SUW][A-Z0-9]+")
WITHIN = re.compile(r"([1-9][0-9]{0,4})(min|h|d)")
UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
KINDS: Mapping[AlertKind, Collection[str]] = {
    AlertKind.DRIFT: ("data_drift", "prediction_drift"),
    AlertKind.PERFORMANCE: ("model_quality",),
    AlertKind.DATA: ("data_quality",),
    AlertKind.FAIRNESS: ("fairness",),
    AlertKind.PUSHED: (),
}
"""Which kinds of signals notice what an alert is about, where no limit of theirs is broken."""


def with_call(
    facts: AlertFacts | None,
    kind: AlertKind,
    judgements: Sequence[Judgement],
    signals: Sequence[Signal],
) -> AlertFacts | None:
    """Note whom the alert calls: as the first signal says that is about it; else nobody else.

    A signal whose own limit is broken comes first, then one that follows a broken pass mark.
    """
    broken = {judgement.pass_mark.row_id for judgement in judgements if judgement.calls_people}
    about = (
        *(signal for signal in signals if signal.row_id in broken),
        *(signal for signal in signals if signal.watches in broken),
        *(signal for signal in signals if signal.kind in KINDS[kind]),
    )
    if facts is None or not about:
        return facts
    signal = about[0]
    channel = signal.channel if CHANNEL.fullmatch(signal.channel) else ""
    responder = signal.responder if RESPONDER.fullmatch(signal.responder) else ""
    return replace(facts, called=Called(channel, responder, signal.respond_within))


def time_to_respond(facts: AlertFacts, otherwise: timedelta) -> timedelta:
    """Return how long whoever is called has to respond."""
    found = WITHIN.fullmatch(facts.called.within) if facts.called else None
    return int(found[1]) * UNITS[found[2]] if found else otherwise

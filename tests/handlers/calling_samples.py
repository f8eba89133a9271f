"""Samples of reminders to those who decide, and of how what they decided about ended."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from deployments.calls import CALLS
from deployments.tables import RequestState
from ground.audit import Head
from handlers.blocks.alerts.alert import alert_decision, alert_message
from handlers.blocks.alerts.outcome import NOT_ROLLED_BACK, alert_news, alert_outcome
from handlers.blocks.home import home
from handlers.blocks.releases.outcome import release_news, release_outcome
from handlers.blocks.releases.release import release_decision, request_message
from handlers.blocks.rounds.digest import digest_message
from handlers.blocks.text import Message
from handlers.blocks.undecided import Undecided
from handlers.surfaces.outcomes import DECIDED
from monitors.alerts.alert_facts import MovedColumn, MovedLevel, PushedLabel
from monitors.tables import AlertKind, AlertState
from tests.handlers.samples import BEA, HOME, MIA, NOW, OLA, SOON, action, alert, request

LATE = SOON + timedelta(days=3)
BROKEN = alert(AlertState.OPEN, AlertKind.PERFORMANCE)
FEED = replace(
    alert(AlertState.OPEN, AlertKind.DATA), columns=[], sentences=["Rows came three days late."]
)
AGES = MovedColumn(
    "age (AGEP)", "feature", 0.31, 0.25, [], [MovedLevel("0.801072 to 0.85074", 0.2, 0.05)]
)
REQUEST = request(RequestState.OPEN)
CHECKED = replace(REQUEST, use_case="Employment check")
MONDAY, HEAD = date(2026, 11, 23), Head(7, "5e" * 32)
WAITING_LINES = [
    Undecided("Employment check", "accuracy 76.4%, agreed at least 80%", [MIA], NOW, OLA),
    Undecided("Employment check", "release of v4", [MIA, OLA], NOW),
    Undecided("churn", "check the data feed", [], NOW),
]
OVER = (AlertState.KEPT, AlertState.ROLLED_BACK, AlertState.ENDED, f"{NOT_ROLLED_BACK}_7")
CALLING_MESSAGES: Mapping[str, Message] = {
    "overdue_alert": alert_message(BROKEN, "Chart", now=LATE),
    "overdue_request": request_message(REQUEST, LATE),
    "alert_to_sponsor": alert_decision(replace(BROKEN, sponsors=[BEA]), BEA),
    "home_overdue": home(replace(HOME, now=LATE)),
    "digest_undecided": digest_message([], [], MONDAY, HEAD, [], WAITING_LINES),
    "digest_of_everything": digest_message(
        [action()],
        HOME.led,
        MONDAY,
        HEAD,
        [],
        [replace(found, name=f"{found.name} {at}") for at in range(3) for found in WAITING_LINES],
    ),
    "request_of_use_case": request_message(CHECKED),
    "release_news_of_use_case": release_news(CHECKED, RequestState.RELEASED),
    **{
        f"ended_alert_{kind}": alert_message(alert(AlertState.ENDED, kind), "Chart")
        for kind in AlertKind
    },
    "alert_of_use_case": alert_message(replace(BROKEN, use_case="Employment check"), "Chart"),
    "alert_of_feed": alert_message(FEED, "Chart"),
    "alert_of_groups": alert_message(replace(FEED, kind=AlertKind.FAIRNESS), "Chart"),
    "alert_of_ages": alert_message(
        replace(alert(AlertState.OPEN), columns=[AGES], more_columns=0), "Chart"
    ),
    "alert_of_number": alert_message(
        replace(BROKEN, kind=AlertKind.PUSHED, pushed=PushedLabel("accuracy", "May 2026", "")),
        "Chart",
    ),
    **{
        f"alert_reminder_{call}": alert_decision(BROKEN, OLA, now=LATE, call=call)
        for call in CALLS
    },
    **{f"release_reminder_{call}": release_decision(REQUEST, OLA, LATE, call) for call in CALLS},
    **{f"alert_outcome_{step}": alert_outcome(alert(AlertState.KEPT), step) for step in OVER},
    **{f"alert_news_{step}": alert_news(alert(AlertState.KEPT), step) for step in OVER},
    "alert_outcome_of_another": alert_outcome(
        replace(alert(AlertState.ROLLED_BACK), rollback_to=None), AlertState.ROLLED_BACK
    ),
    **{
        f"release_outcome_{state}": release_outcome(request(state), state)
        for state in sorted(DECIDED)
    },
    **{f"release_news_{state}": release_news(request(state), state) for state in sorted(DECIDED)},
}

"""Samples of messages about who decides, who can't be reached, and what fails."""

from collections.abc import Mapping
from dataclasses import replace

from deployments.tables import RequestState
from handlers.blocks.alerts.alert import alert_decision, alert_message
from handlers.blocks.deciders import DeciderGoneCard, decider_gone, no_decider
from handlers.blocks.home import home
from handlers.blocks.places import FailingThing, failing, moved, with_refused
from handlers.blocks.releases.release import release_decision, request_message
from handlers.blocks.replies import Unreached, greeting, list_refused, unreached
from handlers.blocks.rounds.leader_gone import LeaderGoneCard, leader_gone
from handlers.blocks.text import Message
from monitors.tables import AlertState
from tests.handlers.samples import BEA, HOME, MIA, OLA, OPEN_ALERT, TERMS, alert, request

OPEN_REQUEST = request(RequestState.OPEN)
OWNERLESS_ALERT = replace(OPEN_ALERT, deciders=[OLA], gone=[MIA])
OWNER_GONE = DeciderGoneCard("employment", OLA, MIA, True, True, [OLA], 1, 2)  # noqa: FBT003 - a sample
LEADER_GONE = LeaderGoneCard(TERMS, MIA, is_gone=True, is_over=False, may=[BEA, OLA])
PEOPLE_MESSAGES: Mapping[str, Message] = {
    **{f"alert_decision_{state}": alert_decision(alert(state), OLA) for state in AlertState},
    "alert_without_owner": alert_message(OWNERLESS_ALERT, "Chart"),
    "alert_for_nobody": alert_message(replace(OPEN_ALERT, deciders=[], gone=[MIA, OLA]), "Chart"),
    "no_decider": no_decider("employment: the data has changed"),
    **{
        f"release_decision_{state}": release_decision(request(state), OLA)
        for state in RequestState
    },
    "release_without_owner": request_message(replace(OPEN_REQUEST, deciders=[OLA], gone=[MIA])),
    "release_for_nobody": request_message(replace(OPEN_REQUEST, deciders=[], gone=[MIA])),
    "owner_gone": decider_gone(OWNER_GONE),
    "decider_gone": decider_gone(replace(OWNER_GONE, is_owner=False, alerts=0, releases=1)),
    "nobody_left": decider_gone(replace(OWNER_GONE, told=BEA, left=[], releases=0)),
    "nobody_for_a_release": decider_gone(replace(OWNER_GONE, told=BEA, stuck=1)),
    "owner_back": decider_gone(replace(OWNER_GONE, is_gone=False)),
    "leader_gone": leader_gone(LEADER_GONE),
    "leader_gone_for_nothing": leader_gone(replace(LEADER_GONE, is_over=True)),
    "leader_gone_with_one_left": leader_gone(replace(LEADER_GONE, may=[BEA])),
    "leader_gone_with_many_left": leader_gone(replace(LEADER_GONE, may=[BEA, OLA] * 4)),
    "leader_gone_with_nobody_left": leader_gone(replace(LEADER_GONE, may=[])),
    "leader_back": leader_gone(replace(LEADER_GONE, is_gone=False)),
    "greeting": greeting(),
    "moved": moved("C0COUNCIL"),
    "list_refused": list_refused("Advisers", "Slack knows no such group."),
    "failing": failing(
        [
            FailingThing("alert", "C1", "KeyError: 'x'", is_over=False),
            FailingThing("draw_chart", "", "internal_error", is_over=True),
        ]
    ),
    "failing_no_more": failing([]),
    "home_refused": with_refused(home(HOME), [(f"C{n}", "is_archived", n) for n in range(1, 6)]),
    **{f"unreached_{what}": unreached(what, OLA, "user_disabled") for what in Unreached},
    "unreached_otherwise": unreached(Unreached.INVITATION, OLA, "restricted_action"),
}

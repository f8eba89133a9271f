"""The kinds of messages; the values are stored, so they never change."""

from enum import StrEnum


class SurfaceKind(StrEnum):
    """A kind of message, or App Home."""

    ACTION = "action"
    ALERT = "alert"
    ALERT_DECISION = "alert_decision"
    ATTESTATION = "attestation"
    DECIDER_GONE = "decider_gone"
    DEPLOYMENT_REQUEST = "deployment_request"
    DIGEST = "digest"
    FACILITATION = "facilitation"
    FAILING = "failing"
    FOLLOW_UP = "follow_up"
    GREETING = "greeting"
    HELD_WINDOW = "held_window"
    HOME = "home"
    INVITATION = "invitation"
    KPI_FIGURE = "kpi_figure"
    LIST_REFUSED = "list_refused"
    MONITOR_REPLAY = "monitor_replay"
    PAYOFF = "payoff"
    PLANNING = "planning"
    RELEASE_DECISION = "release_decision"
    REMINDER = "reminder"
    ROUND = "round"
    SECOND_ROUND = "second_round"
    UNREACHED = "unreached"
    USE_CASE = "use_case"
    WATCHING = "watching"

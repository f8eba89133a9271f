"""The kinds of messages; the values are stored, so they never change."""

from enum import StrEnum


class SurfaceKind(StrEnum):
    """A kind of message, or App Home."""

    ACTION = "action"
    ALERT = "alert"
    DEPLOYMENT_REQUEST = "deployment_request"
    DIGEST = "digest"
    FACILITATION = "facilitation"
    FOLLOW_UP = "follow_up"
    GREETING = "greeting"
    HELD_WINDOW = "held_window"
    HOME = "home"
    INVITATION = "invitation"
    LIST_REFUSED = "list_refused"
    MONITOR_REPLAY = "monitor_replay"
    PLANNING = "planning"
    REMINDER = "reminder"
    ROUND = "round"
    SECOND_ROUND = "second_round"
    USE_CASE = "use_case"

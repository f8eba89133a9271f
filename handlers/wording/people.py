"""Why a person can't be reached, by Slack's code or by what Slack says of them."""

from collections.abc import Mapping

IS_BOT, IS_DEACTIVATED, IS_ELSEWHERE = "is_bot", "is_deactivated", "is_elsewhere"
IS_GUEST = "is_guest"
_BOT = "it's a bot, which can't answer"
_DEACTIVATED = "their Slack account is deactivated"
_ELSEWHERE = "they belong to another workspace"
_UNKNOWN = "Slack doesn't know them here"
WHY_UNREACHED: Mapping[str, str] = {
    IS_BOT: _BOT,
    IS_DEACTIVATED: _DEACTIVATED,
    IS_ELSEWHERE: _ELSEWHERE,
    IS_GUEST: "they're a guest here, and only full members can answer",
    "cannot_dm_bot": _BOT,
    "user_disabled": _DEACTIVATED,
    "invalid_user_combination": _ELSEWHERE,
    "user_not_found": _UNKNOWN,
    "user_not_visible": _UNKNOWN,
}
OTHERWISE_UNREACHED = "Slack refuses messages to them ({code})"
NOT_READ: Mapping[str, str] = {
    "no_such_subteam": "It no longer exists, or was switched off.",
    "missing_scope": "I'm not allowed to read user groups: the app must be installed again.",
    "plan_upgrade_required": "This workspace's plan has no user groups.",
    "empty": "Nobody is in it.",
}
"""Why a user group can't be invited."""
OTHERWISE_NOT_READ = "Slack doesn't say who is in it ({code})."
INSTEAD = "Choose people one by one with *Add people*."

"""The reasons that windows and buttons have of their own, and their sentences."""

from collections.abc import Mapping
from enum import StrEnum


class Code(StrEnum):
    """What is wrong with a press or a window, before any domain is asked."""

    OLD_BUTTON = "press.old_button"
    PEOPLE_MISSING = "window.people_missing"
    PERSON_IN_TWO_GROUPS = "window.person_in_two_groups"
    OWNER_AND_DAY_MISSING = "window.owner_and_day_missing"
    DAY_MISSING = "window.day_missing"
    CHANNEL_MISSING = "window.channel_missing"
    CHANNEL_ARCHIVED = "window.channel_archived"
    CHANNEL_WITHOUT_ME = "window.channel_without_me"
    CHANNEL_NOT_YOURS = "window.channel_not_yours"
    CHANNEL_NOT_KNOWN = "window.channel_not_known"
    REASON_MISSING = "window.reason_missing"
    DAY_TOO_FAR = "window.day_too_far"
    TEXT_CHARACTER = "window.text_character"
    TEXT_TOO_LONG = "window.text_too_long"
    GUEST = "press.guest"
    OUTSIDER = "press.outsider"
    BOT = "press.bot"
    DEACTIVATED = "press.deactivated"
    MEMBERSHIP_NOT_KNOWN = "press.membership_not_known"


SENTENCES: Mapping[Code, str] = {
    Code.OLD_BUTTON: (
        "This is from an older version of Lamplighter and no longer works. "
        "The latest message in the channel shows the current state."
    ),
    Code.PEOPLE_MISSING: "Choose at least one person, in any of the groups.",
    Code.PERSON_IN_TWO_GROUPS: (
        "{who} can't be in {other} as well. Keep each person in the group they speak for."
    ),
    Code.OWNER_AND_DAY_MISSING: "Choose who will do this, and by when.",
    Code.DAY_MISSING: "Choose a day.",
    Code.CHANNEL_MISSING: "Choose the channel where the result appears.",
    Code.CHANNEL_ARCHIVED: "This channel is archived. Choose another one.",
    Code.CHANNEL_WITHOUT_ME: (
        "I can't post in this channel. Add me there first (type /invite @Lamplighter in it), or "
        "choose another one."
    ),
    Code.CHANNEL_NOT_YOURS: "You aren't in this channel. Choose one that you're in.",
    Code.CHANNEL_NOT_KNOWN: (
        "Slack didn't answer whether I can post in this channel. Please try again in a minute."
    ),
    Code.REASON_MISSING: "Please give a reason.",
    Code.DAY_TOO_FAR: "Choose a day up to {year}.",
    Code.TEXT_CHARACTER: "This contains a hidden character ({character}). Please type it again.",
    Code.TEXT_TOO_LONG: "Please keep this under {limit} characters.",
    Code.GUEST: (
        "Guests can't do this: only full members of this workspace can. Nothing was changed."
    ),
    Code.OUTSIDER: (
        "People from another organization can't do this: only full members of this workspace "
        "can. Nothing was changed."
    ),
    Code.BOT: "Apps can't do this: only people can. Nothing was changed.",
    Code.DEACTIVATED: ("This account is deactivated, so it can't do this. Nothing was changed."),
    Code.MEMBERSHIP_NOT_KNOWN: (
        "Slack didn't answer whether you're a full member of this workspace, so nothing was "
        "changed. Please try again in a minute."
    ),
}

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
    REASON_MISSING = "window.reason_missing"


SENTENCES: Mapping[Code, str] = {
    Code.OLD_BUTTON: (
        "This button is from an older version of Lamplighter and no longer works. "
        "The latest message in the channel shows the current state."
    ),
    Code.PEOPLE_MISSING: "Choose at least one person, in any of the groups.",
    Code.PERSON_IN_TWO_GROUPS: "Someone is in two groups. Keep them in the one they speak for.",
    Code.OWNER_AND_DAY_MISSING: "Choose who will do this, and by when.",
    Code.DAY_MISSING: "Choose a day.",
    Code.REASON_MISSING: "Please give a reason.",
}

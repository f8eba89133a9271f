"""Why the text of an attached file, or a part of it, isn't in a draft."""

from enum import StrEnum


class Unread(StrEnum):
    """Why; the values are stored."""

    FILE = "file"
    """Slack doesn't give it, or it's of a kind that isn't read."""
    LOCKED = "locked"
    SCAN = "scan"
    """It has pictures alone."""
    DAMAGED = "damaged"
    LARGE = "large"
    SLOW = "slow"
    """It takes too much time or memory."""
    MANY = "many"
    """There were more files than are read."""
    REST = "rest"
    """What comes after the first letters that are read; of all texts together."""

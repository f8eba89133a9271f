"""Why a press did nothing: kept in the audit log, and told to the person who pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Why(StrEnum):
    """The reasons for which a press is refused."""

    NOT_A_DECIDER = "not_a_decider"
    OWN_WORK = "own_work"
    ALREADY_DECIDED = "already_decided"
    NO_LONGER_OPEN = "no_longer_open"


@dataclass(frozen=True)
class Refusal:
    """A press that changed nothing.

    `people` are those who may, or the one who decided before.
    """

    why: Why
    people: Sequence[str] = ()
    verdict: str = ""
    at: datetime | None = None
    outcome: str = ""

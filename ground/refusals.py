"""Why something isn't done: a code and its facts; `handlers.wording` turns both into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class People(tuple[str, ...]):
    """Slack user_ids; in Slack they are shown as mentions."""

    __slots__ = ()


class Names(tuple[str, ...]):
    """Ids that the reader's language has words for, such as roles; else their own words."""

    __slots__ = ()


Fact = str | int | float | datetime | People | Names


@dataclass(frozen=True, init=False)
class Refusal:
    """One reason: why a press changed nothing, or what is wrong with a field.

    A domain returns it where the attempt is kept in the audit log, and raises it in a
    `CodedError` where nothing is kept.

    Attributes:
        code: Which reason; the values are stored in the audit log, so they never change.
        facts: What its sentence names, by placeholder.
    """

    code: StrEnum
    facts: Mapping[str, Fact]

    def __init__(self, code: StrEnum, **facts: Fact) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "facts", facts)

    def __str__(self) -> str:
        """Write it for a log: `round.too_many (most=200)`."""
        named = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code.value} ({named})" if named else self.code.value

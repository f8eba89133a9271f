"""What a round is called, and who will see what: the words that several messages share."""

from datetime import datetime
from typing import Protocol

from assessments.answers.asking import Mode
from assessments.rounds.cards import Terms
from assessments.rounds.last_day import last_day
from assessments.tables import ScopeKind
from handlers.blocks.text import escape, mention

NAMES = {
    Mode.SCREEN: "Seven quick questions",
    Mode.QUICK: "Quick readiness check",
    Mode.FULL: "Readiness questions",
}
KINDS = {ScopeKind.TEAM: "team", ScopeKind.UNIT: "unit", ScopeKind.USE_CASE: "use case"}


class Scoped(Protocol):
    """A round as far as it says what it is about."""

    @property
    def scope_kind(self) -> ScopeKind:
        """What kind of thing it is about."""

    @property
    def scope_name(self) -> str:
        """The thing's name; empty when nobody said."""


def about(terms: Scoped) -> str:
    """Say what a round is about, such as ` about the team Retail`; empty when nobody said."""
    if not terms.scope_name:
        return ""
    return f" about the {KINDS[terms.scope_kind]} *{escape(terms.scope_name)}*"


def day_of(ends_at: datetime) -> str:
    """Write the last day as it was chosen, such as `20 Dec 2026`."""
    return f"{last_day(ends_at):%d %b %Y}"


def until(terms: Terms) -> str:
    """Say until when one can answer."""
    if terms.ends_at is None and terms.is_reopened:
        return f"You can answer until {mention(terms.started_by)} closes the round."
    if terms.ends_at is None:
        return "You can answer until the round is closed."
    return f"You can answer until {day_of(terms.ends_at)}."


def who_sees_what(terms: Terms, alone_in: str = "") -> str:
    """Say who will see which answers; to who speaks for a group alone, what that means."""
    channel = "The channel sees each group's view, never who answered what"
    if terms.shows_single_answers:
        channel += "; where one person speaks for a group, their view shows"
    elif alone_in:
        channel += (
            f". *You are the only one asked in {escape(alone_in)}.* Your group is not shown "
            "alone, but your answers could be worked out from the other figures"
        )
    else:
        channel += "; a group with one person is not shown alone"
    facilitator = (
        f"{mention(terms.started_by)} sees each answer with its name."
        if terms.names_to_facilitator
        else f"{mention(terms.started_by)} sees who has answered, not what."
    )
    return f"Who sees what: {channel}. {facilitator} Each answer is kept as you go."

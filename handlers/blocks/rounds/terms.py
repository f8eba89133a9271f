"""A round's name, its dates and who sees what: words that several messages share."""

from datetime import datetime
from typing import Protocol

from assessments.answers.asking import Mode
from assessments.rounds.cards import Terms
from assessments.rounds.last_day import last_day
from assessments.tables import ScopeKind
from handlers.blocks.text import day, escape, mention

SIZES = {
    Mode.SCREEN: "Quick questions",
    Mode.QUICK: "Quick check",
    Mode.FULL: "Full questionnaire",
}
KINDS = {ScopeKind.TEAM: "team", ScopeKind.UNIT: "unit", ScopeKind.USE_CASE: "use case"}


class Scoped(Protocol):
    """A round, as far as what it's about."""

    @property
    def scope_kind(self) -> ScopeKind:
        """What kind of thing it's about."""

    @property
    def scope_name(self) -> str:
        """The thing's name; empty when nobody gave one."""


class Named(Protocol):
    """A round, as far as its name."""

    @property
    def mode(self) -> Mode:
        """How much it asks."""

    @property
    def subject(self) -> str:
        """What its questionnaire asks about."""


def round_name(terms: Named) -> str:
    """Write a round's name, such as `Quick check: machine learning`, as mrkdwn."""
    return f"{SIZES[terms.mode]}: {escape(terms.subject)}"


def about(terms: Scoped) -> str:
    """Write what a round is about, such as ` about the team Retail`; empty without a name."""
    if not terms.scope_name:
        return ""
    return f" about the {KINDS[terms.scope_kind]} *{escape(terms.scope_name)}*"


def day_of(ends_at: datetime) -> str:
    """Write the last day as it was chosen, such as `20 Dec 2026`."""
    return day(last_day(ends_at))


def until(terms: Terms) -> str:
    """Write how long people can answer."""
    if terms.ends_at is None and terms.is_reopened:
        return f"You can answer until {mention(terms.started_by)} closes the round."
    if terms.ends_at is None:
        return (
            f"You can answer until everyone has, or {mention(terms.started_by)} closes the round."
        )
    return f"You can answer until {day_of(terms.ends_at)}."


def who_sees_what(terms: Terms, alone_in: str = "") -> str:
    """Write who will see which answers, and warn a person who's the only one in their group."""
    if terms.shows_single_answers:
        single = "If only one person answers for a group, their view is shown."
    elif alone_in:
        single = f"*Only you speak for {escape(alone_in)}, so others may guess your answers.*"
    else:
        single = "A group of one isn't shown on its own."
    return (
        "Who sees what: the channel sees each group's view, without names. "
        f"{single} {_facilitator(terms)} Your answers are saved as you go."
    )


def _facilitator(terms: Terms) -> str:
    leads = mention(terms.started_by)
    if terms.names_to_facilitator:
        return f"{leads} sees who gave each answer."
    if terms.reasons_to_facilitator:
        return (
            f"{leads} sees who has answered, never who said what. Reasons are passed on without "
            "names, and only from three people on."
        )
    return f"{leads} sees who has answered, never what they said."

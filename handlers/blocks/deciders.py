"""Who decides: why somebody else than the owner is asked, and what to do if nobody is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from ground.counting import counted
from handlers.blocks.parts import context, section
from handlers.blocks.text import Message, escape, mention, named_together, short
from handlers.wording.calls import LEADS

NAME_SOMEBODY = "Name an owner and deciders in the model's file, then run `lamplighter apply`."


@dataclass(frozen=True)
class DeciderGoneCard:
    """What the message about somebody who can't decide shows.

    Attributes:
        told: Who gets the message.
        user_id: Who can't decide any more.
        is_owner: Whether they own the model.
        is_gone: Whether that is still so.
        left: Who can decide instead, the first of them asked first.
        alerts: How many alerts wait for a decision.
        releases: How many releases wait for one.
        stuck: How many of them nobody who is left may decide.
    """

    model_name: str
    told: str
    user_id: str
    is_owner: bool
    is_gone: bool
    left: Sequence[str]
    alerts: int
    releases: int
    stuck: int = 0


def stands_in(owner: str) -> str:
    """Write why somebody else than the owner is asked."""
    return f"{mention(owner)}, who owns the model, isn't an active member of this workspace."


def for_away(away: Mapping[str, str]) -> str:
    """Write who is asked for whom, where somebody is away; empty where nobody is."""
    return "".join(
        f" {mention(person)} is away; {mention(stand_in)} covers for them."
        for person, stand_in in away.items()
    )


def decided_by_whom(person: str | None, away: str | None) -> str:
    """Write who decided: `Ola for Mia`, where Ola stood in."""
    if not person:
        return ""
    return f"{mention(person)} for {mention(away)}" if away else mention(person)


def not_members(gone: Sequence[str]) -> str:
    """Write who can't decide, and why; empty without anybody."""
    if not gone:
        return ""
    what = "isn't an active member" if len(gone) == 1 else "aren't active members"
    return f" {named_together(gone)} {what} of this workspace."


def nobody_decides(gone: Sequence[str]) -> str:
    """Write that nobody is left to decide, and what to do."""
    return f"*Nobody is left to decide this.*{not_members(gone)} {NAME_SOMEBODY}"


def decision_footer(channel_id: str) -> Block:
    """Build the line that says why a person gets a decision as a direct message."""
    return context(
        f"You get this because you can decide about this model. Others see it in <#{channel_id}>."
    )


def lead_of(call: str) -> str:
    """Return what a reminder begins with; empty for what is no reminder."""
    return LEADS.get(call, "")


def responder_footer(channel_id: str) -> Block:
    """Build the line that says why somebody who doesn't decide gets an alert."""
    return context(
        "You get this because the use case names you to look into it. Others see it in "
        f"<#{channel_id}>."
    )


def sponsor_footer(channel_id: str) -> Block:
    """Build the line that says why somebody who answers for the pass marks gets an alert."""
    return context(
        "You get this because you answer for the pass marks of this use case. You needn't do "
        f"anything: you'll be told what's decided. Others see it in <#{channel_id}>."
    )


def no_decider(title: str) -> Message:
    """Build what stays of a decision for somebody who can't decide any more."""
    told = f"*{escape(title)}*\nYou can't decide about this model any more."
    return Message(title, [section(told)])


def decider_gone(card: DeciderGoneCard) -> Message:
    """Build the message to whoever is asked next, or has to name somebody."""
    model = short(card.model_name)
    role = "owns" if card.is_owner else "decides about"
    who = mention(card.user_id)
    if not card.is_gone:
        told = f"{who}, who {role} *{model}*, is an active member of this workspace again."
        return Message(f"{card.model_name}: a decider is back.", [section(told)])
    about = f"*{who}, who {role} {model}, isn't an active member of this workspace.*"
    if card.told in card.left:
        asked = "You're asked to decide instead." if card.is_owner else "You can still decide."
    elif card.left:
        asked = "*Some releases are left to nobody:* those who can decide requested or built them."
    else:
        asked = "*Nobody else can decide about it.*"
    return Message(
        f"{card.model_name}: {'the owner' if card.is_owner else 'a decider'} can't decide.",
        [section(f"{about} {asked}{_waiting(card)}"), context(NAME_SOMEBODY)],
    )


def _waiting(card: DeciderGoneCard) -> str:
    parts = [
        *([counted(card.alerts, "alert")] if card.alerts else []),
        *([counted(card.releases, "release")] if card.releases else []),
    ]
    if not parts:
        return ""
    verb = "is" if card.alerts + card.releases == 1 else "are"
    return f" {' and '.join(parts)} {verb} waiting for a decision: see *Home*."

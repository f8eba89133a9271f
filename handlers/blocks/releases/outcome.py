"""How a release request ended, as a new message: an edit of the request notifies nobody."""

from deployments.requests.requests import RequestCard
from deployments.tables import RequestState
from handlers.blocks.deciders import decided_by_whom
from handlers.blocks.parts import context, section
from handlers.blocks.refusals import outcome_sentence
from handlers.blocks.releases.title import release_name
from handlers.blocks.text import Message, escape, moment, quote, short

WHERE = "The request is in <#{channel}>."
NEXT = {
    RequestState.REJECTED: "The live version stays. Request it again once that's sorted out.",
    RequestState.FAILED: "The live version stays. Request it again once that's fixed.",
}


def release_outcome(card: RequestCard, state: RequestState) -> Message:
    """Build the reply in a request's thread."""
    title, told = _outcome(card, state)
    return Message(title, [section(told)])


def release_news(card: RequestCard, state: RequestState) -> Message:
    """Build the direct message to those who requested or built the version."""
    title, told = _outcome(card, state)
    follows = NEXT.get(state, "")
    where = WHERE.format(channel=card.channel_id)
    return Message(title, [section(told), context(f"{follows} {where}".strip())])


def _outcome(card: RequestCard, state: RequestState) -> tuple[str, str]:
    """Write the title, as plain text, and the whole."""
    name = release_name(card)
    who = decided_by_whom(card.decided_by, card.decided_for)
    when = f", {moment(card.decided_at)}" if card.decided_at else ""
    how = f" {outcome_sentence(card.outcome)}" if card.outcome else ""
    checked = " (checked)" if card.outcome else ""
    if state is RequestState.REJECTED:
        reason = f"\n{quote(card.reason)}" if card.reason else ""
        return f"{name} was rejected", f"*{escape(name)} was rejected* by {who}{when}.{reason}"
    if state is RequestState.FAILED:
        title = f"{name} was approved, but it isn't live"
        return title, f"*{escape(title)}.* {who} approved it{when}.{how}"
    if state is RequestState.SUPERSEDED:
        title = f"{name} was replaced by a newer request"
        return title, f"*{escape(title)}*: version {short(card.superseded_by or '')}."
    return f"{name} is live", f"*{escape(name)} is live*{checked}. {who} approved it{when}."

"""How an alert ended, as a new message: an edit of the alert itself notifies nobody."""

from handlers.blocks.alerts.verdict import OVER, name_of
from handlers.blocks.deciders import decided_by_whom
from handlers.blocks.parts import context, section
from handlers.blocks.refusals import outcome_sentence
from handlers.blocks.text import Message, cut, escape, moment, quote
from monitors.alerts.card import AlertCard
from monitors.tables import AlertState

NOT_ROLLED_BACK = "not_rolled_back"
WHERE = "The alert is in <#{channel}>."


def alert_outcome(card: AlertCard, step: str) -> Message:
    """Build the reply in an alert's thread; `step` is a state, or that a rollback failed."""
    title, told = _outcome(card, step)
    return Message(title, [section(told)])


def alert_news(card: AlertCard, step: str) -> Message:
    """Build the direct message to one of those who were asked."""
    title, told = _outcome(card, step)
    return Message(title, [section(told), context(WHERE.format(channel=card.channel_id))])


def _outcome(card: AlertCard, step: str) -> tuple[str, str]:
    """Write the title, as plain text, and the whole."""
    name, version = name_of(card), cut(card.rollback_to or "", 40)
    who = decided_by_whom(card.decided_by, card.decided_for) or "Someone"
    when = f", {moment(card.decided_at)}" if card.decided_at else ""
    reason = f"\n{quote(card.reason)}" if card.reason else ""
    if step.startswith(NOT_ROLLED_BACK):
        title = f"{name}: the rollback to {version} didn't happen"
        why = f" {outcome_sentence(card.rollback_outcome)}" if card.rollback_outcome else ""
        return title, f"*{escape(title)}.*{why} Please decide again."
    if step == AlertState.ENDED:
        title = f"{name}: {OVER[card.kind]}"
        return title, f"*{escape(title)}.* This alert is closed; nobody has to decide about it."
    if step == AlertState.KEPT:
        title = f"{name} stays as it is"
        return title, f"*{escape(title)}.* {who} decided{when}.{reason}"
    if card.rollback_to is None:
        title = f"{name}: settled by another rollback"
        return title, f"*{escape(title)}.* {who} decided{when}."
    title = f"{name}: rolled back to {version}"
    how = f" {outcome_sentence(card.rollback_outcome)}" if card.rollback_outcome else ""
    return title, f"*{escape(title)}.*{how} {who} decided{when}.{reason}"

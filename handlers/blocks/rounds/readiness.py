"""A round's messages in the channel: how far it is, then its result in a message of its own."""

from uuid import UUID

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from assessments.results.round_card import RoundCard
from ground.counting import counted
from handlers.blocks.parts import button, confirm, context, header, section
from handlers.blocks.rounds.maturity import level_in_words, maturity_result
from handlers.blocks.rounds.screen_result import screen_result
from handlers.blocks.rounds.terms import about, day_of, round_name
from handlers.blocks.text import Message, escape, mention, plain, words_of

CLOSE_ROUND = "close_round"
MOST_NAMES = 40


def round_message(card: RoundCard) -> Message:
    """Build a round's message: how far it is, and once it's closed, how it came out."""
    return _progress(card) if card.closed_at is None else _closed(card)


def result_message(card: RoundCard) -> Message:
    """Build the message with a round's result, which stays behind when the round is reopened."""
    if card.closed_at is None:
        text = "This round is open again"
        who = mention(card.started_by)
        again = f"*{text}.* The new result comes in a new message when {who} closes it."
        return Message(text, [section(f"{again}\n{round_name(card)}{about(card)}")])
    if card.maturity is not None:
        return maturity_result(card.maturity, card.started_by)
    return screen_result(card)


def close_button(assessment_id: UUID) -> ButtonElement:
    """Build the button that closes a round."""
    return button(
        "Close the round",
        CLOSE_ROUND,
        assessment_id,
        confirm=confirm(
            "Close this round?",
            "The result is shown, and nobody can answer after that.",
            "Close it",
        ),
    )


def _progress(card: RoundCard) -> Message:
    done, asked = len(card.progress.finished), len(card.progress.finished + card.progress.waiting)
    people = counted(asked, "person", "people")
    so_far = f"{done} of {asked} {'has' if done == 1 else 'have'} answered"
    text = f"Readiness round on {plain(card.subject)}{words_of(about(card))}: {so_far}"
    named = card.progress.waiting[:MOST_NAMES]
    more = len(card.progress.waiting) - len(named)
    waiting = ", ".join(mention(user) for user in named) + (f" and {more} more" if more else "")
    return Message(
        text,
        [
            header(f"Readiness round: {plain(card.subject)}"),
            section(f"{mention(card.started_by)} asked {people}{about(card)}. *{so_far}.*"),
            *([section(f"Still waiting for {waiting}.")] if waiting else []),
            context(_when_the_result_comes(card)),
            ActionsBlock(elements=[close_button(card.assessment_id)]),
        ],
    )


def _closed(card: RoundCard) -> Message:
    done, asked = len(card.progress.finished), len(card.progress.finished + card.progress.waiting)
    text = f"Readiness round on {plain(card.subject)}{words_of(about(card))}: closed"
    blocks: list[Block] = [
        header(f"Readiness round: {plain(card.subject)}"),
        section(
            f"*Closed: {done} of {asked} answered everything.* {_outcome(card)} "
            "The details are in a newer message in this channel."
        ),
    ]
    return Message(text, blocks)


def _outcome(card: RoundCard) -> str:
    if card.maturity is not None:
        return f"Outcome: {escape(level_in_words(card.maturity))}."
    if card.is_hidden or card.band is None:
        return "Outcome: only one person could answer."
    return f"Outcome: {escape(card.band.title.lower())}."


def _when_the_result_comes(card: RoundCard) -> str:
    if card.is_reopened:
        comes = f"Reopened: the result appears here when {mention(card.started_by)} closes it"
    else:
        comes = "The result appears here once everyone has answered"
    if card.ends_at is None:
        return f"{comes}."
    return f"You can answer until {day_of(card.ends_at)}. {comes}, or after that day."

"""The second round: the message that asks people to vote again, and the window to do it in."""

import json

from slack_sdk.models.blocks import ActionsBlock, Block, RadioButtonsElement
from slack_sdk.models.views import View

from assessments.rounds.cards import VotingCard
from assessments.rounds.second_round import Vote
from ground.counting import counted
from handlers.blocks.parts import button, context, header, modal, section, text_input
from handlers.blocks.rounds.interview import (
    ANSWER_ACTION,
    ANSWER_BLOCK,
    answer_options,
    reason_input,
)
from handlers.blocks.rounds.invitation import WITHDRAWN
from handlers.blocks.rounds.terms import about
from handlers.blocks.text import Message, escape, mention, quotes, words_of

VOTE_AGAIN, VOTE_VIEW = "vote_again", "vote_again"


def second_round_message(card: VotingCard) -> Message:
    """Build the message that asks one person to vote again, or shows that they have."""
    text = "Second round: see where people disagree, then vote again"
    blocks: list[Block] = [
        header("Second round"),
        section(
            f"In {mention(card.terms.started_by)}'s round on {escape(card.terms.subject)}"
            f"{about(card.terms)}, people disagree on "
            "a few questions. See how the votes are spread and what people said, without names. "
            "Then vote again."
        ),
    ]
    if card.is_open:
        again = button("Vote again", VOTE_AGAIN, card.terms.assessment_id, style="primary")
        return Message(
            text,
            [
                *blocks,
                ActionsBlock(elements=[again]),
                context("About a minute per question. Your first answers stay on record."),
            ],
        )
    done = "*Thank you for voting.*" if card.has_voted else "*This second round is over.*"
    done = WITHDRAWN if card.is_erased else done
    return Message(words_of(done), [*blocks, section(done)])


def vote_window(vote: Vote) -> View:
    """Build the window that shows how votes on one item are spread, and asks for a new one."""
    options = answer_options(vote.question)
    chosen = next((found for found in options if found.value == vote.own), None)
    spread = "\n".join(
        f"• {counted(count, 'person', 'people')}: {escape(label)}" for label, count in vote.spread
    )
    said: list[Block] = [section(piece) for reason in vote.reasons for piece in quotes(reason)]
    if vote.reasons_left:
        said.append(context(f"… and {vote.reasons_left} more that don't fit here."))
    blocks: list[Block] = [
        context(
            f"Question {vote.position} of {vote.total}. Everyone votes again, and this one counts."
        ),
        section(f"*{escape(vote.question.question)}*"),
        section(f"*How the votes are spread*\n{spread}"),
        *([section("*What people said*"), *said] if said else []),
        text_input(
            "Your view now",
            RadioButtonsElement(action_id=ANSWER_ACTION, options=options, initial_option=chosen),
            block_id=f"{ANSWER_BLOCK}_{vote.question.id}",
        ),
        reason_input(vote.question.id, ""),
    ]
    metadata = {"assessment_id": str(vote.assessment_id), "question_id": vote.question.id}
    return modal(
        "Second round",
        blocks,
        callback_id=VOTE_VIEW,
        private_metadata=json.dumps(metadata),
        submit="Finish" if vote.position == vote.total else "Next",
        close="Later",
    )

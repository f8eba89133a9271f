"""The second round: the message that asks for another vote, and the window to vote in."""

import json

from slack_sdk.models.blocks import ActionsBlock, Block, RadioButtonsElement
from slack_sdk.models.views import View

from assessments.rounds.cards import VotingCard
from assessments.rounds.second_round import Vote
from handlers.blocks.parts import button, context, header, modal, section, text_input
from handlers.blocks.rounds.interview import (
    ANSWER_ACTION,
    ANSWER_BLOCK,
    answer_options,
    reason_input,
)
from handlers.blocks.rounds.invitation import TAKEN_BACK
from handlers.blocks.rounds.terms import about
from handlers.blocks.text import Message, escape, mention, quotes

VOTE_AGAIN, VOTE_VIEW = "vote_again", "vote_again"


def second_round_message(card: VotingCard) -> Message:
    """Ask one person to vote again, or show that they have."""
    text = "Second round: see how far apart you are, and vote once more"
    blocks: list[Block] = [
        header("Second round"),
        section(
            f"On a few questions of {mention(card.terms.started_by)}'s round"
            f"{about(card.terms)} people see things far apart. You see how the votes are "
            "spread and what was said, without names; then you vote once more."
        ),
    ]
    if card.is_open:
        again = button("Vote again", VOTE_AGAIN, card.terms.assessment_id, style="primary")
        return Message(
            text,
            [
                *blocks,
                ActionsBlock(elements=[again]),
                context("About one minute a question. Your first answers stay in the record."),
            ],
        )
    done = "*Thank you for voting.*" if card.has_voted else "*This second round is over.*"
    done = TAKEN_BACK if card.is_erased else done
    return Message(done.replace("*", ""), [*blocks, section(done)])


def vote_window(vote: Vote) -> View:
    """Show the spread of one item and ask for one more vote."""
    options = answer_options(vote.question)
    chosen = next((found for found in options if found.value == vote.own), None)
    spread = "\n".join(
        f"• {count} {'person' if count == 1 else 'people'}: {escape(label)}"
        for label, count in vote.spread
    )
    said: list[Block] = [section(piece) for reason in vote.reasons for piece in quotes(reason)]
    if vote.reasons_left:
        said.append(context(f"… and {vote.reasons_left} more, which do not fit here."))
    blocks: list[Block] = [
        context(f"Question {vote.position} of {vote.total}. One more vote each; then it counts."),
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

"""A round's message in the channel: how far it is, then the result of the seven signs."""

from collections.abc import Sequence
from uuid import UUID

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, DividerBlock

from assessments.results.round_card import Disagreement, RoundCard
from handlers.blocks.parts import button, confirm, context, header, section
from handlers.blocks.rounds.maturity import maturity_result
from handlers.blocks.rounds.terms import NAMES, about, day_of
from handlers.blocks.text import Message, counted, escape, mention, moment, words_of

CLOSE_ROUND = "close_round"
LEVELS = {0.0: "no", 0.5: "partly", 1.0: "yes"}
UNSAID = "one group says yes, another no"
MOST_NAMES = 40
HIDDEN = (
    "It isn't shown, because it would be that one person's own answers. "
    "Please start a new round with more people."
)


def round_message(card: RoundCard) -> Message:
    """Build a round's message: how far it is, or its result once it's closed."""
    if card.maturity is not None:
        return maturity_result(card.maturity)
    return _result(card) if card.result and card.band else _progress(card)


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
    text = f"Readiness round{words_of(about(card))}: {so_far}"
    named = card.progress.waiting[:MOST_NAMES]
    more = len(card.progress.waiting) - len(named)
    waiting = ", ".join(mention(user) for user in named) + (f" and {more} more" if more else "")
    return Message(
        text,
        [
            header("How ready are we for machine learning?"),
            section(f"{mention(card.started_by)} asked {people}{about(card)}. *{so_far}.*"),
            *([section(f"Still waiting for {waiting}.")] if waiting else []),
            context(_when_the_result_comes(card)),
            ActionsBlock(elements=[close_button(card.assessment_id)]),
        ],
    )


def _when_the_result_comes(card: RoundCard) -> str:
    if card.is_reopened:
        comes = f"Reopened: the result appears here when {mention(card.started_by)} closes it"
    else:
        comes = "The result appears here once everyone has answered"
    if card.ends_at is None:
        return f"{comes}."
    return f"You can answer until {day_of(card.ends_at)}. {comes}, or after that day."


def _result(card: RoundCard) -> Message:
    if card.result is None or card.band is None:
        raise ValueError("A result needs a closed round.")
    named = f"*{NAMES[card.mode]}*{about(card)}"
    if card.is_hidden:
        title = "Result: only one person could answer"
        return Message(title, [header(title), section(f"{named}\n{HIDDEN}")])
    signals = len(card.result.signals)
    text = f"Readiness result{words_of(about(card))}: {card.band.title}"
    blocks: list[Block] = [
        header(f"Result: {card.band.title}"),
        section(f"{named}\n{escape(card.band.meaning)}"),
        section(
            f"*{signals} of {card.total_questions} signs* that work gets lost between idea and "
            f"benefit (strength {card.result.strength:.1f} of {card.total_questions}). "
            f"{counted(card.answered_people, 'person', 'people')} answered; "
            f"{counted(card.result.with_evidence, 'question')} came with an example."
        ),
    ]
    if card.signals:
        blocks.append(section(_listed("What stands out", card.signals)))
    if card.disagreements:
        blocks += [DividerBlock(), section(_disagreement_text(card.disagreements))]
    if card.unknown:
        blocks.append(section(_listed("Nobody knew", card.unknown)))
    blocks += [DividerBlock(), section(f"*Next step:* {escape(_next_step(card))}")]
    if card.closed_at is not None:
        blocks.append(
            context(
                f"Closed {moment(card.closed_at)}. Each group counts once; "
                "no answer is shown with a name."
            )
        )
    return Message(text, blocks)


def _next_step(card: RoundCard) -> str:
    if card.band is None or card.band.id == "none":
        return "Nothing to do now. Repeat in six months, or when the first model goes live."
    if card.band.id == "not_enough_known":
        return "Agree who'll find out what nobody could say, then repeat the round."
    areas = ", ".join(card.open_dimensions)
    if card.band.id == "spot":
        return f"Take a closer look at: {areas}."
    return f"Run the full questionnaire with all three groups. Signs point to: {areas}."


def _listed(title: str, questions: Sequence[str]) -> str:
    return "\n".join([f"*{title}*", *(f"• {escape(found)}" for found in questions)])


def _disagreement_text(disagreements: Sequence[Disagreement]) -> str:
    lines = ["*Where you disagree: talk about this first*"]
    for found in disagreements:
        views = ", ".join(
            f"{escape(group)} says {LEVELS.get(score, 'mixed')}"
            for group, score in found.group_scores
        )
        lines.append(f"• {escape(found.question)}\n   {views or UNSAID}")
    return "\n".join(lines)

"""The invitation to a round and its reminder, as the person who is asked sees them."""

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from assessments.rounds.cards import InvitationCard
from handlers.blocks.parts import button, context, header, section
from handlers.blocks.rounds.terms import about, until, who_sees_what
from handlers.blocks.text import Message, escape, mention

ANSWER_QUESTIONS = "answer_questions"
STOP_REMINDERS = "stop_reminders"
TAKEN_BACK = "*You took your answers back.* You are not asked in this round any more."
CLOSED = "*This round is closed.* The result is in the channel. Thank you."


def invitation(card: InvitationCard) -> Message:
    """Invite one person, or show where they stand."""
    terms, alone = card.terms, card.group if card.is_alone else ""
    text = f"{card.total} short questions about machine learning, about {card.minutes} minutes"
    blocks: list[Block] = [
        header("How does machine learning go here?"),
        section(
            f"{mention(terms.started_by)} asks for your view{about(terms)} as "
            f"*{escape(card.group)}*: {card.total} short questions, *about {card.minutes} "
            f"minutes*. There are no right answers; say what you see from your seat."
        ),
        context(
            "Why: models fail more often because business and technology are out of step than "
            f"for technical reasons. {who_sees_what(terms, alone)}"
        ),
    ]
    ending = _ending(card)
    if ending:
        return Message(ending.replace("*", ""), [*blocks, section(ending)])
    if card.answered >= card.total:
        blocks.append(section("*All answered. Thank you.* You can change answers until the end."))
    blocks += [ActionsBlock(elements=[_begin(card)]), context(_where(card))]
    return Message(text, blocks)


def reminder(card: InvitationCard) -> Message:
    """Remind one person, or show that it is no longer needed."""
    left = card.total - card.answered
    ending = _ending(card) or ("*All answered. Thank you.*" if left <= 0 else "")
    if ending:
        return Message(ending.replace("*", ""), [section(ending)])
    text = f"{left} short questions still wait for you"
    stop = [button("Stop reminding me", STOP_REMINDERS, card.participant_id)]
    stopped = card.has_stopped_reminders
    return Message(
        text,
        [
            section(
                f"*{left} short questions* from {mention(card.terms.started_by)}"
                f"{about(card.terms)} still wait for you. {until(card.terms)}"
            ),
            ActionsBlock(elements=[_begin(card), *([] if stopped else stop)]),
            *([context("You get no more reminders of this round.")] if stopped else []),
        ],
    )


def _ending(card: InvitationCard) -> str:
    if card.is_erased:
        return TAKEN_BACK
    if card.is_removed:
        return "*You are not asked in this round any more.* There is nothing to do."
    return "" if card.is_open else CLOSED


def _begin(card: InvitationCard) -> ButtonElement:
    label = "Continue" if card.answered else "Start"
    return button(
        "Change my answers" if card.answered >= card.total else label,
        ANSWER_QUESTIONS,
        card.terms.assessment_id,
        style="primary",
    )


def _where(card: InvitationCard) -> str:
    is_midway = 0 < card.answered < card.total
    kept = f"{card.answered} of {card.total} answered and kept. " if is_midway else ""
    return f"{kept}{until(card.terms)}"

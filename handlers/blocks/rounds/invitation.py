"""The invitation to a round and its reminder, as the person who is asked sees them."""

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from assessments.answers.asking import minutes_left
from assessments.rounds.cards import InvitationCard
from ground.counting import counted
from handlers.blocks.parts import button, context, header, section
from handlers.blocks.places import where
from handlers.blocks.rounds.farewell import when_it_comes
from handlers.blocks.rounds.terms import about, until, who_sees_what
from handlers.blocks.text import Message, escape, mention, plain, words_of

ANSWER_QUESTIONS = "answer_questions"
STOP_REMINDERS = "stop_reminders"
WITHDRAWN = "*You withdrew your answers.* You're no longer part of this round."


def invitation(card: InvitationCard) -> Message:
    """Build one person's invitation, or show how far they are."""
    terms, alone = card.terms, card.group if card.is_alone else ""
    questions = counted(card.total, "short question")
    minutes = f"about {counted(card.minutes, 'minute')}"
    text = f"{questions} about {plain(terms.subject)}, {minutes}"
    why = f"Why: {escape(terms.why)} " if terms.why else ""
    blocks: list[Block] = [
        header(f"Your view on {plain(terms.subject)}"),
        section(
            f"{mention(terms.started_by)} would like your view{about(terms)}, as part of "
            f"*{escape(card.group)}*: {questions}, *{minutes}*. There are no right answers; just "
            "say how you see it."
        ),
        context(f"{why}{who_sees_what(terms, alone)}"),
    ]
    ending = _ending(card)
    if ending:
        return Message(words_of(ending), [*blocks, section(ending)])
    if card.answered >= card.total:
        closes = terms.started_by if terms.is_reopened else None
        comes = when_it_comes(where(terms.channel_id), terms.ends_at, closes)
        blocks.append(
            section(
                f"*That's everything, thank you.* {comes} You can change your answers until then."
            )
        )
    blocks += [ActionsBlock(elements=[_begin(card)]), context(_where(card))]
    return Message(text, blocks)


def reminder(card: InvitationCard) -> Message:
    """Build one person's reminder, or show that it's no longer needed."""
    left = card.total - card.answered
    ending = _ending(card) or ("*All done, thank you.*" if left <= 0 else "")
    if ending:
        return Message(words_of(ending), [section(ending)])
    questions = f"{counted(left, 'short question')} about {escape(card.terms.subject)}"
    are_waiting = f"{'is' if left == 1 else 'are'} still waiting for you"
    text = words_of(f"{questions} {are_waiting}")
    stop = [button("Stop reminding me", STOP_REMINDERS, card.participant_id)]
    stopped = card.has_stopped_reminders
    return Message(
        text,
        [
            section(
                f"*{questions}* from {mention(card.terms.started_by)}"
                f"{about(card.terms)} {are_waiting}. {until(card.terms)}"
            ),
            ActionsBlock(elements=[_begin(card), *([] if stopped else stop)]),
            *([context("You won't get any more reminders about this round.")] if stopped else []),
        ],
    )


def _ending(card: InvitationCard) -> str:
    if card.is_erased:
        return WITHDRAWN
    if card.is_removed:
        return "*You're no longer part of this round.* There's nothing for you to do."
    if card.is_open:
        return ""
    place = where(card.terms.channel_id)
    result = f"<{card.result_url}|See the result> in" if card.result_url else "The result is in"
    return f"*This round is closed, thank you.* {result} {place}."


def _begin(card: InvitationCard) -> ButtonElement:
    label = "Continue" if card.answered else "Start"
    return button(
        "Change my answers" if card.answered >= card.total else label,
        ANSWER_QUESTIONS,
        card.terms.assessment_id,
        style="primary",
    )


def _where(card: InvitationCard) -> str:
    if not 0 < card.answered < card.total:
        return until(card.terms)
    left = minutes_left(card.minutes, card.total - card.answered, card.total)
    return (
        f"{card.answered} of {card.total} answered and saved, about {counted(left, 'minute')} "
        f"left. {until(card.terms)}"
    )

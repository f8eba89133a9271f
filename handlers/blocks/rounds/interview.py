"""The interview: the invitation, the windows with questions, the reminder, the second vote."""

import json
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from uuid import UUID

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from assessments.answers.asking import AskedPage, AskedQuestion, Mode
from assessments.answers.interview import Page
from assessments.answers.replies import LONGEST_TEXT, Reply
from assessments.rounds.cards import InvitationCard, VotingCard
from assessments.rounds.second_round import Vote
from handlers.blocks.parts import (
    WrittenView,
    button,
    context,
    header,
    modal,
    option,
    section,
    text_input,
)
from handlers.blocks.rounds.terms import NAMES, about, until, who_sees_what
from handlers.blocks.text import Message, cut, escape, mention, quotes

ANSWER_QUESTIONS = "answer_questions"
SHOW_PREVIOUS_QUESTION = "show_previous_question"
STOP_REMINDERS = "stop_reminders"
VOTE_AGAIN = "vote_again"
QUESTION_VIEW, VOTE_VIEW = "answer_question", "vote_again"
ANSWER_BLOCK, ANSWER_ACTION = "answer", "choose_answer"
EVIDENCE_BLOCK, EVIDENCE_ACTION = "evidence", "type_evidence"
REASON_BLOCK, REASON_ACTION = "reason", "type_reason"
_WRITING = Lock()
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


def question_page(page: Page, not_kept: Sequence[Reply] = ()) -> View:
    """Ask the questions of one window, and give back what could not be kept of another one."""
    if not_kept:
        return _page(page, _given_back(not_kept))
    if any(question.id in page.replies for question in page.asked.questions):
        return _page(page)
    place = (page.position, page.total)
    with _WRITING:  # when many come to it at once, one writes it, and the others find it written
        return _unanswered_page(page.assessment_id, page.asked, place, page.mode)


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
    options = _options(vote.question)
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
        _reason_input(vote.question.id, ""),
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


def some_left_open(count: int) -> View:
    """End a window sequence in which questions were left open."""
    left = "One question is" if count == 1 else f"{count} questions are"
    return modal(
        "Kept so far",
        [
            section(
                f"*{left} still open.* What you chose is kept. Press Continue in our direct "
                "message, or type `/lamplighter resume`, to answer the rest."
            )
        ],
        callback_id="kept_so_far",
        submit=None,
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


@lru_cache(maxsize=512)
def _unanswered_page(
    assessment_id: UUID, asked: AskedPage, place: tuple[int, int], mode: Mode
) -> View:
    return WrittenView(_page(Page(assessment_id, asked, *place, mode, {})))


def _given_back(replies: Sequence[Reply]) -> list[Block]:
    said = [text for reply in replies for text in (reply.reason, reply.evidence) if text]
    return [
        section(
            "*Not kept* of the window that you came from, since no answer was chosen or a link "
            "is none. Here it is, to copy:"
        ),
        *(section(piece) for text in said for piece in quotes(text)),
    ]


def _page(page: Page, before: Sequence[Block] = ()) -> View:
    unit = "Topic" if page.mode is Mode.FULL else "Question"
    is_free = page.is_free
    where = f"{unit} {page.position} of {page.total}. What you choose is kept as you go on."
    leave = " You can leave a question open and come back."
    blocks: list[Block] = [*before, context(where + leave if is_free else where)]
    if page.asked.topic:
        blocks.insert(0, header(page.asked.topic))
    for question in page.asked.questions:
        reply = page.replies.get(question.id, Reply(question.id, ""))
        blocks += [DividerBlock(), *_inputs(question, reply, is_optional=is_free)]
    metadata = json.dumps({"assessment_id": str(page.assessment_id), "position": page.position})
    if page.position > 1:
        blocks.append(ActionsBlock(elements=[button("Back", SHOW_PREVIOUS_QUESTION, metadata)]))
    return modal(
        NAMES[page.mode],
        blocks,
        callback_id=QUESTION_VIEW,
        private_metadata=metadata,
        submit="Finish" if page.position == page.total else "Next",
        close="Later",
    )


def _inputs(question: AskedQuestion, reply: Reply, *, is_optional: bool) -> Sequence[Block]:
    options = _options(question)
    chosen = next((found for found in options if found.value == reply.value), None)
    radio = text_input(
        question.question,
        RadioButtonsElement(action_id=ANSWER_ACTION, options=options, initial_option=chosen),
        block_id=f"{ANSWER_BLOCK}_{question.id}",
        hint=f"Why we ask: {question.why}",
        optional=is_optional,
    )
    if question.is_item:
        reason = _reason_input(question.id, reply.reason)
        return [radio, reason, _evidence_input(question, reply.evidence, "A link that shows it")]
    return [radio, _evidence_input(question, reply.evidence, "An example, if you have one")]


def _options(question: AskedQuestion) -> list[Option]:
    return [option(answer.label, answer.value) for answer in question.answers]


def _reason_input(question_id: str, reason: str) -> Block:
    return text_input(
        "What makes you say so?",
        PlainTextInputElement(
            action_id=REASON_ACTION,
            multiline=True,
            initial_value=reason or None,
            max_length=LONGEST_TEXT,
        ),
        block_id=f"{REASON_BLOCK}_{question_id}",
        hint="Where answers differ, others read this, without your name.",
        optional=True,
    )


def _evidence_input(question: AskedQuestion, evidence: str, label: str) -> Block:
    return text_input(
        label,
        PlainTextInputElement(
            action_id=EVIDENCE_ACTION,
            multiline=not question.is_item,
            initial_value=evidence or None,
            max_length=LONGEST_TEXT,
            placeholder=PlainTextObject(text=cut(question.evidence_prompt or "https://…", 150)),
        ),
        block_id=f"{EVIDENCE_BLOCK}_{question.id}",
        optional=True,
    )

"""The interview's windows, each with one question, or with one topic and all its questions."""

import json
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from uuid import UUID

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
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
from ground.counting import counted
from handlers.blocks.parts import (
    WrittenView,
    button,
    context,
    header,
    modal,
    option,
    prefilled,
    section,
    text_input,
)
from handlers.blocks.text import cut, plain, quotes, sentence_case

SHOW_PREVIOUS_QUESTION = "show_previous_question"
QUESTION_VIEW = "answer_question"
ANSWER_BLOCK, ANSWER_ACTION = "answer", "choose_answer"
EVIDENCE_BLOCK, EVIDENCE_ACTION = "evidence", "type_evidence"
REASON_BLOCK, REASON_ACTION = "reason", "type_reason"
_WRITING = Lock()


def question_window(page: Page, not_kept: Sequence[Reply] = ()) -> View:
    """Build one window's questions, and return text that couldn't be saved from another one."""
    if not_kept:
        return _page(page, _given_back(not_kept))
    if any(question.id in page.replies for question in page.asked.questions):
        return _page(page)
    place, left = (page.position, page.total), (page.left, page.minutes_left)
    with _WRITING:  # when many people open it at once, it is written out only once
        return _unanswered_page(page.assessment_id, page.asked, place, page.mode, left)


def answer_options(question: AskedQuestion) -> list[Option]:
    """List a question's answers as options."""
    return [option(answer.label, answer.value) for answer in question.answers]


def reason_input(question_id: str, reason: str) -> Block:
    """Build the input where a person can say why."""
    return text_input(
        "Why do you say that?",
        PlainTextInputElement(
            action_id=REASON_ACTION,
            multiline=True,
            initial_value=prefilled(reason),
            max_length=LONGEST_TEXT,
        ),
        block_id=f"{REASON_BLOCK}_{question_id}",
        hint="If answers differ, others can read this, without your name.",
        optional=True,
    )


@lru_cache(maxsize=512)
def _unanswered_page(
    assessment_id: UUID,
    asked: AskedPage,
    place: tuple[int, int],
    mode: Mode,
    left: tuple[int, int],
) -> View:
    return WrittenView(_page(Page(assessment_id, asked, *place, mode, *left, {})))


def _given_back(replies: Sequence[Reply]) -> list[Block]:
    said = [text for reply in replies for text in (reply.reason, reply.evidence) if text]
    return [
        section(
            "*Not saved:* no answer was selected, or a link isn't valid. Copy your text if you "
            "need it:"
        ),
        *(section(piece) for text in said for piece in quotes(text)),
    ]


def _page(page: Page, before: Sequence[Block] = ()) -> View:
    is_free = page.is_free
    leave = " You can skip a question and come back to it." if is_free else ""
    where = f"{_how_far(page)} Your answers are saved as you go.{leave}"
    blocks: list[Block] = [*before, context(where)]
    if page.asked.topic:
        blocks.insert(0, header(page.asked.topic))
    for question in page.asked.questions:
        reply = page.replies.get(question.id, Reply(question.id, ""))
        blocks += [DividerBlock(), *_inputs(question, reply, is_optional=is_free)]
    metadata = json.dumps({"assessment_id": str(page.assessment_id), "position": page.position})
    if page.position > 1:
        blocks.append(ActionsBlock(elements=[button("Back", SHOW_PREVIOUS_QUESTION, metadata)]))
    return modal(
        sentence_case(page.asked.subject),
        blocks,
        callback_id=QUESTION_VIEW,
        private_metadata=metadata,
        submit="Finish" if page.position == page.total else "Next",
        close="Later",
    )


def _how_far(page: Page) -> str:
    """Write where a person is, and how long the rest takes; it shrinks as they answer."""
    unit = "Topic" if page.asked.is_by_topic else "Question"
    place = f"{unit} {page.position} of {page.total}"
    if page.left == 0:
        return f"{place}. All answered."
    return f"{place}, about {counted(page.minutes_left, 'minute')} left."


def _inputs(question: AskedQuestion, reply: Reply, *, is_optional: bool) -> Sequence[Block]:
    options = answer_options(question)
    chosen = next((found for found in options if found.value == reply.value), None)
    radio = text_input(
        question.question,
        RadioButtonsElement(action_id=ANSWER_ACTION, options=options, initial_option=chosen),
        block_id=f"{ANSWER_BLOCK}_{question.id}",
        hint=f"Why we ask: {question.why}",
        optional=is_optional,
    )
    if question.is_item:
        reason = reason_input(question.id, reply.reason)
        return [radio, reason, _evidence_input(question, reply.evidence, "A link that shows it")]
    return [radio, _evidence_input(question, reply.evidence, "An example, if you have one")]


def _evidence_input(question: AskedQuestion, evidence: str, label: str) -> Block:
    return text_input(
        label,
        PlainTextInputElement(
            action_id=EVIDENCE_ACTION,
            multiline=not question.is_item,
            initial_value=prefilled(evidence),
            max_length=LONGEST_TEXT,
            placeholder=PlainTextObject(
                text=cut(plain(question.evidence_prompt) or "https://…", 150)
            ),
        ),
        block_id=f"{EVIDENCE_BLOCK}_{question.id}",
        optional=True,
    )

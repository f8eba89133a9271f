"""The windows about single answers: a facilitator's, and a person's own."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock
from slack_sdk.models.views import View

from assessments.rounds.privacy import NamedAnswers
from handlers.blocks.parts import button, confirm, context, modal, section
from handlers.blocks.text import SECTION_TEXT_LIMIT, escape, mention, quotes

MY_ANSWERS, EXPORT_MY_ANSWERS, ERASE_MY_ANSWERS = (
    "my_answers",
    "export_my_answers",
    "erase_my_answers",
)
MOST_SECTIONS = 90


def named_answers_window(found: Sequence[NamedAnswers]) -> View:
    """Show who answered what, as everyone was told beforehand."""
    blocks: list[Block] = [section("*Answers with names.* Everyone was told that you see them.")]
    for person in found:
        blocks += [DividerBlock(), *_person(person)]
    if len(blocks) > MOST_SECTIONS:
        more = context("There are more answers than fit in a window: the first are shown.")
        blocks = [*blocks[:MOST_SECTIONS], more]
    return modal("Answers with names", blocks, callback_id="named_answers", submit=None)


def my_answers_window(answers: int, rounds: int) -> View:
    """Say what is kept of a person, and let them take it along or back."""
    if answers == 0:
        return _mine([section("*Nothing is kept of you:* you have not answered anything yet.")])
    erase = button(
        "Take my answers back",
        ERASE_MY_ANSWERS,
        "mine",
        style="danger",
        confirm=confirm(
            "Take your answers back?",
            "Your name and words are erased for good. Results that were shown keep their "
            "figures. In open rounds you are not asked any more.",
            "Take them back",
        ),
    )
    return _mine(
        [
            section(
                f"*You gave {answers} {'answer' if answers == 1 else 'answers'} in {rounds} "
                f"{'round' if rounds == 1 else 'rounds'}.* You can take a copy, or take them back."
            ),
            ActionsBlock(elements=[button("Send me a copy", EXPORT_MY_ANSWERS, "mine"), erase]),
        ]
    )


def copy_is_coming() -> View:
    """Say that the copy is on its way."""
    return _mine([section("*A copy comes in our direct message* in a moment.")])


def answers_are_erased() -> View:
    """Say that nothing is kept by name any more."""
    return _mine([section("*Done.* Your name and your words are erased.")])


def _mine(blocks: Sequence[Block]) -> View:
    return modal("My answers", blocks, callback_id="my_answers", submit=None)


def _person(person: NamedAnswers) -> list[Block]:
    lines = [f"*{mention(person.user_id)}*"]
    for question, reply in person.answers:
        labels = {answer.value: answer.label for answer in question.answers}
        lines.append(f"• {escape(question.question)} *{escape(labels.get(reply.value, '?'))}*")
        lines += [*quotes(reply.reason), *quotes(reply.evidence)]
    return [section(text) for text in _in_sections(lines)]


def _in_sections(lines: Sequence[str]) -> list[str]:
    texts = [""]
    for line in lines:
        if len(texts[-1]) + len(line) + 1 > SECTION_TEXT_LIMIT:
            texts.append("")
        texts[-1] += f"{line}\n"
    return texts

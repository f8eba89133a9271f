"""What a round asks of whom: the adoption screen, or the maturity items that a group can see."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import ceil

from assessments.questionnaires.content import AnswerOption, Questionnaire
from assessments.scoring.maturity import items_in_scope

MOST_IN_A_WINDOW = 10


class Mode(StrEnum):
    """How much a round asks."""

    SCREEN = "screen"
    QUICK = "quick"
    FULL = "full"


@dataclass(frozen=True)
class AskedQuestion:
    """One question as a person sees it, with the answers to choose from.

    A maturity item takes a reason and a link; a sign takes an example in words.
    """

    id: str
    question: str
    why: str
    evidence_prompt: str
    answers: tuple[AnswerOption, ...]
    topic: str = ""

    @property
    def is_item(self) -> bool:
        """Whether it is a maturity item."""
        return bool(self.topic)


@dataclass(frozen=True)
class AskedPage:
    """The questions of one window: of a whole topic, or one alone.

    `subject` is what the questionnaire asks about.
    """

    topic: str
    questions: tuple[AskedQuestion, ...]
    is_by_topic: bool = False
    subject: str = ""


@cache
def questions_for(
    questionnaire: Questionnaire, mode: Mode, group: str
) -> tuple[AskedQuestion, ...]:
    """List what a group is asked, in the questionnaire's order."""
    if mode is Mode.SCREEN:
        screen = questionnaire.adoption_screen
        return tuple(
            AskedQuestion(
                found.id, found.question, found.why, found.evidence_prompt, tuple(screen.answers)
            )
            for found in screen.questions
        )
    extra = tuple(questionnaire.answer_extra)
    topics = {dimension.id: dimension.label for dimension in questionnaire.dimensions}
    return tuple(
        AskedQuestion(
            item.id,
            item.question,
            item.why,
            item.evidence_hint,
            tuple(
                AnswerOption(value=str(level), label=sentence)
                for level, sentence in enumerate(item.levels)
            )
            + extra,
            topics[item.dimension],
        )
        for item in items_in_scope(questionnaire, mode.value)
        if group in item.roles
    )


def all_questions(questionnaire: Questionnaire, mode: Mode) -> dict[str, AskedQuestion]:
    """Return what a mode asks of any group, by id, in the questionnaire's order."""
    asked = [questions_for(questionnaire, mode, group) for group in questionnaire.groups]
    found = {question.id: question for questions in asked for question in questions}
    order = [item.id for item in questionnaire.items]
    return {name: found[name] for name in order if name in found} or found


@cache
def pages_for(
    questionnaire: Questionnaire, mode: Mode, group: str, *, is_singly: bool = False
) -> tuple[AskedPage, ...]:
    """Split what a group is asked into windows: a topic each in full, else one question each.

    A topic of very many questions takes several windows, which Slack would not show as one.
    One that `is_singly` asked has one question a window in full, too.
    """
    questions = questions_for(questionnaire, mode, group)
    subject = questionnaire.meta.about
    if mode is not Mode.FULL or is_singly:
        return tuple(AskedPage(found.topic, (found,), subject=subject) for found in questions)
    by_topic: dict[str, list[AskedQuestion]] = {}
    for found in questions:
        by_topic.setdefault(found.topic, []).append(found)
    return tuple(
        AskedPage(topic, tuple(asked[first : first + MOST_IN_A_WINDOW]), True, subject)  # noqa: FBT003 - by topic
        for topic, asked in by_topic.items()
        for first in range(0, len(asked), MOST_IN_A_WINDOW)
    )


def minutes_for(questionnaire: Questionnaire, mode: Mode, group: str) -> int:
    """Return about how many minutes the questions take, by the questionnaire's own estimate."""
    minutes = questionnaire.meta.minutes
    name = f"full_{group}" if mode is Mode.FULL else mode.value
    asked = len(questions_for(questionnaire, mode, group))
    return int(minutes.get(name, max(1, asked // 2)))


def minutes_left(minutes: int, left: int, total: int) -> int:
    """Return about how many minutes the open questions take, rounded up; 0 when none is open."""
    return ceil(minutes * left / total) if total else 0

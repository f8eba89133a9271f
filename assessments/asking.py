"""What a round asks of whom: the adoption screen, or the maturity items that a group can see."""

from dataclasses import dataclass
from enum import StrEnum

from assessments.questionnaires.content import AnswerOption, Questionnaire
from assessments.scoring.maturity import items_in_scope


class Mode(StrEnum):
    """How much a round asks."""

    SCREEN = "screen"
    QUICK = "quick"
    FULL = "full"


@dataclass(frozen=True)
class AskedQuestion:
    """One question as a person sees it, with the answers to choose from."""

    id: str
    question: str
    why: str
    evidence_prompt: str
    answers: tuple[AnswerOption, ...]


def questions_for(questionnaire: Questionnaire, mode: Mode, group: str) -> list[AskedQuestion]:
    """List what a group is asked, in the questionnaire's order."""
    if mode is Mode.SCREEN:
        screen = questionnaire.adoption_screen
        return [
            AskedQuestion(
                found.id, found.question, found.why, found.evidence_prompt, tuple(screen.answers)
            )
            for found in screen.questions
        ]
    extra = tuple(questionnaire.answer_extra)
    return [
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
        )
        for item in items_in_scope(questionnaire, mode.value)
        if group in item.roles
    ]


def minutes_for(questionnaire: Questionnaire, mode: Mode, group: str) -> int:
    """Say about how many minutes the questions take, by the questionnaire's own guess."""
    minutes = questionnaire.meta.minutes
    name = f"full_{group}" if mode is Mode.FULL else mode.value
    asked = len(questions_for(questionnaire, mode, group))
    return int(minutes.get(name, max(1, asked // 2)))

"""Asks a check's questions beyond single columns, whichever there are."""

from collections.abc import Mapping, Sequence
from typing import Any

from monitors.check.column_verdicts import CheckAnswer
from monitors.check.questions import QUESTIONS
from monitors.check.questions.question import Case, Finding, Question
from monitors.errors import MeasurementError


def read_questions(options: Mapping[str, Any]) -> list[Question]:
    """Read what is asked from a monitor's options, or from those of `lamplighter check`."""
    return [asked for kind in QUESTIONS.values() for asked in kind.asked_by(options)]


def ask_questions(questions: Sequence[Question], case: Case) -> list[Finding]:
    """Answer each question; one that fails stops no other."""
    return [_answered(question, case) for question in questions]


def _answered(question: Question, case: Case) -> Finding:
    try:
        return question.answer(case)
    except MeasurementError as error:
        return Finding(CheckAnswer.ERROR, note=str(error))

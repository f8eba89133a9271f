"""The questions of an attestation: a screen on the questionnaire engine."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assessments.questionnaires.content import Screened
from assessments.questionnaires.reading import read_screened

CONTENT = Path(__file__).parent / "attestation.yaml"
PASS_MARKS, ALERTS, ACTIONS = "pass_marks", "alerts", "actions"
YES, PARTLY, NO, DONT_KNOW = "yes_", "partly", "no_", "dont_know"


@cache
def attestation_questions() -> Screened:
    """Read the questions."""
    return read_screened(CONTENT)


def known_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """Keep the answers to our questions that are among the choices."""
    screen = attestation_questions().adoption_screen
    choices = {found.value for found in screen.answers}
    given = {question.id: answers.get(question.id, "") for question in screen.questions}
    return {name: value for name, value in given.items() if value in choices}


def is_in_doubt(answers: Mapping[str, str]) -> bool:
    """Return whether an answer is anything but a plain yes."""
    return any(value != YES for value in answers.values())

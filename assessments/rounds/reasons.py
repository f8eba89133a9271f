"""Which of the reasons that people gave a voter reads."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sqlmodel import Session

from assessments.answers.given import current_answers
from assessments.answers.interview import participants, questionnaire_of
from assessments.answers.replies import Reply
from assessments.tables import ERASED, Assessment

MOST_REASONS = 5
FEWEST_PEOPLE = 3


@dataclass(frozen=True)
class Reason:
    """What one person wrote to one question; who, only to count people."""

    topic: str
    text: str
    person: str


def reasons_given(session: Session, assessment: Assessment) -> list[Reason]:
    """List the reasons that people of a round wrote, by topic, in no order that tells who.

    Returns:
        None of them unless everyone asked was told that they are read, and three people wrote one.
    """
    if not (assessment.reasons_to_facilitator or assessment.names_to_facilitator):
        return []
    questionnaire = questionnaire_of(assessment)
    labels = {dimension.id: dimension.label for dimension in questionnaire.dimensions}
    topics = {item.id: labels[item.dimension] for item in questionnaire.items}
    asked = {person.user_id for person in participants(session, assessment.id)}
    found = [
        Reason(topics.get(reply.question_id, ""), reply.reason.strip(), person)
        for person, replies in current_answers(session, assessment.id).items()
        if person in asked
        for reply in replies.values()
        if reply.reason.strip() and reply.reason != ERASED
    ]
    if len({reason.person for reason in found}) < FEWEST_PEOPLE:
        return []
    return sorted(found, key=lambda reason: (reason.topic, reason.text.casefold()))


def choose_reasons(given: Sequence[Reply]) -> tuple[list[str], int]:
    """Choose reasons, one of each answer in turn, so that a view of few is read too.

    They come in alphabetical order, so that it is not told which answer each belongs to.

    Returns:
        The reasons, and how many more there are.
    """
    by_answer: dict[str, list[str]] = defaultdict(list)
    for reply in sorted(given, key=lambda reply: (reply.value, reply.reason)):
        if reply.reason:
            by_answer[reply.value].append(reply.reason)
    in_turn = [reason for turn in zip_longest(*by_answer.values()) for reason in turn if reason]
    return sorted(in_turn[:MOST_REASONS]), len(in_turn[MOST_REASONS:])

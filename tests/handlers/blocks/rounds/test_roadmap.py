"""What people said is shown in full, however long, and acts on nobody."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from assessments.answers.asking import AskedQuestion
from assessments.answers.replies import Reply
from assessments.questionnaires.content import AnswerOption
from assessments.rounds.privacy import NamedAnswers
from assessments.rounds.second_round import Vote
from handlers.blocks.rounds.named_answers import named_answers_window
from handlers.blocks.rounds.second_round import vote_window
from tests.handlers.conftest import HOSTILE, check_window

ROUND = UUID(int=7)
LINK = "https://wiki.example/a?b=1&c=2"
QUESTION = AskedQuestion(
    "A", "Who can stop a model?", "why", "", (AnswerOption(value="2", label="One person"),), "T"
)
LONG = [
    pytest.param((HOSTILE[:150] + " ends ") * 16, id="words of others"),
    pytest.param("&" * 2_996 + "ends", id="what grows when it is escaped"),
    pytest.param("line\n" * 590 + "ends", id="many lines"),
]


@pytest.mark.parametrize("reason", LONG)
def test_a_facilitator_reads_reasons_and_links_in_full(reason: str) -> None:
    """A window takes them, in pieces."""
    answers = [(QUESTION, Reply("A", "2", LINK, reason))]

    shown = check_window(named_answers_window(ROUND, [NamedAnswers("U0BEA", answers)]))

    assert shown.count("ends") == reason.count("ends")
    assert "https://wiki.example/a?b=1&amp;c=2" in shown
    assert "…" not in shown


@pytest.mark.parametrize("reason", LONG)
def test_voters_read_reasons_in_full(reason: str) -> None:
    """Five people may have written as much as a field takes."""
    vote = Vote(uuid4(), QUESTION, [("One person", 3)], [reason] * 5, "2", 1, 2)

    assert check_window(vote_window(vote)).count("ends") == 5 * reason.count("ends")


def test_voters_read_how_many_reasons_are_left_out() -> None:
    """Where there are no more, nothing is said of them."""
    vote = Vote(uuid4(), QUESTION, [("One person", 3)], ["We have a wiki"], "2", 1, 2)

    assert "… and 3 more" in check_window(vote_window(replace(vote, reasons_left=3)))
    assert "more" not in check_window(vote_window(vote)).partition("We have a wiki")[2]

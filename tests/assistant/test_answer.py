"""The assistant answers from content, with sources, and admits what it doesn't know."""

import pytest

from assistant.answer import answer_question
from assistant.retrieval import Passage

PASSAGES = [
    Passage("Rollback", "How fast and safely can you go back to an older model?", "SRV-3"),
    Passage("Drift", "Do you know which changes in the world would spoil each model?", "MON-2"),
    Passage("KPI", "Can you name the business number each model is meant to move?", "STR-1"),
]


@pytest.mark.parametrize(
    ("question", "source"),
    [
        pytest.param("how do I roll back a model?", "SRV-3", id="rollback"),
        pytest.param("What is drfit, the changes in the world?", "MON-2", id="slip-of-the-finger"),
        pytest.param("which business numbers matter", "STR-1", id="plural"),
    ],
)
def test_best_passage_comes_first(question: str, source: str) -> None:
    """The passage that speaks of the question's matter is found, slips included."""
    answer = answer_question(question, PASSAGES)

    assert answer.found[0].passage.source == source


@pytest.mark.parametrize("question", ["", "   ", "zzzz qqqq", "🤷"])
def test_nothing_near_is_said_so(question: str) -> None:
    """A question that the content doesn't speak of gets an empty answer, not a guess."""
    answer = answer_question(question, PASSAGES)

    assert answer.is_empty


def test_no_content_is_no_answer() -> None:
    """Without passages there is nothing to answer from."""
    assert answer_question("drift", []).is_empty

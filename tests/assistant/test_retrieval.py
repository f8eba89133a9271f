"""Passages of our own content are found by what a question says, slips included."""

import pytest

from assistant.retrieval import Passage, nearest_passages

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
    found = nearest_passages(question, PASSAGES)

    assert found[0].passage.source == source


@pytest.mark.parametrize("question", ["", "   ", "zzzz qqqq", "🤷"])
def test_nothing_near_is_nothing(question: str) -> None:
    """A question that the content doesn't speak of finds nothing, rather than a guess."""
    assert nearest_passages(question, PASSAGES) == []


def test_no_content_is_no_answer() -> None:
    """Without passages there is nothing to find."""
    assert nearest_passages("drift", []) == []

"""Answers a question with passages and their sources; says so when it knows nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.retrieval import Found, Passage, nearest_passages


@dataclass(frozen=True)
class QuotedAnswer:
    """What was found, labelled with how it was found."""

    question: str
    found: Sequence[Found]
    method: str = "Looked up in Lamplighter's own content; no language model was asked."

    @property
    def is_empty(self) -> bool:
        """Whether nothing was near enough to the question."""
        return not self.found


def answer_question(question: str, passages: Sequence[Passage]) -> QuotedAnswer:
    """Answer from the given passages alone."""
    return QuotedAnswer(question, nearest_passages(question, passages))

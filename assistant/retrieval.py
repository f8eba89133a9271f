"""Finds the passages of our own content that are nearest to a question; no model, no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MOST_INDEXES = 8


@dataclass(frozen=True)
class Passage:
    """A piece of content that can be shown as it is."""

    title: str
    text: str
    source: str


@dataclass(frozen=True)
class Found:
    """A passage and how near it is to the question: 0 nothing in common, 1 the same."""

    passage: Passage
    similarity: float


def nearest_passages(
    question: str, passages: Sequence[Passage], *, most: int = 3, at_least: float = 0.12
) -> list[Found]:
    """Rank passages by the cosine of their character n-grams (TF-IDF, 3 to 5 characters).

    Character n-grams find a word in spite of endings and slips of the finger.

    Args:
        question: What a person typed.
        passages: Where to look; what was counted of them is kept for the next question.
        most: How many to give at the most.
        at_least: Similarity below which a passage has nothing to say.

    Returns:
        The nearest passages, best first; empty when none is near enough.
    """
    if not passages or not question.strip():
        return []
    vectorizer, content = _index(tuple(passages))
    similarities = (content @ vectorizer.transform([question]).T).toarray().ravel()
    ranked = sorted(zip(passages, similarities.tolist(), strict=True), key=lambda pair: -pair[1])
    return [
        Found(passage, similarity)
        for passage, similarity in ranked[:most]
        if similarity >= at_least
    ]


@lru_cache(MOST_INDEXES)
def _index(passages: tuple[Passage, ...]) -> tuple[Any, Any]:
    """Count what passages hold."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - takes seconds, paid by the first question alone

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    content = vectorizer.fit_transform([f"{found.title} {found.text}" for found in passages])
    return vectorizer, content

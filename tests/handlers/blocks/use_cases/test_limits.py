"""For whom a pass mark holds, behind its metric's name."""

import pytest

from handlers.blocks.use_cases.limits import segment_words


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        ("all", ""),
        ("each:team", " for each team"),
        ("across:age_band", " across age bands"),
        ("team=A & B", " where team is A &amp; B"),
    ],
)
def test_a_space_parts_it_from_the_metric(segment: str, words: str) -> None:
    """`Accuracy for each team`, never `Accuracyfor`."""
    assert segment_words(segment) == words

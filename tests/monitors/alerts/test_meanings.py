"""Sentences name columns and values by what the monitor's file says they mean."""

import pytest

from monitors.alerts.meanings import sentence_in_words

OPTIONS = {
    "meanings": {
        "RELP": {"name": "household role", "values": {"17": "dormitory", "1": "husband or wife"}},
        "age": {"name": "age in years"},
        "C++": {"name": "skills"},
        "NOTE": {"values": {"1": "one"}},
    }
}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            "RELP: 17 in 4% of rows (before: 1%); drift 0.09",
            "household role: dormitory in 4% of rows (before: 1%); drift 0.09",
        ),
        (
            "RELP: the new value 1 in 17 rows",
            "household role: the new value husband or wife in 17 rows",
        ),
        ("most of all prediction, RELP, XRELP", "most of all prediction, household role, XRELP"),
        ("the average age fell; C++: missing", "the average age fell; skills: missing"),
        ("NOTE: 1 in 4% of rows", "NOTE: 1 in 4% of rows"),
    ],
)
def test_codes_become_words(sentence: str, words: str) -> None:
    """What may be a word of ours, or has no meaning, stays."""
    assert sentence_in_words(sentence, OPTIONS) == words


def test_without_meanings_nothing_changes() -> None:
    """As for most monitors."""
    assert sentence_in_words("RELP: 17 in 4% of rows", {}) == "RELP: 17 in 4% of rows"

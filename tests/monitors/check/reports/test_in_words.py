"""What moved, in words: ranges, shares, and which columns are named."""

import pytest

from monitors.check.reports.in_words import level_words, share_words


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("0.801072 to 0.85074", "between 0.801 and 0.851"),
        ("-3 to 12000", "between -3 and 12,000"),
        ("1e-05 to 0.2", "between 1e-05 and 0.2"),
        ("up to 17", "up to 17"),
        ("above 89.5", "above 89.5"),
        ("dormitory", "dormitory"),
        ("2026-01-01 to 2026-02-01", "2026-01-01 to 2026-02-01"),
        ("10 to 12 people", "10 to 12 people"),
    ],
)
def test_a_level_in_words(level: str, words: str) -> None:
    """Ranges of numbers, to three digits; all else as it is."""
    assert level_words(level) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "none"),
        (1.0, "all"),
        (0.0518, "5.2%"),
        (0.0004, "almost none"),
        (0.9999, "almost all"),
    ],
)
def test_a_share_in_words(share: float, words: str) -> None:
    """None is said so, and only where it is none."""
    assert share_words(share) == words

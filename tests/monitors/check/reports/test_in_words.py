"""What moved, in words: ranges, shares, and which columns are named."""

import pytest

from monitors.check.check import CheckResult
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict, ColumnCheck
from monitors.check.reports.in_words import (
    MOST_COLUMNS,
    level_words,
    moved_sentences,
    share_words,
)


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
    ("moved", "last"),
    [
        (MOST_COLUMNS, f"c{MOST_COLUMNS - 1}"),
        (MOST_COLUMNS + 1, "And 1 more column beyond the limit: see below."),
        (MOST_COLUMNS + 3, "And 3 more columns beyond the limit: see below."),
    ],
)
def test_what_is_beyond_a_few_lines_is_counted(moved: int, last: str) -> None:
    """One column, or several."""
    columns = [
        ColumnCheck(
            *(f"c{place}", "numeric", "feature", CheckAnswer.ALARM),
            effect=1.0 - place / 100,
            is_drift=True,
            problems=["empty"],
        )
        for place in range(moved)
    ]
    columns.append(ColumnCheck("calm", "numeric", "feature", CheckAnswer.OK))

    said = moved_sentences(CheckResult(100, 100, columns, {}, CheckVerdict.ALERT))

    assert len(said) == min(moved, MOST_COLUMNS + 1)
    assert said[-1].startswith(last)
    assert said[0].startswith("c0")


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

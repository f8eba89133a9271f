"""From which share on a column's values are worth a word: each limit from both sides."""

from dataclasses import replace

import pytest

from monitors.quality.column import ColumnQuality, two_proportion_p_value

CALM = ColumnQuality(
    missing_share_reference=0.0,
    missing_share_current=0.0,
    missing_p_value=None,
    new_categories=3,
    new_category_share=0.0,
    out_of_range_share=0.0,
    constant="is 7 in all rows",
)
LIMITS = {
    "missing_share_current": (0.05, "missing in 5% of rows (before: 0%)"),
    "new_category_share": (0.01, "3 new categories in 1% of rows"),
    "out_of_range_share": (0.05, "out of the known range in 5% of rows"),
    "former_share": (0.05, "is 7 in all rows"),
}


def problems(quality: ColumnQuality, **known: bool) -> list[str]:
    """What is said where chance explains nothing."""
    certain = {
        "is_missing_significant": True,
        "is_range_known": True,
        "is_constant_significant": True,
    }
    return quality.problems(**(certain | known))


@pytest.mark.parametrize(("share", "limit"), LIMITS.items(), ids=LIMITS)
def test_only_a_larger_share_than_the_limit_is_said(share: str, limit: tuple[float, str]) -> None:
    """At the limit it is borne."""
    most, sentence = limit

    assert problems(replace(CALM, **{share: most})) == []  # type: ignore[arg-type] # shares are floats
    assert problems(replace(CALM, **{share: most + 1e-6})) == [sentence]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("share", "reason"),
    [
        ("missing_share_current", "is_missing_significant"),
        ("new_category_share", "is_range_known"),
        ("out_of_range_share", "is_range_known"),
        ("former_share", "is_constant_significant"),
    ],
)
def test_what_chance_may_do_is_not_said(share: str, reason: str) -> None:
    """However large the share; each has its own reason."""
    assert problems(replace(CALM, **{share: 0.9}), **{reason: False}) == []  # type: ignore[arg-type]


def test_what_was_missing_before_may_be_missing() -> None:
    """The rise counts, and a fall is none; a column of another type is said to be so alone."""
    half = replace(CALM, missing_share_reference=0.5, missing_share_current=0.54)

    assert problems(half) == []
    assert problems(replace(half, missing_share_current=0.2)) == []
    assert problems(replace(half, missing_share_current=0.9, change="is text now")) == [
        "is text now"
    ]


def test_two_shares_are_compared_by_the_books_example() -> None:
    """30 of 100 beside 50 of 100: z = 2.887; two sides of it."""
    assert two_proportion_p_value((30, 100), (50, 100)) == pytest.approx(0.003892, abs=1e-6)
    assert two_proportion_p_value((50, 100), (30, 100)) == pytest.approx(0.003892, abs=1e-6)
    assert two_proportion_p_value((0, 100), (0, 7)) == 1.0
    assert two_proportion_p_value((7, 7), (9, 9)) == 1.0
    assert two_proportion_p_value((0, 0), (1, 9)) is None
    assert two_proportion_p_value((1, 9), (0, 0)) is None

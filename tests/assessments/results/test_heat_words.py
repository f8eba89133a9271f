"""The heat table in words: nobody asked, no answer, don't know and hidden are told apart."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessments.results.heat_words import cell_text, described, everyone, meanings
from assessments.results.maturity import Cell, CellState, DimensionLine
from tests.assessments.example_card import CARD

LINE = CARD.dimensions[2]
ASKED, SILENT, UNKNOWN = map(
    Cell, (CellState.NOT_ASKED, CellState.NO_ANSWER, CellState.UNKNOWN)
)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param(replace(LINE, score=Fraction(299, 100)), "2.5", id="known"),
        pytest.param(replace(LINE, cells=[UNKNOWN, ASKED]), "don't know", id="unknown"),
        pytest.param(replace(LINE, cells=[ASKED, ASKED]), "not asked", id="nobody asked"),
        pytest.param(replace(LINE, cells=[SILENT, ASKED]), "no answer", id="nobody answered"),
        pytest.param(replace(LINE, cells=[SILENT, UNKNOWN]), "don't know", id="some answered"),
        pytest.param(replace(LINE, is_hidden=True), "hidden", id="one person alone"),
    ],
)
def test_everyones_level_says_why_there_is_none(line: DimensionLine, words: str) -> None:
    """Each reason has words of its own."""
    assert cell_text(everyone(line)) == words


def test_only_words_that_appear_are_explained() -> None:
    """A table without hidden cells doesn't speak of them."""
    shown = replace(CARD, dimensions=[replace(LINE, cells=[UNKNOWN, ASKED, SILENT])])

    assert [text.split(":")[0] for text in meanings(shown)] == [
        "don't know", "not asked", "no answer",
    ]  # fmt: skip
    assert [text.split(":")[0] for text in meanings(CARD)] == ["don't know", "hidden", "not asked"]


def test_the_description_tells_all_that_the_picture_shows() -> None:
    """Each topic with its goal, everyone and each group."""
    assert described(CARD) == (
        "Topics and groups, 0 to 4; level 1 of 4. "
        "Business link and value (goal 3): everyone 3, Business 3, Data science 2.5, Operations "
        "not asked. "
        "Governance, ethics and data rules (goal 3): everyone 1, Business 0, Data science 2, "
        "Operations hidden. "
        "Monitoring, drift and response (goal 3): everyone don't know, Business don't know, "
        "Data science 4, Operations hidden. "
        "don't know: too few people could say. "
        "hidden: only one person answered, so it isn't shown. "
        "not asked: nobody in this group was asked."
    )

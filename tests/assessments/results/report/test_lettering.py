"""What a PDF and a picture can print."""

from dataclasses import replace

import pytest

from assessments.results.report import FORMATS
from assessments.results.report.lettering import printable
from tests.assessments.example_card import CARD


def test_a_long_run_of_signs_is_printed() -> None:
    """A text in Hebrew with a thousand signs in a row; fpdf2 would call itself for each."""
    card = replace(CARD, scope="\u05e9 " + "-&_" * 400 + " 1")

    assert len(FORMATS["pdf"].write(card)) > 50


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("\u0645\u06cc\u200c\u062e\u0648", "\u0645\u06cc\u200c\u062e\u0648"),
        ("a\u200bb\ufeff", "ab"),
        ("\u2764\ufe0f\u200d\U0001f525", "\u2764"),
        ("\u200cx", "x"),
        ("e\u0301", "\u00e9"),
    ],
    ids=["persian", "no width", "emoji", "in front", "composed"],
)
def test_joiners_stay_inside_words(text: str, printed: str) -> None:
    """Persian would be misspelled without; elsewhere they are nothing to print."""
    assert printable(text, 100) == printed

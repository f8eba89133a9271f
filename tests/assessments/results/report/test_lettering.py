"""What a PDF and a picture can print."""

from dataclasses import replace

from assessments.results.report import FORMATS
from tests.assessments.example_card import CARD


def test_a_long_run_of_signs_is_printed() -> None:
    """A text in Hebrew with a thousand signs in a row; fpdf2 would call itself for each."""
    card = replace(CARD, scope="\u05e9 " + "-&_" * 400 + " 1")

    assert len(FORMATS["pdf"].write(card)) > 50

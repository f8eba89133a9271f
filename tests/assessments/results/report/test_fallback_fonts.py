"""A PDF shows every script that a font of this machine has, and says what it couldn't draw."""

from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib import get_data_path

from assessments.results.report import fallback_fonts
from assessments.results.report.fallback_fonts import families_of, lettering_for, signs_of
from assessments.results.report.heat_map import draw_heat_map
from assessments.results.report.lettering import known_signs
from assessments.results.report.outline import outline
from assessments.results.report.pdf import write_pdf
from tests.assessments.example_card import CARD

OTHER_FONT = Path(get_data_path()) / "fonts" / "ttf" / "STIXGeneral.ttf"


@pytest.fixture(name="fonts")
def system_fonts(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The fonts of the machine: none, until a test adds some."""
    fonts: list[Path] = []
    monkeypatch.setattr(fallback_fonts, "_system_fonts", lambda: fonts)
    return fonts


@pytest.mark.parametrize(
    ("text", "script"),
    [
        pytest.param("\u9867\u5ba2", "Chinese", id="chinese"),
        pytest.param("\u30ab\u30b9\u30bf\u30de\u30fc", "Katakana", id="japanese"),
        pytest.param("\u3067\u3059", "Hiragana", id="hiragana"),
        pytest.param("\u0939\u093f\u0928\u094d\u0926\u0940", "Devanagari", id="hindi"),
        pytest.param("\u0e2a\u0e27\u0e31\u0e2a", "Thai", id="thai"),
        pytest.param("\uc11c\uc6b8", "Hangul", id="korean"),
        pytest.param("\u0bb5\u0ba3", "Tamil", id="tamil"),
    ],
)
def test_what_no_font_has_is_said(fonts: list[Path], text: str, script: str) -> None:
    """By the script's name; the file is written all the same."""
    del fonts
    card = replace(CARD, scope=text)

    found = lettering_for(outline(card))

    assert f"({script})" in found.note
    assert write_pdf(card).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        pytest.param("\U0001f525 desk", "One symbol is left out, as no font on", id="emoji"),
        pytest.param("\U0001f525\U0001f680", "2 symbols, such as emoji, are left out", id="two"),
        pytest.param("\u20bf", "One symbol is left out", id="bitcoin"),
        pytest.param("\u2665 \u2192 \u2122", "", id="what DejaVu has"),
        pytest.param("1\ufe0f\u20e3", "", id="a digit in a frame"),
    ],
)
def test_symbols_that_no_font_has_are_said(fonts: list[Path], text: str, note: str) -> None:
    """They are left out, rather than boxes."""
    del fonts
    card = replace(CARD, scope=text)

    found = lettering_for(outline(card)).note

    assert found.startswith(note)
    assert bool(found) is bool(note)


def test_a_font_that_has_a_letter_draws_it(fonts: list[Path]) -> None:
    """The first that has it; files that are no TrueType font are passed over."""
    letter = next(
        chr(code) for code in sorted(signs_of(OTHER_FONT) - known_signs()) if chr(code).isalpha()
    )
    card = replace(CARD, scope=f"{letter} desk")
    fonts += [Path(__file__), Path("missing.ttf"), OTHER_FONT]

    found = lettering_for(outline(card))

    assert (found.fallbacks, found.note) == ([OTHER_FONT], "")
    assert ord(letter) in found.signs
    assert b"STIXGeneral" in write_pdf(card)


def test_the_picture_draws_with_the_same_fonts(fonts: list[Path]) -> None:
    """Its letters differ from the boxes that stand where no font has them."""
    letter = next(
        chr(code) for code in sorted(signs_of(OTHER_FONT) - known_signs()) if chr(code).isalpha()
    )
    card = replace(CARD, groups=[f"{letter} desk", *CARD.groups[1:]])
    boxes = draw_heat_map(card)
    fonts.append(OTHER_FONT)

    found = draw_heat_map(card)

    assert families_of(lettering_for(outline(card))) == ["DejaVu Sans", "STIXGeneral"]
    assert found != boxes


def test_no_system_font_is_opened_for_what_dejavu_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """Latin, Greek, Cyrillic, Arabic, Hebrew."""

    def opened() -> list[Path]:
        raise AssertionError

    monkeypatch.setattr(fallback_fonts, "_system_fonts", opened)
    scope = (
        "Kunden \u0391\u03b8\u03ae\u03bd\u03b1 \u041c\u043e\u0441\u043a \u05e9\u05dc \u0645\u0631"
    )

    found = lettering_for(outline(replace(CARD, scope=scope)))

    assert (found.fallbacks, found.note) == ([], "")

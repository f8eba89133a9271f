"""Characters that hide in words: found in a text and in a name, and named by their number."""

import pytest

from ground.characters import hidden_in_name, hidden_in_text, without_hidden

EVERYWHERE = ["\0", "\x07", "\x1b", "\x7f", "\x9f", "\u202a", "\u202e", "\ud800", "\udfff"]
IN_NAMES = [*EVERYWHERE, "\n", "\r", "\t", "\x85", "\u2028", "\u2066", "\u2069", "\ufffb"]
IN_NAMES += ["\u200b", "\u2060", "\ufeff", "\u180e", "\U000e0041"]
FINE = ["é", "e\u0301", "שלום", "\u200f", "👩\u200d🔬", "a\u00a0b", "<&>", "\u00ad", " "]


@pytest.mark.parametrize("character", EVERYWHERE, ids=ascii)
def test_is_found_in_a_text(character: str) -> None:
    """And left out where a text is given back."""
    assert hidden_in_text(f"a{character}b") == f"U+{ord(character):04X}"
    assert without_hidden(f"a{character}b") == "ab"


@pytest.mark.parametrize("character", IN_NAMES, ids=ascii)
def test_is_found_in_a_name(character: str) -> None:
    """A name has one line."""
    assert hidden_in_name(f"a{character}b") == f"U+{ord(character):04X}"


@pytest.mark.parametrize("words", FINE, ids=ascii)
def test_other_characters_are_fine(words: str) -> None:
    """Accents, other scripts, marks of direction, joined emoji."""
    assert (hidden_in_text(words), hidden_in_name(words)) == ("", "")


def test_a_text_has_lines() -> None:
    """And tabs."""
    assert hidden_in_text("a\r\n\tb\x0bc") == ""

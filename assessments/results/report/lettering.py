"""The font for PDF and picture, which comes with matplotlib, and what it can print."""

import re
import unicodedata
from functools import cache
from pathlib import Path

MISSING = "\N{WHITE SQUARE}"
VARIATIONS = {chr(code) for code in range(0xFE00, 0xFE10)}
JOINERS = "\u200c\u200d"
LONGEST_RUN = 300
SIGNS = re.compile(rf"([\W_]{{{LONGEST_RUN}}})[\W_]+")
"""Signs without a letter or digit; fpdf2 calls itself once for each when it orders a line."""


def font_file(name: str = "DejaVuSans.ttf") -> Path:
    """Find a DejaVu font file; DejaVu covers scripts from Latin to Arabic."""
    from matplotlib import get_data_path  # noqa: PLC0415 - slow to import, and a report alone needs it

    return Path(get_data_path()) / "fonts" / "ttf" / name


def printable(text: str, longest: int, known: frozenset[int] | None = None) -> str:
    """Reduce a text to what the font can print, on one line; `known` are the signs it has.

    Control characters go, but for the joiners of Persian and Indian letters, and so do symbols the
    font lacks, such as most emoji. A letter it lacks becomes a box, so readers see that something
    is missing. A long run of signs is cut short.
    """
    known = known_signs() if known is None else known
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    kept = "".join(
        sign if sign in JOINERS and _joins(before) else _printed(sign, known)
        for before, sign in zip(f" {composed}", composed, strict=False)
    )
    one_line = SIGNS.sub(r"\1…", " ".join(kept.split()))
    return one_line if len(one_line) <= longest else f"{one_line[: longest - 1]}…"


def _joins(before: str) -> bool:
    """Return whether a joiner after this sign is part of a word, and not of an emoji."""
    return unicodedata.category(before)[0] in "LM" and before not in VARIATIONS


def _printed(sign: str, known: frozenset[int]) -> str:
    kind = unicodedata.category(sign)[0]
    if kind == "C":
        return ""
    if ord(sign) in known:
        return "" if sign in VARIATIONS else sign
    return "" if kind in "SM" else MISSING


@cache
def known_signs() -> frozenset[int]:
    """Return the characters that DejaVu can draw."""
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - as above

    return frozenset(FT2Font(str(font_file())).get_charmap())

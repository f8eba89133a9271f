"""The font of PDF and picture, which matplotlib brings along, and what it can print."""

import unicodedata
from functools import cache
from pathlib import Path

MISSING = "\N{WHITE SQUARE}"
VARIATIONS = {chr(code) for code in range(0xFE00, 0xFE10)}


def font_file(name: str = "DejaVuSans.ttf") -> Path:
    """Find a file of DejaVu, whose signs reach from Latin to Arabic."""
    from matplotlib import get_data_path  # noqa: PLC0415 - slow to import, and a report alone needs it

    return Path(get_data_path()) / "fonts" / "ttf" / name


def printable(text: str, longest: int) -> str:
    """Keep what the font can print on one line.

    Control signs go, and so do symbols that the font lacks, such as most emoji; a letter that it
    lacks is a box, so that one sees that a word stood there.
    """
    known = _known_signs()
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    kept = "".join(_printed(sign, known) for sign in composed)
    one_line = " ".join(kept.split())
    return one_line if len(one_line) <= longest else f"{one_line[: longest - 1]}…"


def _printed(sign: str, known: frozenset[int]) -> str:
    kind = unicodedata.category(sign)[0]
    if kind == "C":
        return ""
    if ord(sign) in known:
        return "" if sign in VARIATIONS else sign
    return "" if kind in "SM" else MISSING


@cache
def _known_signs() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - as above

    return frozenset(FT2Font(str(font_file())).get_charmap())

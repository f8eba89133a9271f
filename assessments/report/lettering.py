"""The font of PDF and picture, which matplotlib brings along, and what it can print."""

import unicodedata
from functools import cache
from pathlib import Path

MISSING = "\N{WHITE SQUARE}"


def font_file(name: str = "DejaVuSans.ttf") -> Path:
    """Find a file of DejaVu, whose signs reach from Latin to Arabic."""
    from matplotlib import get_data_path  # noqa: PLC0415 - slow to import, and a report alone needs it

    return Path(get_data_path()) / "fonts" / "ttf" / name


def printable(text: str, longest: int) -> str:
    """Keep what the font can print on one line: no control signs; a box for what it lacks."""
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    cut = composed if len(composed) <= longest else f"{composed[: longest - 1]}…"
    known = _known_signs()
    return "".join(
        sign if ord(sign) in known else MISSING
        for sign in cut
        if unicodedata.category(sign)[0] != "C"
    )


@cache
def _known_signs() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - as above

    return frozenset(FT2Font(str(font_file())).get_charmap())

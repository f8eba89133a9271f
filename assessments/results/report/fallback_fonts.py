"""Fonts of this machine for scripts that DejaVu lacks, such as Chinese, Japanese and Hindi."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

from assessments.results.report.lettering import known_signs
from assessments.results.report.outline import Outline

LIKELY = ("droid", "noto", "lohit", "wqy", "unifont", "arialuni", "nirmala", "msyh", "pingfang")
"""Parts of the names of fonts that cover many scripts, the likeliest first."""
ENDINGS = (".ttf", ".ttc")
OUTLINES = (b"\0\1\0\0", b"true")
"""What a TrueType font begins with; fpdf2 embeds no other outlines."""
MOST_OPENED = 300
SCRIPTS = {"CJK": "Chinese"}


@dataclass(frozen=True)
class Lettering:
    """What a report can be printed with.

    Attributes:
        fallbacks: Font files for what DejaVu lacks, the first that has a sign draws it.
        signs: The signs that can be drawn.
        lost: Letters of the report that no font here has.
        symbols: How many symbols that are, such as emoji.
    """

    fallbacks: Sequence[Path]
    signs: frozenset[int]
    lost: frozenset[int]
    symbols: int = 0

    @property
    def note(self) -> str:
        """Say which scripts and symbols could not be drawn; empty if all could be."""
        return " ".join(filter(None, [self._on_letters, self._on_symbols]))

    @property
    def _on_symbols(self) -> str:
        if not self.symbols:
            return ""
        if self.symbols == 1:
            return "One symbol is left out, as no font on this machine can print it."
        return (
            f"{self.symbols:,} symbols, such as emoji, are left out, as no font on this machine "
            "can print them."
        )

    @property
    def _on_letters(self) -> str:
        if not self.lost:
            return ""
        names = sorted({_script(code) for code in self.lost})
        return (
            f"No font on this machine has {len(self.lost):,} of the characters in this report "
            f"({', '.join(names)}). Each is shown as a box. The other formats of the report have "
            "them, and so does a PDF made where such a font is installed, for example Droid Sans "
            "Fallback or Noto."
        )


def lettering_for(report: Outline) -> Lettering:
    """Find the fonts that a report and its picture need.

    System fonts are opened only if DejaVu isn't enough.
    """
    known = known_signs()
    missing = frozenset(map(ord, _texts(astuple(report)))) - known
    kinds = {code: unicodedata.category(chr(code)) for code in missing}
    wanted = {code for code, kind in kinds.items() if kind[0] in "LNM" or is_symbol(kind)}
    letters = {code for code, kind in kinds.items() if kind[0] in "LN"}
    symbols = {code for code, kind in kinds.items() if is_symbol(kind)}
    chosen: list[Path] = []
    for path in _system_fonts() if letters or symbols else ():
        if found := wanted & signs_of(path):
            chosen.append(path)
            known |= found
            wanted -= found
        if not wanted:
            break
    return Lettering(chosen, known, frozenset(letters - known), len(symbols - known))


def is_symbol(category: str) -> bool:
    """Return whether signs of a category stand for themselves, and don't change the one before."""
    return category.startswith("S") and category != "Sk"


def families_of(lettering: Lettering) -> list[str]:
    """Name the fonts of a picture, in matplotlib's words; DejaVu first, then what it lacks."""
    from matplotlib.font_manager import FontProperties, fontManager  # noqa: PLC0415 - slow to import, and a picture alone needs it

    for path in lettering.fallbacks:
        fontManager.addfont(path)
    names = [FontProperties(fname=path).get_name() for path in lettering.fallbacks]
    return list(dict.fromkeys(["DejaVu Sans", *names]))


def _texts(part: object) -> str:
    """Join every text of a report."""
    if isinstance(part, str):
        return unicodedata.normalize("NFC", part)
    return "".join(map(_texts, part)) if isinstance(part, Iterable) else ""


@cache
def signs_of(path: Path) -> frozenset[int]:
    """Return the characters that a font file can draw; none if it can't be used."""
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - slow to import, and a report alone needs it

    try:
        font = path.read_bytes()
        start = int.from_bytes(font[12:16]) if font.startswith(b"ttcf") else 0
        if not font.startswith(OUTLINES, start):
            return frozenset()
        return frozenset(FT2Font(str(path)).get_charmap())
    except (RuntimeError, OSError):
        return frozenset()


def _system_fonts() -> list[Path]:
    """List plain fonts of this machine, those that cover many scripts first."""
    from matplotlib.font_manager import findSystemFonts  # noqa: PLC0415 - as above

    def unlikely(path: Path) -> tuple[int, str]:
        name = path.name.lower()
        return next((at for at, part in enumerate(LIKELY) if part in name), len(LIKELY)), name

    found = [Path(name) for name in findSystemFonts()]
    plain = [
        path
        for path in found
        if path.suffix.lower() in ENDINGS
        and not any(word in path.name.lower() for word in ("color", "bold", "italic", "oblique"))
    ]
    return sorted(plain, key=unlikely)[:MOST_OPENED]


def _script(code: int) -> str:
    name = re.split("[ -]", unicodedata.name(chr(code), "unnamed"))[0]
    return SCRIPTS.get(name, name.capitalize())

"""One canonical reading of values, so that the same value meets itself however it is written.

Segments, groups, classes, categories and the ids of a join are all compared by it: `2`, `2.0` and
`2.00` are one value, and so are a text with spaces at its ends and the same text without, `True`
and `true`, and a letter with its accent however Unicode composes it (NFC, as of UAX 15). Beside a
column of yes and no, words for these are read as such too.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import product
from typing import TypeVar

from monitors.profile.sql import literal, quoted

YES = (
    "true", "t", "yes", "y", "1", "on", "ja", "wahr", "vrai", "oui", "verdadero", "s\u00ed", "si",
    "vero", "s\u00ec", "verdadeiro", "sim", "waar", "tak", "prawda", "\u0434\u0430",
    "\u0438\u0441\u0442\u0438\u043d\u0430", "\u662f",
)  # fmt: skip
NO = (
    "false", "f", "no", "n", "0", "off", "nein", "falsch", "faux", "non", "falso", "nee", "onwaar",
    "n\u00e3o", "nao", "nie", "fa\u0142sz", "\u043d\u0435\u0442", "\u043b\u043e\u0436\u044c",
    "\u5426",
)  # fmt: skip
TRUTH = ("true", "false")
SPACE = " \t\r\n\u00a0\u2007\u2009\u200b\u202f\u3000\ufeff"
WIDE = "\u00a0\u2007\u2009\u202f\u3000"
"""Spaces that look like one, as between words that a line mustn't break."""
CODE = re.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
"""A UUID, which some write in capitals."""
CODE_LENGTH = 36
MIDNIGHT = " 00:00:00"
"""A day that is kept as a time."""
TO_CHANGE = "[^!-~ ]|^ | $|[.]|^[TtFf][A-Za-z]{3,4}$|^.{19}$|^[0-9A-Fa-f-]*[A-F][0-9A-Fa-f-]*$"
"""What any value is like that isn't compared as it is."""
DECIMAL = "^[+-]?[0-9]+[.][0-9]*$"
HAS_DIGIT = re.compile(r"\d")
TO_SPACE = str.maketrans(dict.fromkeys(WIDE, " "))
Count = TypeVar("Count", int, float)


def canonical(column: str) -> str:
    """Write SQL that gives a column's values as they are compared, as text.

    Most values stay as they are, which one look tells.

    Args:
        column: Its name.
    """
    plain = f"CAST({quoted(column)} AS VARCHAR)"
    text = f"trim({plain})"
    wide = f"translate(nfc_normalize({plain}), '{WIDE}', '{' ' * len(WIDE)}')"
    return (
        f"CASE WHEN NOT regexp_matches({plain}, '{TO_CHANGE}') THEN {plain} "
        f"WHEN regexp_matches({text}, '{DECIMAL}') THEN regexp_replace({text}, '[.]?0*$', '') "
        f"WHEN lower({text}) IN ({listed(TRUTH)}) THEN lower({text}) "
        f"WHEN {text} LIKE '____-__-__{MIDNIGHT}' THEN substr({text}, 1, 10) "
        f"WHEN regexp_matches({text}, '^{CODE.pattern}$') THEN lower({text}) "
        f"ELSE trim({wide}, '{SPACE}') END"
    )


def canonical_truth(column: str) -> str:
    """Write SQL that gives `true` or `false` for words for yes and no, others as they are."""
    value = canonical(column)
    return (
        f"CASE WHEN lower({value}) IN ({listed(YES)}) THEN 'true' "
        f"WHEN lower({value}) IN ({listed(NO)}) THEN 'false' ELSE {value} END"
    )


def canonical_of(value: str) -> str:
    """Return a value as it is compared: in Python what `canonical` is in SQL."""
    text = unicodedata.normalize("NFC", value).translate(TO_SPACE).strip(SPACE)
    whole, point, fraction = text.partition(".")
    digits = whole.removeprefix("-").removeprefix("+")
    if point and _are_digits(digits) and (not fraction or _are_digits(fraction)):
        return text.rstrip("0").removesuffix(".")
    if len(text) == len(f"2026-01-31{MIDNIGHT}") and text.endswith(MIDNIGHT):
        return text.removesuffix(MIDNIGHT)
    is_code = len(text) == CODE_LENGTH and CODE.fullmatch(text) is not None
    return text.lower() if is_code or text.lower() in TRUTH else text


def _truth_of(level: str) -> str:
    word = canonical_of(level).lower()
    return "true" if word in YES else "false" if word in NO else ""


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def met(levels: Sequence[Mapping[str, int]]) -> list[dict[str, int]]:
    """Add up the counts of levels that are one value, under the name that `names_of` gives.

    Args:
        levels: Counts by level of each table; several levels of one table may be one value.
    """
    found = []
    for counts, names in zip(levels, names_of(levels), strict=True):
        own: dict[str, int] = {}
        for level, count in counts.items():
            own[names[level]] = own.get(names[level], 0) + count
        found.append(own)
    return found


def names_of(levels: Sequence[Collection[str]]) -> list[dict[str, str]]:
    """Name each table's levels so that those that are one value meet, as the first table does.

    Words for yes and no meet other ones, and months, days or times of day those in another
    spelling, where the tables have no such word in common.

    Args:
        levels: The levels of each of two tables.
    """
    known = {*levels[0], *levels[1]}
    read = [dict(zip(known, map(canonical_of, known), strict=True))] * 2
    if not set(levels[0]) & set(levels[1]) and all(map(_truth_of, known)):
        read = [{level: _truth_of(level) for level in known}] * 2
    else:
        read = _in_one_spelling(levels, read[0])
    names: dict[str, str] = {}
    return [
        {level: names.setdefault(values[level], level) for level in own}
        for own, values in zip(levels, read, strict=True)
    ]


def _in_one_spelling(
    levels: Sequence[Collection[str]], plain: Mapping[str, str]
) -> list[dict[str, str]]:
    """Read both tables in the ways that let most of their levels meet, if hardly any do as yet."""
    own = [{plain[level] for level in counts} for counts in levels]
    half, most = min(map(len, own)) / 2, len(own[0] & own[1])
    best = [dict(plain)] * 2
    with_digits = [{value for value in values if HAS_DIGIT.search(value)} for values in own]
    if most >= half or not all(with_digits):
        return best
    from monitors.profile.spellings import WAYS  # noqa: PLC0415 - hardly any table needs it

    for readers in WAYS:
        told = [[_told(reader, values) for reader in readers] for values in with_digits]
        for pair in product(*told):
            values = [
                {level: pair[at].get(plain[level], plain[level]) for level in levels[at]}
                for at in (0, 1)
            ]
            found = len(set(values[0].values()) & set(values[1].values()))
            is_one_spelling = not pair[0].keys() & pair[1].keys()
            if is_one_spelling and found >= half and found > most:
                most, best = found, values
    return best


def _told(reader: Callable[[str], str], values: Collection[str]) -> dict[str, str]:
    return {value: read for value in values if (read := reader(value))}


def listed(words: Sequence[str]) -> str:
    """Write values in SQL, with commas."""
    return ", ".join(map(literal, words))

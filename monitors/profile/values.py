"""One canonical reading of values, so that the same value meets itself however it is written.

Segments, groups, classes, categories and the ids of a join are all compared by it: `2`, `2.0` and
`2.00` are one value, and so are a text with spaces at its ends and the same text without, and
`True` and `true`. Beside a column of yes and no, words for these are read as such too.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from monitors.profile.sql import literal, quoted

YES = ("true", "t", "yes", "y", "1", "on", "ja", "wahr", "vrai", "oui")
NO = ("false", "f", "no", "n", "0", "off", "nein", "falsch", "faux", "non")
TRUTH = ("true", "false")
DECIMAL = "^[+-]?[0-9]+[.][0-9]*$"
Count = TypeVar("Count", int, float)


def canonical(column: str) -> str:
    """Write SQL that gives a column's values as they are compared, as text.

    Args:
        column: Its name.
    """
    text = f"trim(CAST({quoted(column)} AS VARCHAR))"
    return (
        f"CASE WHEN regexp_matches({text}, '{DECIMAL}') "
        f"THEN regexp_replace({text}, '[.]?0*$', '') "
        f"WHEN lower({text}) IN ({listed(TRUTH)}) THEN lower({text}) ELSE {text} END"
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
    text = value.strip(" ")
    whole, point, fraction = text.partition(".")
    digits = whole.removeprefix("-").removeprefix("+")
    if point and _are_digits(digits) and (not fraction or _are_digits(fraction)):
        return text.rstrip("0").removesuffix(".")
    return text.lower() if text.lower() in TRUTH else text


def _truth_of(level: str) -> str:
    word = canonical_of(level).lower()
    return "true" if word in YES else "false" if word in NO else ""


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def met(levels: Sequence[Mapping[str, int]]) -> list[dict[str, int]]:
    """Let levels that are one value meet, under the name that the first table has for it.

    Words for yes and no meet other ones, where the tables have no word in common.

    Args:
        levels: Counts by level of each table; several levels of one table may be one value.
    """
    known = {*levels[0], *levels[1]}
    is_worded = not set(levels[0]) & set(levels[1]) and all(map(_truth_of, known))
    read = _truth_of if is_worded else canonical_of
    if all(level == read(level) for level in known):
        return [dict(counts) for counts in levels]
    names: dict[str, str] = {}
    found = []
    for counts in levels:
        own: dict[str, int] = {}
        for level, count in counts.items():
            name = names.setdefault(read(level), level)
            own[name] = own.get(name, 0) + count
        found.append(own)
    return found


def listed(words: Sequence[str]) -> str:
    """Write values in SQL, with commas."""
    return ", ".join(map(literal, words))

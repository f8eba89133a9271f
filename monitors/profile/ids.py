"""Which columns hold ids: they drift by their nature, so they are not compared."""

import re

from monitors.profile.cells import LOOSEST_RUN
from monitors.profile.scan import NumberFacts

MOST_CATEGORIES = 1_000
FEWEST_TO_BE_IDS = 100
WORDS = re.compile(r"[^\W\d_]+|\d+")
END_OF_WORD = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
WHOLE_NAMES = {"id", "key", "uuid", "guid", "hash"}
AFTER_A_NOUN = {"number", "no", "nr"}


def has_too_many_levels(present: int, distinct: int) -> bool:
    """Say whether values are names or ids rather than categories."""
    is_mostly_distinct = present >= FEWEST_TO_BE_IDS and distinct * 2 > present
    return distinct > MOST_CATEGORIES or is_mostly_distinct


def are_ids(name: str, found: NumberFacts) -> bool:
    """Say whether a column of numbers holds ids: whole ones, and named so or running on.

    Numbers that are named as ids are ids where texts would be; there may be fewer in the whole
    table, as of shops. Running numbers never repeat, and fill half of their range or more: numbers
    that are drawn one by one would repeat. Being different alone is no evidence, for amounts are.

    Args:
        name: The column's name.
        found: All of its numbers in the reference, in whatever order they lie.
    """
    if found.fractions or found.present < FEWEST_TO_BE_IDS:
        return False
    if is_named_as_ids(name) and has_too_many_levels(found.present, found.distinct):
        return True
    is_dense = found.highest - found.lowest < LOOSEST_RUN * found.present
    return is_dense and found.distinct == found.present


def is_named_as_ids(name: str) -> bool:
    """Say whether a name says so, as `id`, `customerId`, `id_customer`, `rowKey` or `order_no`."""
    words = [word.lower() for word in WORDS.findall(END_OF_WORD.sub(" ", name))]
    is_whole_name = bool(words) and (words[0] == "id" or words[-1] in WHOLE_NAMES)
    return is_whole_name or (len(words) > 1 and words[-1] in AFTER_A_NOUN)

"""Which columns hold IDs: IDs always change, so they aren't compared."""

import re

from monitors.profile.cells import LOOSEST_RUN, MOST_REPEATED
from monitors.profile.scan import NumberFacts

MOST_CATEGORIES = 1_000
FEWEST_TO_BE_IDS = 100
WORDS = re.compile(r"[^\W\d_]+|\d+")
END_OF_WORD = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
WHOLE_NAMES = {"id", "key", "uuid", "guid", "hash"}
WHOLE_NUMBERS = {"number", "no", "nr"}
NUMBERED = {
    "account", "booking", "card", "case", "claim", "client", "contract", "customer", "document",
    "employee", "invoice", "item", "loan", "member", "order", "passport", "patient", "phone",
    "policy", "product", "reference", "serial", "ticket", "transaction", "user",
}  # fmt: skip
KEYED = NUMBERED | {
    "device", "event", "group", "guest", "merchant", "parent", "person", "record", "request",
    "row", "seller", "session", "shop", "site", "store", "subject", "visit", "visitor",
}  # fmt: skip
MEASURES = {"age", "amount", "amt", "count", "rate", "score", "share", "sum", "total"}


def has_too_many_levels(present: int, distinct: int) -> bool:
    """Return whether values are names or ids rather than categories."""
    is_mostly_distinct = present >= FEWEST_TO_BE_IDS and distinct * 2 > present
    return distinct > MOST_CATEGORIES or is_mostly_distinct


def are_ids(name: str, found: NumberFacts) -> bool:
    """Return whether a column of numbers holds ids: whole ones, and named so or running on.

    Numbers that are named as ids are ids where texts would be; there may be fewer in the whole
    table, as of shops. Running numbers hardly repeat, and fill half of their range or more:
    numbers that are drawn one by one would repeat. Being different alone is no evidence, for
    amounts are.

    Args:
        name: The column's name.
        found: All of its numbers in the reference, in whatever order they lie.
    """
    if found.fractions or found.present < FEWEST_TO_BE_IDS:
        return False
    if is_named_as_ids(name) and has_too_many_levels(found.present, found.distinct):
        return True
    is_dense = found.highest - found.lowest < LOOSEST_RUN * found.present
    return is_dense and found.present - found.distinct <= MOST_REPEATED * found.present


def is_named_as_ids(name: str) -> bool:
    """Return whether a name says so, as `id`, `customerId`, `id_customer`, `rowKey` or `order_no`.

    Words run together, as some databases write them, count where the first is a thing of which
    there are records; and a number counts as the name of such a thing alone, not of rooms.
    """
    found = [word.lower() for word in WORDS.findall(END_OF_WORD.sub(" ", name))]
    words = [word for word in found if not word.isdigit()]
    if not words:
        return False
    *before, last = words
    return (
        last in WHOLE_NAMES
        or (words[0] == "id" and len(before) == 1 and last not in MEASURES)
        or (last in WHOLE_NUMBERS and bool(before) and before[-1] in NUMBERED)
        or any(last.removesuffix(end) in KEYED for end in WHOLE_NAMES if last.endswith(end))
        or any(last.removesuffix(end) in NUMBERED for end in WHOLE_NUMBERS if last.endswith(end))
    )

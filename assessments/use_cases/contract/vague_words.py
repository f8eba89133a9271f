"""Words that promise without a number, in any of their forms."""

import re
from collections.abc import Sequence
from functools import cache

VERB = r"(?:e|es|ed|er|ing|ement|ements|ation|ations)"
OTHERWISE = r"(?:er|est)?"


def vague_words(text: str, words: Sequence[str]) -> list[str]:
    """Return the vague words of a text as they stand in it, in order.

    Whole words count, in capitals or not, with the endings of a verb in -e (improve: improved,
    improving, improvement), -er and -est (smart: smarter), -ise or -ize, and a hyphen or a space.
    """
    found = [match for word in words for match in _pattern(word).finditer(text)]
    return [match.group() for match in sorted(found, key=lambda match: match.start())]


@cache
def _pattern(word: str) -> re.Pattern[str]:
    stem = word.removesuffix("e")
    ending = VERB if stem != word else OTHERWISE
    escaped = re.escape(stem).replace(r"\-", r"[-\s]")
    escaped = re.sub(r"i[sz]$", "i[sz]", escaped)
    return re.compile(rf"(?<!\w){escaped}{ending}(?!\w)", re.IGNORECASE)

"""Finds what a question names: a model, a use case, a word; slips of the finger included."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

NEAR_ENOUGH = 0.8
SHORTEST_GUESSED = 4
KEPT = 20_000
"""Words that were compared lately: one question is compared with each name many times."""
_WORD = re.compile(r"[\w.-]+")


def names_in(question: str, names: Iterable[str]) -> list[str]:
    """List the names that a question holds, the best match first.

    A name counts where its words stand in the question, upper and lower case alike, with `_` and
    `-` for spaces; or where some word is close to it (Ratcliff and Obershelp, 0.8).
    """
    asked = _words(question)
    scored = [(_score(asked, name), name) for name in names]
    return [name for score, name in sorted(scored, key=_best_first) if score > 0]


def all_names_in(question: str, names: Iterable[str]) -> list[str]:
    """List the names that a question holds, each in words of its own, the best match first.

    Of `churn` and `churn north` it's only the longer one, unless both are there.
    """
    known, found, left = list(names), [], question
    while best := names_in(left, known)[:1]:
        found += best
        known.remove(best[0])
        without = spelled_in(left, best[0], " ")
        if without == left:
            break
        left = without
    return found


def spelled_in(text: str, name: str, instead: str) -> str:
    """Put something else where a text holds a name, slips included; unchanged where it doesn't."""
    tokens, wanted = list(_WORD.finditer(text)), _words(name)
    for start in range(len(tokens) - len(wanted) + 1):
        here = tokens[start : start + len(wanted)]
        spoken = [token[0].casefold().strip(".") for token in here]
        if all(map(_alike, wanted, spoken)):
            return text[: here[0].start()] + instead + text[here[-1].end() :]
    return text


def _best_first(scored: tuple[float, str]) -> tuple[float, int, str]:
    score, name = scored
    return -score, -len(name), name


def _score(asked: Sequence[str], name: str) -> float:
    wanted = _words(name)
    if not wanted or not asked:
        return 0.0
    found = [max(_alike(word, other) for other in asked) for word in wanted]
    score = sum(found) / len(found)
    return score if score >= NEAR_ENOUGH else 0.0


@lru_cache(KEPT)
def _alike(one: str, other: str) -> float:
    if one == other or one.rstrip("s") == other.rstrip("s"):
        return 1.0
    if min(len(one), len(other)) < SHORTEST_GUESSED:
        return 0.0
    alike = SequenceMatcher(None, one, other).ratio()
    return alike if alike >= NEAR_ENOUGH else 0.0


@lru_cache(KEPT)
def _words(text: str) -> tuple[str, ...]:
    spaced = text.replace("_", " ").replace("-", " ").casefold()
    return tuple(word.strip(".") for word in _WORD.findall(spaced) if word.strip("."))

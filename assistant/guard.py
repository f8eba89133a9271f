"""Checks a model's words before anybody reads them: numbers, links and mentions are only ours."""

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from assistant.finding import Finding
from assistant.said import as_plain, person

LONGEST = 2_800
_THINKING = re.compile(r"<think>.*?(</think>|$)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"^\s*```[\w-]*\s*\n?|\n?```\s*$")
_NUMBER = re.compile(r"\d[\d,. \u00a0\u202f]*\d|\d")
_LIST_NUMBER = re.compile(r"(?m)^\s*\d{1,2}[.)]\s")
_LABEL = re.compile(r"(?:[A-Z][\w'-]+ )?\[P(\d{1,3})\]")
_LINKS = re.compile(
    r"[a-z][a-z0-9+.-]*://|www\.|mailto:|\]\(|<http|\b[\w-]+\.(com|net|org|io|example|ru|xyz)\b",
    re.IGNORECASE,
)
_MENTIONS = re.compile(r"<[@#!]|@(channel|here|everyone)\b|@[A-Za-z]|\bU[0-9A-Z]{6,}\b")
_DEEDS = re.compile(
    r"\bI(?:'ve| have| just)?\s+(?:now )?(approved|rejected|signed|rolled|released|closed|deleted|"
    r"changed|kept|acknowledged|reminded|sent|posted)\b|\b(button|action_id|block_id)\b",
    re.IGNORECASE,
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})", re.IGNORECASE)
_PERCENT = re.compile(r"\d[\d.,]*\s?%")
_DATE = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4}(, \d{2}:\d{2} UTC)?")
SMALL = 1e-6


class GuardError(Exception):
    """A model's words hold what nobody told it; the message says what kind."""


def guarded(text: str, findings: Collection[Finding], labels: Mapping[str, str]) -> str:
    """Return a model's words as a marked text, once they hold nothing that isn't ours.

    Args:
        text: What it wrote.
        findings: What tools told it.
        labels: Whom each label means: `{"P1": "U0MIA"}`.

    Returns:
        A text whose people are marked as in `assistant.said`.

    Raises:
        GuardError: It is empty or too long; or has a link, a mention, a number that no tool told,
            a label that nobody has, or says that something was done.
    """
    words = without_thinking(text)
    if not words or len(words) > LONGEST:
        raise GuardError("length")
    for kind, pattern in (("link", _LINKS), ("mention", _MENTIONS), ("deed", _DEEDS)):
        if pattern.search(words):
            raise GuardError(kind)
    unknown = {found for found in _LABEL.findall(words) if f"P{found}" not in labels}
    if unknown:
        raise GuardError("label")
    told = "\n".join(as_plain(found.text) for found in findings)
    if foreign := foreign_numbers(_LABEL.sub("", words), told):
        raise GuardError(f"number {foreign[0]:g}")
    return _LABEL.sub(lambda found: person(labels[f"P{found[1]}"]), words)


def without_thinking(text: str) -> str:
    """Take off what a model thinks aloud, and fences around it all."""
    return _FENCE.sub("", _THINKING.sub("", text).strip()).strip()


def foreign_numbers(words: str, told: str) -> list[float]:
    """List the numbers in some words that aren't in what was told, in its figures or roundings.

    List numbers don't count. The difference of two percentages may be said, or of two numbers of
    one sentence, dates aside; a share as a percentage, and the other way round. A month's name in
    what was told may be written as its number.
    """
    shown = {*_numbers(told), *map(float, _months(told))}
    shares = {value for value in shown if value < 1}
    percents = {value for found in _PERCENT.findall(told) for value in _numbers(found)}
    pairs = [percents, *(set(_numbers(line)) for line in _DATE.sub(" ", told).splitlines())]
    known = shown | {abs(one - two) for pair in pairs for one, two in combinations(pair, 2)}
    known |= {value * 100 for value in shares} | {value / 100 for value in percents}
    said = _numbers(_LIST_NUMBER.sub(" ", words))
    return [value for value in said if not _is_known(value, known)]


def _is_known(value: float, known: Iterable[float]) -> bool:
    decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
    return any(
        abs(value - one) < SMALL or abs(value - round(one, decimals)) < SMALL for one in known
    )


def _numbers(text: str) -> list[float]:
    return [value for found in _NUMBER.findall(text) for value in _read(found)]


def _read(found: str) -> list[float]:
    """Read a number with thousands separated or not; several where blanks part several."""
    parts = re.split(r"[ \u00a0\u202f]+|,\s", found.strip())
    values = []
    for part in parts:
        digits = part.strip(".,")
        whole = re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits)
        plain = digits.replace(",", "") if whole else digits.replace(",", ".")
        try:
            values.append(float(plain))
        except ValueError:
            values += [float(one) for one in re.findall(r"\d+", plain)]
    return values


def _months(text: str) -> list[int]:
    return [_MONTHS.index(found.casefold()) + 1 for found in _MONTH.findall(text)]

"""Checks a model's words before anybody reads them: numbers, links and mentions are only ours."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from assistant.finding import Finding
from assistant.said import as_plain, person

LONGEST = 2_800
_THOUGHTS = r"(?:think|thinking|thought|reasoning)"
_THINKING = re.compile(
    rf"^.*</{_THOUGHTS}>|<{_THOUGHTS}>.*?(</{_THOUGHTS}>|$)", re.DOTALL | re.IGNORECASE
)
"""Thoughts; some templates leave out where they begin."""
_FENCE = re.compile(r"^\s*```[\w-]*\s*\n?|\n?```\s*$")
_NUMBER = re.compile(r"\d[\d,. \u00a0\u202f]*\d|\d")
_LIST_NUMBER = re.compile(r"(?m)^\s*\d{1,2}[.)]\s")
_LABEL = re.compile(r"(?:[A-Z][\w'-]+ )?\[P(\d{1,3})\]")
_LINKS = re.compile(
    r"[a-z][a-z0-9+.-]*://|www\.|mailto:|\]\(|<http|\b[\w-]+\.(com|net|org|io|example|ru|xyz)\b",
    re.IGNORECASE,
)
_MENTIONS = re.compile(r"<[@#!]|@(channel|here|everyone)\b|@[A-Za-z]|\bU[0-9A-Z]{6,}\b")
_DONE = (
    "approved|rejected|signed|rolled back|released|closed|deleted|changed|kept|acknowledged|"
    "reminded|sent|posted|deployed|promoted|retired|muted"
)
_DEEDS = re.compile(
    r"\b(?:I|we)(?:'ve|'ll)?\s+(?:(?:have|had|will|just|now|already|also|gone ahead and)"
    rf"\s+)*(?:{_DONE}|rolled)\b|\b(button|action_id|block_id)\b"
    r"|^\W*(?:done|all set|consider it done)\b",
    re.IGNORECASE,
)
_STATES = re.compile(
    rf"\b(?:has|have|was|were|is now|are now|got)\s+(?:now |just |already |successfully |been )*"
    rf"({_DONE})\b",
    re.IGNORECASE,
)
"""Says that something was done; it's ours where a tool said it in the same word."""
_MARKUP = re.compile(
    r"</?(?:tool|function|s>)|<\|?[a-z_]+\|?>|\[/?(?:INST|TOOL_CALLS)\]|^\s*[\[{]\s*[\"\[{]|"
    r"\"(?:name|arguments|parameters)\"\s*:",
    re.IGNORECASE,
)
"""A call of a tool, or a template's marks, in place of an answer."""
_DOMAIN = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:/\S*)?")
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_BELOW = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_SPELLED = re.compile(
    rf"\b(?:{_TENS}|{_TEENS}|hundred|thousand|million|billion|dozen)s?\b|\b(?:{_BELOW})\b[ -]"
    r"(?:per ?cent|percentage|points?|times|euros?|dollars?)|"
    r"\b(?:half|quarters?|thirds?) of (?:the|all|our)\b|\b(?:doubled|tripled|halved|twice)\b",
    re.IGNORECASE,
)
"""Numbers in words: a model is told to write each as a tool did."""
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})", re.IGNORECASE)
_PERCENT = re.compile(r"\d[\d.,]*\s?%")
_DATE = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4}(, \d{2}:\d{2} UTC)?")
SMALL = 1e-6
_NEVER = (("link", _LINKS), ("mention", _MENTIONS), ("deed", _DEEDS), ("markup", _MARKUP))


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
            a label that nobody has, a call of a tool, or says that something was done.
    """
    words = without_thinking(text)
    if not words or len(words) > LONGEST:
        raise GuardError("length")
    for kind, pattern in _NEVER:
        if pattern.search(words):
            raise GuardError(kind)
    unknown = {found for found in _LABEL.findall(words) if f"P{found}" not in labels}
    if unknown:
        raise GuardError("label")
    told = "\n".join(as_plain(found.text) for found in findings)
    _check_told(words, told.casefold())
    if foreign := foreign_numbers(_LABEL.sub("", words), told):
        raise GuardError(f"number {foreign[0]:g}")
    return _LABEL.sub(lambda found: person(labels[f"P{found[1]}"]), words)


def _check_told(words: str, told: str) -> None:
    """Check that addresses, deeds and numbers in words are ones that tools told."""
    for kind, pattern in (("link", _DOMAIN), ("deed", _STATES), ("number", _SPELLED)):
        for found in pattern.finditer(words):
            if found[found.lastindex or 0].casefold() not in told:
                raise GuardError(kind)
    if any(unicodedata.category(letter) in {"No", "Nl"} for letter in words):
        raise GuardError("number")


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

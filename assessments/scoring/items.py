"""One maturity item: each group has one vote, unknown is never zero, disagreement is shown."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median_high, median_low

from assessments.questionnaires.content import DONT_KNOW, SKIP, Item

HIGHEST_LEVEL = 4
UNPROVEN_LEVEL = 2
FEWEST_FOR_CONSENSUS = 3
DISCUSS_FROM, CHECK_FROM = Fraction(2), Fraction(3, 2)
CONSENSUS_BELOW = 0.70
HALF = Fraction(1, 2)
Answers = Mapping[str, int | str]


class Flag(StrEnum):
    """How far the people who answered an item agree."""

    DISCUSS = "discuss"
    CHECK = "check"
    AGREE = "agree"
    ONE_VIEW = "one_view"


@dataclass(frozen=True)
class Rater:
    """One person: group, and for each item a level 0 to 4, `dont_know` or `skip`."""

    group: str
    answers: Answers


@dataclass(frozen=True)
class ItemScore:
    """What the people said of one item; scores are levels 0 to 4, None while it is unknown."""

    item: Item
    score: Fraction | None
    evidenced: Fraction | None
    medians: Mapping[str, Fraction]
    role_gap: Fraction | None
    consensus: float | None
    flag: Flag
    is_unknown: bool
    blind_groups: Sequence[str]
    answered: int
    expected: int


def score_item(
    item: Item, groups: Sequence[str], raters: Sequence[Rater], *, has_evidence: bool
) -> ItemScore:
    """Score one item.

    The team's score is the mean of the groups' medians. Without an evidence link each answer of
    3 or 4 counts as 2 in the evidenced score. Who is not among the item's groups is not heard.

    Args:
        item: The item.
        groups: Every group, in the questionnaire's order.
        raters: Everyone who was asked something.
        has_evidence: Whether somebody gave a link for this item.
    """
    asked: dict[str, list[int | str]] = {group: [] for group in groups if group in item.roles}
    expected = 0
    for rater in raters:
        if rater.group in asked:
            answer = rater.answers.get(item.id)
            expected += answer != SKIP
            if answer is not None and (_is_level(answer) or answer == DONT_KNOW):
                asked[rater.group].append(answer)
    levels = {group: _levels(found) for group, found in asked.items()}
    medians = {group: _median(found) for group, found in levels.items() if found}
    everyone = [level for found in levels.values() for level in found]
    answered = sum(len(found) for found in asked.values())
    is_unknown = not everyone or _is_mostly_unknown(len(everyone), answered)
    gap = max(medians.values()) - min(medians.values()) if len(medians) > 1 else None
    agreement = consensus(everyone)
    return ItemScore(
        item=item,
        score=None if is_unknown else _mean(list(medians.values())),
        evidenced=None if is_unknown else _evidenced(levels, has_evidence=has_evidence),
        medians=medians,
        role_gap=gap,
        consensus=agreement,
        flag=_flag(gap, agreement, groups=len(medians), answers=len(everyone)),
        is_unknown=is_unknown,
        blind_groups=[
            group
            for group, found in asked.items()
            if found and _is_mostly_unknown(len(levels[group]), len(found))
        ],
        answered=answered,
        expected=expected,
    )


def consensus(levels: Sequence[int], width: int = HIGHEST_LEVEL) -> float | None:
    """Agreement of ratings on an ordered scale.

    1 + sum of p(x) log2(1 - |x - mean| / width) (Tastle and Wierman 2007, Int. J. Approx.
    Reasoning 45(3), p. 531).

    Args:
        levels: Each rating, from 0 to `width`.
        width: The largest difference that two ratings can have.

    Returns:
        1 when all are the same, 0 when half stand at each end; None below three ratings.
    """
    if len(levels) < FEWEST_FOR_CONSENSUS:
        return None
    mean = sum(levels) / len(levels)
    share = 1 / len(levels)
    return 1 + math.fsum(share * math.log2(1 - abs(level - mean) / width) for level in levels)


def _is_level(answer: object) -> bool:
    return (
        isinstance(answer, int) and not isinstance(answer, bool) and 0 <= answer <= HIGHEST_LEVEL
    )


def _levels(answers: Sequence[int | str]) -> list[int]:
    return [answer for answer in answers if isinstance(answer, int)]


def _is_mostly_unknown(known: int, answered: int) -> bool:
    return Fraction(answered - known, answered) >= HALF


def _median(levels: Sequence[int]) -> Fraction:
    return Fraction(median_low(levels) + median_high(levels), 2)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _evidenced(levels: Mapping[str, Sequence[int]], *, has_evidence: bool) -> Fraction:
    highest = HIGHEST_LEVEL if has_evidence else UNPROVEN_LEVEL
    medians = [
        _median([min(level, highest) for level in found]) for found in levels.values() if found
    ]
    return _mean(medians)


def _flag(gap: Fraction | None, agreement: float | None, *, groups: int, answers: int) -> Flag:
    if gap is not None and gap >= DISCUSS_FROM:
        return Flag.DISCUSS
    is_apart = gap is not None and gap >= CHECK_FROM
    if is_apart or (agreement is not None and agreement < CONSENSUS_BELOW):
        return Flag.CHECK
    is_alone = groups < 2 and answers < FEWEST_FOR_CONSENSUS  # noqa: PLR2004 - one group has no other
    return Flag.ONE_VIEW if is_alone else Flag.AGREE

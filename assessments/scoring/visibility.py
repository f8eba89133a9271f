"""Which figures may be shown: none through which one person's answer would be known."""

from collections.abc import Callable, Collection, Sequence

from assessments.questionnaires.content import SKIP, Item
from assessments.scoring.items import Rater

FEWEST_SHOWN = 2


def people_heard(raters: Sequence[Rater], items: Collection[Item]) -> int:
    """Count the people who gave a level to at least one of some items that they can see."""
    return _count(raters, items, lambda answer: isinstance(answer, int))


def people_answered(raters: Sequence[Rater], items: Collection[Item]) -> int:
    """Count the people who answered one of some items, be it that they don't know."""
    return _count(raters, items, lambda answer: answer != SKIP)


def _count(
    raters: Sequence[Rater], items: Collection[Item], counts: Callable[[int | str], bool]
) -> int:
    return sum(
        any(
            rater.group in item.roles and counts(rater.answers.get(item.id, SKIP))
            for item in items
        )
        for rater in raters
    )

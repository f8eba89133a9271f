"""Which group figures may be shown: none through which one person's answer would be known."""

from collections.abc import Collection, Sequence

from assessments.questionnaires.content import SKIP
from assessments.scoring.items import Rater

FEWEST_SHOWN = 2


def people_heard(raters: Sequence[Rater], group: str, items: Collection[str]) -> int:
    """Count the people of a group who gave a level to at least one of some items."""
    return sum(
        any(isinstance(rater.answers.get(item), int) for item in items)
        for rater in raters
        if rater.group == group
    )


def people_answered(raters: Sequence[Rater], group: str, items: Collection[str]) -> int:
    """Count the people of a group who answered some of the items, be it that they don't know."""
    return sum(
        any(rater.answers.get(item, SKIP) != SKIP for item in items)
        for rater in raters
        if rater.group == group
    )

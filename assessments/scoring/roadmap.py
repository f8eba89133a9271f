"""The roadmap: at most five steps, quickest value first, each behind what it needs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.questionnaires.content import Questionnaire
from assessments.scoring.items import HIGHEST_LEVEL, Flag, ItemScore
from assessments.scoring.maturity import Maturity

SMALLEST_GAP = Fraction(1, 2)
NEEDED_BELOW = 2
LOWEST_BONUS, GATE_BONUS, SIGNAL_BONUS = Fraction(1, 2), Fraction(1, 2), Fraction(1, 4)


@dataclass(frozen=True)
class Action:
    """One step up on one item; weeks are a guess of the questionnaire.

    The sentence `is_action`, or says what the level looks like where there is no action.
    """

    item: str
    from_level: int
    to_level: int
    sentence: str
    owner_group: str
    weeks: Fraction
    priority: Fraction
    evidence_hint: str
    flag: Flag
    is_action: bool = False


def plan_roadmap(
    questionnaire: Questionnaire, maturity: Maturity, pointed_to: Sequence[str] = ()
) -> list[Action]:
    """Propose the steps to take first.

    Args:
        questionnaire: Items, and how long a step takes.
        maturity: The scored round.
        pointed_to: The dimensions that the adoption screen's signals point to.

    Returns:
        At most as many actions as the questionnaire allows, in the order to take them.
    """
    steps = {
        name: _step(questionnaire, maturity, found, found.score, pointed_to)
        for name, found in maturity.items.items()
        if found.score is not None and found.score < HIGHEST_LEVEL
    }
    candidates = [name for name in steps if steps[name].gap >= SMALLEST_GAP]
    candidates.sort(key=lambda name: (-steps[name].action.priority, steps[name].score, name))
    planned: dict[str, Action] = {}
    for candidate in candidates:
        for name in _with_what_it_needs(steps, candidate, frozenset()):
            planned.setdefault(name, steps[name].action)
    return list(planned.values())[: questionnaire.roadmap.limit]


@dataclass(frozen=True)
class _Step:
    needs: Sequence[str]
    score: Fraction
    gap: Fraction
    action: Action


def _step(
    questionnaire: Questionnaire,
    maturity: Maturity,
    found: ItemScore,
    score: Fraction,
    pointed_to: Sequence[str],
) -> _Step:
    item, rules = found.item, questionnaire.roadmap
    from_level = int(score)
    weeks = Fraction(str(rules.base_weeks[from_level])) * Fraction(
        str(rules.effort_factor[item.effort])
    )
    gap = max(maturity.targets[item.dimension] - score, Fraction(0))
    weight = (
        1
        + LOWEST_BONUS * (item.dimension in maturity.lowest)
        + GATE_BONUS * (item.id in maturity.gates_below_1)
        + SIGNAL_BONUS * (item.dimension in pointed_to)
    )
    action = Action(
        item=item.id,
        from_level=from_level,
        to_level=from_level + 1,
        sentence=item.step_to(from_level + 1),
        owner_group=next(
            found.owner_group for found in questionnaire.dimensions if found.id == item.dimension
        ),
        weeks=weeks,
        priority=min(Fraction(1), gap) * weight / weeks,
        evidence_hint=item.evidence_hint,
        flag=found.flag,
        is_action=item.actions is not None,
    )
    return _Step(item.needs, score, gap, action)


def _with_what_it_needs(
    steps: Mapping[str, _Step], name: str, before: frozenset[str]
) -> Iterator[str]:
    """Return what an item needs and is still below 2, each behind its own needs, then the item."""
    for needed in steps[name].needs:
        is_open = needed in steps and steps[needed].score < NEEDED_BELOW
        if is_open and needed not in before:
            yield from _with_what_it_needs(steps, needed, before | {name})
    yield name

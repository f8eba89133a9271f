"""A round of the maturity questionnaire: dimensions, the headline level, what is in dispute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.errors import ScoringError
from assessments.questionnaires.content import Item, Questionnaire
from assessments.scoring.items import Flag, ItemScore, Rater, score_item

ENOUGH = Fraction(3, 5)
COVERED_FROM = Fraction(4, 5)
FEWEST_RESPONDENTS = 3
GATE_BELOW, GATE_CAP = 1, 1
MOST_IN_SECOND_ROUND = 5
ByDimension = Mapping[str, Fraction | None]


@dataclass(frozen=True)
class Maturity:
    """What a round says about a team; levels are 0 to 4, None where too little is known.

    `level` is the headline: the floor of the lowest dimension, at most 1 while a gate is missing.
    """

    items: Mapping[str, ItemScore]
    dimensions: ByDimension
    evidenced_dimensions: ByDimension
    by_group: Mapping[str, Mapping[str, Fraction | None]]
    average: Fraction | None
    level: int | None
    evidenced_level: int | None
    gates_below_1: Sequence[str]
    lowest: Sequence[str]
    provisional_reasons: Sequence[str]
    response_rate: Fraction
    unknown: Sequence[str]
    blind_spots: Sequence[tuple[str, str]]
    discuss: Sequence[str]
    check: Sequence[str]
    gaps: ByDimension
    targets: Mapping[str, int]

    @property
    def second_round(self) -> Sequence[str]:
        """The items that a second round asks again, the widest apart first."""
        return self.discuss[:MOST_IN_SECOND_ROUND]


def items_in_scope(questionnaire: Questionnaire, mode: str) -> list[Item]:
    """List the items that a mode asks: `quick` or `full`.

    Raises:
        ScoringError: There is no such mode.
    """
    if mode not in {"quick", "full"}:
        raise ScoringError(f"There is no mode {mode}; there are quick and full.")
    return [item for item in questionnaire.items if mode == "full" or item.quick]


def targets_of(questionnaire: Questionnaire, targets: str | Mapping[str, int]) -> dict[str, int]:
    """Return each dimension's target: those of a preset, or a map of one's own.

    Raises:
        ScoringError: The preset is unknown, or a dimension has no target from 0 to 4.
    """
    presets = questionnaire.targets.presets
    if isinstance(targets, str) and targets not in presets:
        raise ScoringError(f"There is no preset {targets}; there are {', '.join(presets)}.")
    found = presets[targets] if isinstance(targets, str) else targets
    for dimension in questionnaire.dimensions:
        if found.get(dimension.id) not in range(5):
            raise ScoringError(f"Dimension {dimension.id} needs a target from 0 to 4.")
    return {dimension.id: found[dimension.id] for dimension in questionnaire.dimensions}


def score_maturity(
    questionnaire: Questionnaire,
    mode: str,
    targets: Mapping[str, int],
    raters: Sequence[Rater],
    evidence: frozenset[str] = frozenset(),
) -> Maturity:
    """Score a round.

    Args:
        questionnaire: Items, dimensions and groups.
        mode: `quick` or `full`.
        targets: Each dimension's target level.
        raters: Everyone who was asked.
        evidence: Ids of the items that somebody gave a link for.

    Raises:
        ScoringError: There is no such mode.
    """
    groups = list(questionnaire.groups)
    items = {
        item.id: score_item(item, groups, raters, has_evidence=item.id in evidence)
        for item in items_in_scope(questionnaire, mode)
    }
    by_dimension = {
        dimension.id: [found for found in items.values() if found.item.dimension == dimension.id]
        for dimension in questionnaire.dimensions
    }
    dimensions = {
        name: _mean_of_enough([found.score for found in there])
        for name, there in by_dimension.items()
    }
    evidenced = {
        name: _mean_of_enough([found.evidenced for found in there])
        for name, there in by_dimension.items()
    }
    scored = {name: score for name, score in dimensions.items() if score is not None}
    gates = _gates_below_1(items)
    return Maturity(
        items=items,
        dimensions=dimensions,
        evidenced_dimensions=evidenced,
        by_group={name: _by_group(groups, there) for name, there in by_dimension.items()},
        average=_mean(list(scored.values())),
        level=_level(dimensions, has_open_gate=bool(gates)),
        evidenced_level=_level(evidenced, has_open_gate=bool(gates)),
        gates_below_1=gates,
        lowest=[name for name, score in scored.items() if score == min(scored.values())],
        provisional_reasons=_provisional_reasons(items, dimensions, groups, raters),
        response_rate=_response_rate(items),
        unknown=[name for name, found in items.items() if found.is_unknown],
        blind_spots=[(name, who) for name, found in items.items() for who in found.blind_groups],
        discuss=_widest_apart_first(items),
        check=[name for name, found in items.items() if found.flag is Flag.CHECK],
        gaps={name: _gap(targets[name], score) for name, score in dimensions.items()},
        targets=targets,
    )


def _gates_below_1(items: Mapping[str, ItemScore]) -> list[str]:
    return [
        name
        for name, found in items.items()
        if found.item.gate and found.score is not None and found.score < GATE_BELOW
    ]


def _widest_apart_first(items: Mapping[str, ItemScore]) -> list[str]:
    discussed = [name for name, found in items.items() if found.flag is Flag.DISCUSS]
    return sorted(discussed, key=lambda name: -(items[name].role_gap or 0))


def _gap(target: int, score: Fraction | None) -> Fraction | None:
    return None if score is None else max(target - score, Fraction(0))


def _response_rate(items: Mapping[str, ItemScore]) -> Fraction:
    answered = sum(found.answered for found in items.values())
    return _share(answered, sum(found.expected for found in items.values()))


def _by_group(groups: Sequence[str], items: Sequence[ItemScore]) -> dict[str, Fraction | None]:
    return {
        group: _mean_of_enough(
            [found.medians.get(group) for found in items if group in found.item.roles]
        )
        for group in groups
    }


def _mean_of_enough(scores: Sequence[Fraction | None]) -> Fraction | None:
    """Average what is known, when that is at least three fifths."""
    known = [score for score in scores if score is not None]
    return _mean(known) if known and Fraction(len(known), len(scores)) >= ENOUGH else None


def _mean(scores: Sequence[Fraction]) -> Fraction | None:
    return sum(scores, Fraction(0)) / len(scores) if scores else None


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


def _level(dimensions: ByDimension, *, has_open_gate: bool) -> int | None:
    """Take the weakest link, once three fifths of the dimensions are known.

    A strong dimension does not repair a missing one.
    """
    scored = [score for score in dimensions.values() if score is not None]
    if _share(len(scored), len(dimensions)) < ENOUGH:
        return None
    lowest = int(min(scored))
    return min(lowest, GATE_CAP) if has_open_gate else lowest


def _provisional_reasons(
    items: Mapping[str, ItemScore],
    dimensions: ByDimension,
    groups: Sequence[str],
    raters: Sequence[Rater],
) -> list[str]:
    scored = sum(found.score is not None for found in items.values())
    respondents = [rater for rater in raters if rater.answers]
    reasons = {
        "coverage_below_80": _share(scored, len(items)) < COVERED_FROM,
        "dimension_without_score": None in dimensions.values(),
        "group_without_respondent": bool(set(groups) - {rater.group for rater in respondents}),
        "fewer_than_3_respondents": len(respondents) < FEWEST_RESPONDENTS,
    }
    return [reason for reason, holds in reasons.items() if holds]

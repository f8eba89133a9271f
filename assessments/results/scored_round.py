"""A round's people, what their answers add up to, and how much of it may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import Session

from assessments.answers.given import current_answers
from assessments.answers.interview import participants
from assessments.answers.replies import Reply
from assessments.questionnaires.content import Questionnaire
from assessments.results.maturity import Cell, CellState
from assessments.scoring.items import ItemScore, Rater
from assessments.scoring.maturity import ByDimension, Maturity, score_maturity, targets_of
from assessments.scoring.visibility import FEWEST_SHOWN, people_answered, people_heard
from assessments.tables import Assessment, Ballot


@dataclass(frozen=True)
class ScoredRound:
    """A round's people and what their answers add up to."""

    questionnaire: Questionnaire
    raters: Sequence[Rater]
    maturity: Maturity
    shows_single: bool

    def cell(self, dimension: str, group: str) -> Cell:
        """Return a group's level in a dimension, unless one person's answer would show."""
        asked = [found.item for found in self._items_of(dimension) if group in found.item.roles]
        level = self.maturity.by_group[dimension][group]
        people = self._people_of(group)
        if not asked or not people:
            return Cell(CellState.NOT_ASKED)
        if not people_answered(people, asked):
            return Cell(CellState.NO_ANSWER)
        if self._hides(people_heard(people, asked) or people_answered(people, asked)):
            return Cell(CellState.HIDDEN)
        return Cell(CellState.UNKNOWN if level is None else CellState.KNOWN, level)

    def hides_item(self, item: str) -> bool:
        """Whether an item's score rests on one person."""
        return self._hides_items([self.maturity.items[item]])

    def hides_dimension(self, dimension: str) -> bool:
        """Whether everyone's level in a dimension rests on one person."""
        there = self._items_of(dimension)
        if self.maturity.dimensions[dimension] is not None:
            return self._hides_items(there)
        return self._hides(people_answered(self.raters, [found.item for found in there]))

    def hides_average(self) -> bool:
        """Whether only one person answered at all."""
        return self._hides_items(list(self.maturity.items.values()))

    def hides_level(self, level: int | None, dimensions: ByDimension) -> bool:
        """Whether a headline, and all that sets it, rests on one person.

        Args:
            level: The headline of these dimensions.
            dimensions: Each dimension's level, as claimed or as evidenced.
        """
        if level is None:
            return False
        scored = {name: score for name, score in dimensions.items() if score is not None}
        lowest = min(scored.values())
        if level < int(lowest):
            return all(self.hides_item(gate) for gate in self.maturity.gates_below_1)
        return all(self.hides_dimension(name) for name in scored if scored[name] == lowest)

    def views(self, item: str) -> list[tuple[str, Fraction]]:
        """Return each group's median of an item; none when one person's answer would show."""
        medians = self.maturity.items[item].medians
        if any(self._hides(self._heard(group, item)) for group in medians):
            return []
        return [
            (self.questionnaire.groups[group].label, level) for group, level in medians.items()
        ]

    def both_views(self, item: str) -> list[tuple[Fraction, str]]:
        """Return the groups' lowest and highest view of an item, without the groups."""
        found = self.maturity.items[item]
        if self.hides_spread(item) or not found.medians:
            return []
        ends = sorted({min(found.medians.values()), max(found.medians.values())})
        return [(level, found.item.levels[int(level)]) for level in ends]

    def hides_spread(self, item: str) -> bool:
        """Whether only one person gave an item a level, however many couldn't say."""
        return self._hides(people_heard(self.raters, [self.maturity.items[item].item]))

    def spread(self, item: str) -> tuple[int, int] | None:
        """Return an item's lowest and highest level; None if nobody or one person gave any."""
        if self.hides_spread(item):
            return None
        found = self.maturity.items[item].item
        levels = [
            level
            for rater in self.raters
            if rater.group in found.roles and isinstance(level := rater.answers.get(item), int)
        ]
        return (min(levels), max(levels)) if levels else None

    def unknown(self) -> list[str]:
        """List the items that too few could answer, unless that would be one person."""
        return [
            self.maturity.items[name].item.question
            for name in self.maturity.unknown
            if not self.hides_item(name)
        ]

    def blind_spots(self) -> list[tuple[str, str]]:
        """List the items that half a group doesn't know, unless that would be one person."""
        return [
            (self.maturity.items[item].item.question, self.questionnaire.groups[group].label)
            for item, group in self.maturity.blind_spots
            if not self._hides(
                people_answered(self._people_of(group), [self.maturity.items[item].item])
            )
        ]

    def _people_of(self, group: str) -> list[Rater]:
        return [rater for rater in self.raters if rater.group == group]

    def _heard(self, group: str, item: str) -> int:
        return people_heard(self._people_of(group), [self.maturity.items[item].item])

    def _items_of(self, dimension: str) -> list[ItemScore]:
        items = self.maturity.items.values()
        return [found for found in items if found.item.dimension == dimension]

    def _hides_items(self, items: Sequence[ItemScore]) -> bool:
        scored = [found.item for found in items if found.score is not None]
        if scored:
            return self._hides(people_heard(self.raters, scored))
        return self._hides(people_answered(self.raters, [found.item for found in items]))

    def _hides(self, people: int) -> bool:
        return not self.shows_single and 0 < people < FEWEST_SHOWN


def replies_of_round(
    session: Session, assessment: Assessment, ballot: Ballot | None = None
) -> dict[str, dict[str, Reply]]:
    """Return everyone's latest answers, by user_id, without people who were removed."""
    answers = current_answers(session, assessment.id, ballot)
    asked = {person.user_id for person in participants(session, assessment.id)}
    return {user_id: given for user_id, given in answers.items() if user_id in asked}


def scored_round(
    session: Session,
    assessment: Assessment,
    questionnaire: Questionnaire,
    ballot: Ballot | None = None,
) -> ScoredRound:
    """Score what a round's people have answered: their latest answers, or those of a ballot."""
    answers = replies_of_round(session, assessment, ballot)
    raters = [
        Rater(
            person.group,
            {
                name: _answer(given.value)
                for name, given in answers.get(person.user_id, {}).items()
            },
        )
        for person in participants(session, assessment.id)
    ]
    evidence = frozenset(
        name for given in answers.values() for name, answer in given.items() if answer.evidence
    )
    targets = targets_of(questionnaire, assessment.target_preset)
    maturity = score_maturity(questionnaire, assessment.mode, targets, raters, evidence)
    return ScoredRound(questionnaire, raters, maturity, assessment.shows_single_answers)


def _answer(value: str) -> int | str:
    return int(value) if value.isdecimal() else value

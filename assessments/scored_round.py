"""A round's people, what their answers come to, and how much of it may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import Session

from assessments.interview import current_answers, participants
from assessments.maturity_result import Cell, CellState
from assessments.questionnaires.content import Questionnaire
from assessments.replies import Reply
from assessments.scoring.items import Rater
from assessments.scoring.maturity import Maturity, score_maturity, targets_of
from assessments.scoring.visibility import FEWEST_SHOWN, people_answered, people_heard
from assessments.tables import Assessment, Ballot


@dataclass(frozen=True)
class ScoredRound:
    """A round's people and what their answers come to."""

    questionnaire: Questionnaire
    raters: Sequence[Rater]
    maturity: Maturity
    shows_single: bool

    def cell(self, dimension: str, group: str) -> Cell:
        """Give a group's level in a dimension, unless one person's answer would show."""
        asked = [
            name
            for name, found in self.maturity.items.items()
            if found.item.dimension == dimension and group in found.item.roles
        ]
        level = self.maturity.by_group[dimension][group]
        if not asked:
            return Cell(CellState.NOT_ASKED)
        heard = people_heard(self.raters, group, asked)
        if self._hides(heard or people_answered(self.raters, group, asked)):
            return Cell(CellState.HIDDEN)
        return Cell(CellState.UNKNOWN if level is None else CellState.KNOWN, level)

    def views(self, item: str) -> list[tuple[str, Fraction]]:
        """Give each group's median of an item; none when one person's answer would show."""
        medians = self.maturity.items[item].medians
        if any(self._hides(people_heard(self.raters, group, [item])) for group in medians):
            return []
        return [
            (self.questionnaire.groups[group].label, level) for group, level in medians.items()
        ]

    def spread(self, item: str) -> tuple[int, int]:
        """Give the lowest and the highest level that anyone gave an item."""
        found = self.maturity.items[item].item
        levels = [
            level
            for rater in self.raters
            if rater.group in found.roles and isinstance(level := rater.answers.get(item), int)
        ]
        return min(levels, default=0), max(levels, default=0)

    def blind_spots(self) -> list[tuple[str, str]]:
        """Name the items that half a group doesn't know, unless that would be one person."""
        return [
            (self.maturity.items[item].item.question, self.questionnaire.groups[group].label)
            for item, group in self.maturity.blind_spots
            if not self._hides(people_answered(self.raters, group, [item]))
        ]

    def _hides(self, people: int) -> bool:
        return not self.shows_single and 0 < people < FEWEST_SHOWN


def replies_of_round(
    session: Session, assessment: Assessment, ballot: Ballot | None = None
) -> dict[str, dict[str, Reply]]:
    """Give the newest answers of everyone who is still asked; who was taken off is not heard."""
    answers = current_answers(session, assessment.id, ballot)
    asked = {person.user_id for person in participants(session, assessment.id)}
    return {user_id: given for user_id, given in answers.items() if user_id in asked}


def scored_round(
    session: Session,
    assessment: Assessment,
    questionnaire: Questionnaire,
    ballot: Ballot | None = None,
) -> ScoredRound:
    """Score what a round's people have answered: their newest answers, or those of a ballot."""
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

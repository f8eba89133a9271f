"""What the message about a finished maturity round shows: plain values, no names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import Session

from assessments.interview import current_answers, participants, questionnaire_of
from assessments.questionnaires.content import Questionnaire
from assessments.scoring.items import ItemScore, Rater
from assessments.scoring.maturity import Maturity, score_maturity, targets_of
from assessments.scoring.roadmap import Action, plan_roadmap
from assessments.tables import Assessment


@dataclass(frozen=True)
class DimensionLine:
    """One row of the heat table: levels 0 to 4, None where too little is known."""

    label: str
    score: Fraction | None
    groups: Sequence[Fraction | None]
    target: int


@dataclass(frozen=True)
class Dispute:
    """An item that groups see far apart; no person is named."""

    question: str
    views: Sequence[tuple[str, Fraction]]


@dataclass(frozen=True)
class MaturityCard:
    """All that the result shows."""

    level: int | None
    level_name: str
    average: Fraction | None
    evidenced_level: int | None
    lowest: Sequence[str]
    groups: Sequence[str]
    dimensions: Sequence[DimensionLine]
    disputes: Sequence[Dispute]
    unknown: Sequence[str]
    roadmap: Sequence[Action]
    is_provisional: bool
    response_rate: Fraction
    people: int


def maturity_card(session: Session, assessment: Assessment) -> MaturityCard:
    """Score a round and gather what its message shows."""
    questionnaire = questionnaire_of(assessment)
    maturity = score_round(session, assessment, questionnaire)
    labels = {dimension.id: dimension.label for dimension in questionnaire.dimensions}
    groups = {group_id: group.label for group_id, group in questionnaire.groups.items()}
    return MaturityCard(
        level=maturity.level,
        level_name="" if maturity.level is None else questionnaire.scale[maturity.level].name,
        average=maturity.average,
        evidenced_level=maturity.evidenced_level,
        lowest=[labels[found] for found in maturity.lowest],
        groups=list(groups.values()),
        dimensions=[
            DimensionLine(
                found.short_label or found.label,
                maturity.dimensions[found.id],
                [maturity.by_group[found.id][group] for group in groups],
                maturity.targets[found.id],
            )
            for found in questionnaire.dimensions
        ],
        disputes=[_dispute(maturity.items[found], groups) for found in maturity.second_round],
        unknown=[maturity.items[found].item.question for found in maturity.unknown],
        roadmap=plan_roadmap(questionnaire, maturity),
        is_provisional=bool(maturity.provisional_reasons),
        response_rate=maturity.response_rate,
        people=len(current_answers(session, assessment.id)),
    )


def score_round(
    session: Session, assessment: Assessment, questionnaire: Questionnaire
) -> Maturity:
    """Score what a round's people have answered."""
    answers = current_answers(session, assessment.id)
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
    return score_maturity(questionnaire, assessment.mode, targets, raters, evidence)


def _answer(value: str) -> int | str:
    return int(value) if value.isdecimal() else value


def _dispute(found: ItemScore, groups: Mapping[str, str]) -> Dispute:
    views = [(groups[group], level) for group, level in found.medians.items()]
    return Dispute(found.item.question, views)

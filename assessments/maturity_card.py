"""Scores a maturity round and gathers what its result shows: plain values, no names of raters."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import true
from sqlmodel import Session, col, select

from assessments.interview import questionnaire_of
from assessments.maturity_result import (
    PROVISIONAL,
    Before,
    DimensionLine,
    Dispute,
    ItemLine,
    MaturityCard,
    Step,
)
from assessments.pictures import find_picture
from assessments.questionnaires.content import Dimension, Questionnaire
from assessments.scope import first_about
from assessments.scored_round import ScoredRound, scored_round
from assessments.scoring.items import Flag, ItemScore
from assessments.scoring.maturity import Maturity
from assessments.scoring.roadmap import plan_roadmap
from assessments.tables import (
    ActionState,
    Assessment,
    Ballot,
    DisputedItem,
    RoadmapAction,
    ScopeKind,
)

SCOPES = {ScopeKind.TEAM: "Team", ScopeKind.UNIT: "Unit", ScopeKind.USE_CASE: "Use case"}


def maturity_card(session: Session, assessment: Assessment) -> MaturityCard:
    """Score a round and gather what its result shows."""
    questionnaire = questionnaire_of(assessment)
    scored = scored_round(session, assessment, questionnaire)
    maturity = scored.maturity
    labels = {dimension.id: dimension.label for dimension in questionnaire.dimensions}
    previous = _previous_round(session, assessment)
    earlier = score_round(session, previous, questionnaire) if previous else None
    return MaturityCard(
        assessment_id=assessment.id,
        questionnaire=questionnaire.meta.label,
        version=assessment.questionnaire_version,
        present_version=questionnaire.meta.version,
        mode=assessment.mode,
        scope=_scope(assessment),
        closed_at=assessment.closed_at,
        level=maturity.level,
        level_name="" if maturity.level is None else questionnaire.scale[maturity.level].name,
        average=maturity.average,
        evidenced_level=maturity.evidenced_level,
        lowest=[labels[found] for found in maturity.lowest],
        provisional=[PROVISIONAL[reason] for reason in maturity.provisional_reasons],
        people=sum(bool(rater.answers) for rater in scored.raters),
        response_rate=maturity.response_rate,
        groups=[group.label for group in questionnaire.groups.values()],
        dimensions=[_line(scored, found, earlier) for found in questionnaire.dimensions],
        items=[_item(found, labels, maturity) for found in maturity.items.values()],
        disputes=_disputes(session, assessment, scored),
        blind_spots=scored.blind_spots(),
        unknown=[maturity.items[found].item.question for found in maturity.unknown],
        steps=_steps(session, assessment, scored),
        before=_before(assessment, previous, earlier),
        picture=find_picture(session, assessment),
    )


def score_round(
    session: Session,
    assessment: Assessment,
    questionnaire: Questionnaire,
    ballot: Ballot | None = None,
) -> Maturity:
    """Score what a round's people have answered: their newest answers, or those of a ballot."""
    return scored_round(session, assessment, questionnaire, ballot).maturity


def _line(scored: ScoredRound, dimension: Dimension, earlier: Maturity | None) -> DimensionLine:
    maturity = scored.maturity
    return DimensionLine(
        id=dimension.id,
        label=dimension.label,
        short_label=dimension.short_label or dimension.label,
        score=maturity.dimensions[dimension.id],
        evidenced=maturity.evidenced_dimensions[dimension.id],
        cells=[scored.cell(dimension.id, group) for group in scored.questionnaire.groups],
        target=maturity.targets[dimension.id],
        before=earlier.dimensions[dimension.id] if earlier else None,
    )


def _item(found: ItemScore, labels: Mapping[str, str], maturity: Maturity) -> ItemLine:
    return ItemLine(
        id=found.item.id,
        dimension=labels[found.item.dimension],
        question=found.item.question,
        score=found.score,
        evidenced=found.evidenced,
        flag=found.flag,
        sentence="" if found.score is None else found.item.levels[int(found.score)],
        is_open_gate=found.item.id in maturity.gates_below_1,
    )


def _disputes(session: Session, assessment: Assessment, now: ScoredRound) -> list[Dispute]:
    """List what was in dispute at first, and what a second round made of it."""
    voted = {
        found.item_id: found
        for found in session.exec(
            select(DisputedItem)
            .where(DisputedItem.assessment_id == assessment.id)
            .order_by(col(DisputedItem.position))
        ).all()
    }
    first = scored_round(session, assessment, now.questionnaire, Ballot.FIRST) if voted else now
    return [
        Dispute(
            first.maturity.items[item].item.question,
            *first.spread(item),
            views=first.views(item),
            outcome=voted[item].outcome if item in voted else None,
            views_after=now.views(item) if item in voted else (),
        )
        for item in voted or now.maturity.second_round
        if item in first.maturity.items
    ]


def _steps(session: Session, assessment: Assessment, scored: ScoredRound) -> list[Step]:
    """Give the actions as they stand; those that the score suggests while none is kept."""
    kept = session.exec(
        select(RoadmapAction)
        .where(RoadmapAction.assessment_id == assessment.id)
        .order_by(col(RoadmapAction.position))
    ).all()
    if not kept:
        return _suggested(scored)
    items, groups = scored.maturity.items, scored.questionnaire.groups
    return [
        Step(
            sentence=action.sentence,
            question=items[action.item_id].item.question if action.item_id in items else "",
            owner_group=groups[action.owner_group].label if action.owner_group in groups else "",
            weeks=action.weeks,
            state=action.state,
            is_disputed=action.is_disputed,
            owner=action.owner,
            due_on=action.due_on,
            reason=action.reason,
            evidence=action.evidence,
        )
        for action in kept
    ]


def _suggested(scored: ScoredRound) -> list[Step]:
    items, groups = scored.maturity.items, scored.questionnaire.groups
    return [
        Step(
            sentence=action.sentence,
            question=items[action.item].item.question,
            owner_group=groups[action.owner_group].label,
            weeks=float(action.weeks),
            state=ActionState.PROPOSED,
            is_disputed=action.flag is Flag.DISCUSS,
        )
        for action in plan_roadmap(scored.questionnaire, scored.maturity)
    ]


def _previous_round(session: Session, assessment: Assessment) -> Assessment | None:
    """Find the latest finished round that asked the same of the same: like with like.

    A round without a scope of its own is about its channel.
    """
    ended = assessment.closed_at or assessment.started_at
    is_same_place = Assessment.channel_id == assessment.channel_id
    candidates = session.exec(
        select(Assessment)
        .where(
            Assessment.questionnaire_id == assessment.questionnaire_id,
            Assessment.mode == assessment.mode,
            Assessment.scope_kind == assessment.scope_kind,
            true() if assessment.scope_name else is_same_place,
            col(Assessment.closed_at) < ended,
            Assessment.id != assessment.id,
        )
        .order_by(col(Assessment.closed_at).desc())
    )
    return first_about(candidates, assessment.scope_name)


def _before(
    assessment: Assessment, previous: Assessment | None, earlier: Maturity | None
) -> Before | None:
    if previous is None or earlier is None or not isinstance(previous.closed_at, datetime):
        return None
    return Before(
        closed_at=previous.closed_at,
        level=earlier.level,
        average=earlier.average,
        is_other_version=previous.questionnaire_version != assessment.questionnaire_version,
    )


def _scope(assessment: Assessment) -> str:
    name = assessment.scope_name.strip()
    return f"{SCOPES[assessment.scope_kind]} {name}" if name else ""

"""Scores a maturity round and gathers what its result shows: plain values, no names of raters."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import true
from sqlmodel import Session, col, select

from assessments.answers.interview import questionnaire_of
from assessments.answers.scope import first_about
from assessments.questionnaires.content import Dimension, Questionnaire
from assessments.results.maturity import (
    PROVISIONAL,
    Before,
    DimensionLine,
    Dispute,
    ItemLine,
    MaturityCard,
    Step,
)
from assessments.results.paid import paid_since
from assessments.results.pictures import find_picture
from assessments.results.scored_round import ScoredRound, scored_round
from assessments.results.step_words import words_now
from assessments.scoring.items import Flag
from assessments.scoring.maturity import Maturity
from assessments.scoring.roadmap import plan_roadmap
from assessments.tables import (
    ActionState,
    Assessment,
    Ballot,
    DisputedItem,
    Outcome,
    RoadmapAction,
    ScopeKind,
    Stage,
)

SCOPES = {ScopeKind.TEAM: "Team", ScopeKind.UNIT: "Unit", ScopeKind.USE_CASE: "Use case"}


def maturity_card(session: Session, assessment: Assessment) -> MaturityCard:
    """Score a round and gather what its result shows."""
    questionnaire = questionnaire_of(assessment)
    scored = scored_round(session, assessment, questionnaire, _ballot_shown(assessment))
    maturity = scored.maturity
    labels = {dimension.id: dimension.label for dimension in questionnaire.dimensions}
    previous = _previous_round(session, assessment)
    earlier = scored_round(session, previous, questionnaire) if previous else None
    disputes, not_voted_on = _disputes(session, assessment, scored)
    level = _level(scored)
    return MaturityCard(
        assessment_id=assessment.id,
        questionnaire=questionnaire.meta.label,
        subject=questionnaire.meta.about,
        version=assessment.questionnaire_version,
        present_version=questionnaire.meta.version,
        mode=assessment.mode,
        scope=_scope(assessment),
        closed_at=assessment.closed_at,
        level=level,
        level_name="" if level is None else questionnaire.scale[level].name,
        level_meaning="" if level is None else questionnaire.scale[level].meaning,
        average=None if scored.hides_average() else maturity.average,
        evidenced_level=_evidenced_level(scored),
        lowest=[labels[name] for name in maturity.lowest if not scored.hides_dimension(name)],
        provisional=[PROVISIONAL[reason] for reason in maturity.provisional_reasons],
        people=sum(bool(rater.answers) for rater in scored.raters),
        response_rate=maturity.response_rate,
        groups=[group.label for group in questionnaire.groups.values()],
        scale=[found.name for found in questionnaire.scale],
        dimensions=[_line(scored, found, earlier) for found in questionnaire.dimensions],
        items=[_item(scored, name, labels) for name in maturity.items],
        disputes=disputes,
        blind_spots=scored.blind_spots(),
        unknown=scored.unknown(),
        steps=_steps(session, assessment, scored),
        before=_before(assessment, previous, earlier),
        paid=paid_since(session, assessment, previous),
        picture=find_picture(session, assessment),
        is_level_hidden=scored.hides_level(maturity.level, maturity.dimensions),
        disputes_not_voted_on=not_voted_on,
    )


def score_round(
    session: Session,
    assessment: Assessment,
    questionnaire: Questionnaire,
    ballot: Ballot | None = None,
) -> Maturity:
    """Score what a round's people have answered: their latest answers, or those of a ballot."""
    return scored_round(session, assessment, questionnaire, ballot).maturity


def _ballot_shown(assessment: Assessment) -> Ballot | None:
    """Hold back new votes until all are in: nobody sees others' before voting."""
    return Ballot.FIRST if assessment.stage is Stage.VOTING_AGAIN else None


def _level(scored: ScoredRound) -> int | None:
    level, dimensions = scored.maturity.level, scored.maturity.dimensions
    return None if scored.hides_level(level, dimensions) else level


def _evidenced_level(scored: ScoredRound) -> int | None:
    level, dimensions = scored.maturity.evidenced_level, scored.maturity.evidenced_dimensions
    return None if scored.hides_level(level, dimensions) else level


def _line(scored: ScoredRound, dimension: Dimension, earlier: ScoredRound | None) -> DimensionLine:
    maturity, is_hidden = scored.maturity, scored.hides_dimension(dimension.id)
    was_shown = earlier is not None and not earlier.hides_dimension(dimension.id)
    return DimensionLine(
        id=dimension.id,
        label=dimension.label,
        short_label=dimension.short_label or dimension.label,
        score=None if is_hidden else maturity.dimensions[dimension.id],
        evidenced=None if is_hidden else maturity.evidenced_dimensions[dimension.id],
        cells=[scored.cell(dimension.id, group) for group in scored.questionnaire.groups],
        target=maturity.targets[dimension.id],
        before=earlier.maturity.dimensions[dimension.id] if earlier and was_shown else None,
        is_hidden=is_hidden,
    )


def _item(scored: ScoredRound, name: str, labels: Mapping[str, str]) -> ItemLine:
    found, is_hidden = scored.maturity.items[name], scored.hides_item(name)
    score = None if is_hidden else found.score
    return ItemLine(
        id=name,
        dimension=labels[found.item.dimension],
        question=found.item.question,
        score=score,
        evidenced=None if is_hidden else found.evidenced,
        flag=found.flag,
        sentence="" if score is None else found.item.levels[int(score)],
        is_open_gate=not is_hidden and name in scored.maturity.gates_below_1,
        is_hidden=is_hidden,
    )


def _disputes(
    session: Session, assessment: Assessment, now: ScoredRound
) -> tuple[list[Dispute], list[Dispute]]:
    """List the disputes a second round covers, with their outcome; then the rest."""
    voted = {
        found.item_id: found
        for found in session.exec(
            select(DisputedItem)
            .where(DisputedItem.assessment_id == assessment.id)
            .order_by(col(DisputedItem.position))
        ).all()
    }
    first = scored_round(session, assessment, now.questionnaire, Ballot.FIRST) if voted else now
    asked = list(voted or now.maturity.second_round)
    outcomes = {name: found.outcome for name, found in voted.items() if found.outcome is not None}
    disputes = [
        _ended(found, outcomes[found.id], now) if found.id in outcomes else found
        for found in _at_first(first, asked)
    ]
    return disputes, _at_first(
        first, [item for item in first.maturity.discuss if item not in asked]
    )


def _at_first(first: ScoredRound, items: Sequence[str]) -> list[Dispute]:
    """Build the disputes over some items as first answered; skip those only one person rated."""
    labels = {dimension.id: dimension.label for dimension in first.questionnaire.dimensions}
    return [
        Dispute(item, labels[found.item.dimension], found.item.question, *ends, first.views(item))
        for item in items
        if (found := first.maturity.items.get(item)) and (ends := first.spread(item))
    ]


def _ended(dispute: Dispute, outcome: Outcome, now: ScoredRound) -> Dispute:
    """Add a second round's outcome to a dispute."""
    return replace(
        dispute,
        outcome=outcome,
        views_after=now.views(dispute.id),
        after=now.spread(dispute.id),
        both=now.both_views(dispute.id) if outcome is Outcome.NO_AGREEMENT else (),
        is_after_hidden=now.hides_spread(dispute.id),
    )


def _steps(session: Session, assessment: Assessment, scored: ScoredRound) -> list[Step]:
    """Return the actions and their state; those the score suggests while none is stored."""
    kept = session.exec(
        select(RoadmapAction)
        .where(RoadmapAction.assessment_id == assessment.id)
        .order_by(col(RoadmapAction.position))
    ).all()
    if not kept:
        return _suggested(scored)
    items, groups = scored.maturity.items, scored.questionnaire.groups
    asked = {item.id: item for item in scored.questionnaire.items}
    return [
        Step(
            sentence=sentence,
            to_level=action.to_level if action.sentence else None,
            question=items[action.item_id].item.question if action.item_id in items else "",
            owner_group=groups[action.owner_group].label if action.owner_group in groups else "",
            weeks=action.weeks if action.sentence else None,
            state=action.state,
            is_disputed=action.is_disputed,
            owner=action.owner,
            due_on=action.due_on,
            reason=action.reason,
            evidence=action.evidence,
            is_action=is_action,
        )
        for action in kept
        for sentence, is_action in [words_now(action, asked.get(action.item_id))]
    ]


def _suggested(scored: ScoredRound) -> list[Step]:
    items, groups = scored.maturity.items, scored.questionnaire.groups
    planned = plan_roadmap(scored.questionnaire, scored.maturity)
    hidden = {action.item for action in planned if scored.hides_item(action.item)}
    return [
        Step(
            sentence="" if action.item in hidden else action.sentence,
            to_level=None if action.item in hidden else action.to_level,
            question=items[action.item].item.question,
            owner_group=groups[action.owner_group].label,
            weeks=None if action.item in hidden else float(action.weeks),
            state=ActionState.PROPOSED,
            is_disputed=action.flag is Flag.DISCUSS,
            is_action=action.is_action,
        )
        for action in planned
    ]


def _previous_round(session: Session, assessment: Assessment) -> Assessment | None:
    """Find the latest closed round with the same questions and the same scope.

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
    assessment: Assessment, previous: Assessment | None, earlier: ScoredRound | None
) -> Before | None:
    if previous is None or earlier is None or not isinstance(previous.closed_at, datetime):
        return None
    then = earlier.maturity
    is_hidden = earlier.hides_level(then.level, then.dimensions)
    return Before(
        closed_at=previous.closed_at,
        level=None if is_hidden else then.level,
        average=None if earlier.hides_average() else then.average,
        is_other_version=previous.questionnaire_version != assessment.questionnaire_version,
        is_level_hidden=is_hidden,
    )


def _scope(assessment: Assessment) -> str:
    name = assessment.scope_name.strip()
    return f"{SCOPES[assessment.scope_kind]} {name}" if name else ""

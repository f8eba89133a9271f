"""The first actions of a round: proposed by its score, dropped when it is asked again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.actions.roadmap import actions_of
from assessments.answers.asking import Mode
from assessments.answers.interview import questionnaire_of
from assessments.answers.scope import first_about
from assessments.recorded import note
from assessments.results.round_card import score_assessment
from assessments.results.scored_round import scored_round
from assessments.scoring.items import Flag
from assessments.scoring.roadmap import plan_roadmap
from assessments.tables import Assessment, RoadmapAction

LONGEST_SENTENCE = 1_000


def propose_actions(session: Session, assessment: Assessment, now: datetime) -> None:
    """Store the steps that the score suggests; without any, the round is settled."""
    questionnaire = questionnaire_of(assessment)
    scored = scored_round(session, assessment, questionnaire)
    maturity = scored.maturity
    planned = plan_roadmap(questionnaire, maturity, _signalled_dimensions(session, assessment))
    proposed = [
        RoadmapAction(
            assessment_id=assessment.id,
            position=position,
            item_id=action.item,
            dimension_id=maturity.items[action.item].item.dimension,
            from_level=action.from_level,
            to_level=action.to_level,
            sentence=(
                "" if scored.hides_item(action.item) else action.sentence[:LONGEST_SENTENCE]
            ),
            owner_group=action.owner_group,
            weeks=float(action.weeks),
            evidence_hint=action.evidence_hint,
            is_disputed=action.flag is Flag.DISCUSS,
        )
        for position, action in enumerate(planned, 1)
    ]
    session.add_all(proposed)
    if not planned:
        assessment.settled_at = now
    session.flush()
    if planned:
        note(session, "assessment.propose", assessment.id, None, now, proposed)


def drop_proposed(session: Session, assessment_id: UUID) -> Sequence[RoadmapAction]:
    """Delete a round's actions, which nobody has decided about.

    Returns:
        What was deleted, for the entry of the step that made it necessary.
    """
    actions = actions_of(session, assessment_id)
    for action in actions:
        session.delete(action)
    session.flush()
    return actions


def _signalled_dimensions(session: Session, assessment: Assessment) -> Sequence[str]:
    """Return the dimensions that the latest seven signs of the same scope point to."""
    screens = session.exec(
        select(Assessment)
        .where(
            Assessment.mode == Mode.SCREEN.value,
            Assessment.questionnaire_id == assessment.questionnaire_id,
            Assessment.channel_id == assessment.channel_id,
            col(Assessment.closed_at).is_not(None),
        )
        .order_by(col(Assessment.closed_at).desc())
    )
    screen = first_about(screens, assessment.scope_name)
    return score_assessment(session, screen).open_dimensions if screen else ()

"""What the messages around a round show to one person: plain values, no one's answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.actions.applying import section_for
from assessments.actions.roadmap import actions_of, is_overdue
from assessments.answers.asking import Mode, minutes_for
from assessments.answers.given import replies_of
from assessments.answers.interview import find_assessment, questionnaire_of, questions_of
from assessments.answers.progress import Progress, lone_groups, progress
from assessments.results.links import find_link
from assessments.results.step_words import aim, words_now
from assessments.rounds.closing import can_reopen
from assessments.rounds.people import find_participant
from assessments.rounds.second_round import items_to_discuss, voters
from assessments.tables import (
    ActionState,
    Assessment,
    Participant,
    RoadmapAction,
    ScopeKind,
    Stage,
)


@dataclass(frozen=True)
class Terms:
    """What everyone who is asked may know about a round; reopened, it closes by hand alone.

    `subject` is what the questionnaire asks about, `why` a sentence that says why to answer.
    """

    assessment_id: UUID
    mode: Mode
    scope_kind: ScopeKind
    scope_name: str
    started_by: str
    channel_id: str
    ends_at: datetime | None
    shows_single_answers: bool
    names_to_facilitator: bool
    stage: Stage
    subject: str
    why: str = ""
    is_reopened: bool = False
    reasons_to_facilitator: bool = False


@dataclass(frozen=True)
class InvitationCard:
    """What a person's direct message about a round shows.

    `result_url` is where the result stands, once that's known.
    A person `is_alone` when no one else is asked in their group, whose view is then hidden.
    """

    terms: Terms
    participant_id: UUID
    user_id: str
    group: str
    minutes: int
    answered: int
    total: int
    is_removed: bool
    is_erased: bool
    has_stopped_reminders: bool
    is_alone: bool = False
    result_url: str = ""

    @property
    def is_open(self) -> bool:
        """Whether this person may answer."""
        return self.terms.stage is Stage.ANSWERING and not self.is_removed


@dataclass(frozen=True)
class VotingCard:
    """What a person's direct message about the second round shows."""

    terms: Terms
    participant_id: UUID
    has_voted: bool
    is_removed: bool
    is_erased: bool = False

    @property
    def is_open(self) -> bool:
        """Whether this person's votes are waited for."""
        is_asked = not self.is_removed and not self.has_voted
        return self.terms.stage is Stage.VOTING_AGAIN and is_asked


@dataclass(frozen=True)
class FacilitationCard:
    """What the facilitator's direct message shows: who has answered, never what."""

    terms: Terms
    progress: Progress
    votes: Progress
    closed_at: datetime | None
    to_discuss: int
    can_reopen: bool
    repeats_at: datetime | None
    actions: Sequence["ActionCard"]
    lone_groups: Sequence[str] = ()

    @property
    def undecided(self) -> Sequence["ActionCard"]:
        """The actions that still need an owner and a date, or a no."""
        return [card for card in self.actions if card.action.state is ActionState.PROPOSED]


@dataclass(frozen=True)
class ActionCard:
    """What messages and windows about one action show; `aim` is what to do, in one sentence."""

    terms: Terms
    action: RoadmapAction
    question: str
    group: str
    levels: Sequence[str]
    aim: str
    is_overdue: bool = False

    @property
    def can_apply(self) -> bool:
        """Whether writing a use case is a way to carry it out."""
        return bool(section_for(self.action))


def terms_of(assessment: Assessment) -> Terms:
    """Return what everyone may know about a round."""
    meta = questionnaire_of(assessment).meta
    return Terms(
        assessment_id=assessment.id,
        mode=Mode(assessment.mode),
        scope_kind=assessment.scope_kind,
        scope_name=assessment.scope_name,
        started_by=assessment.started_by,
        channel_id=assessment.channel_id,
        ends_at=assessment.ends_at,
        shows_single_answers=assessment.shows_single_answers,
        names_to_facilitator=assessment.names_to_facilitator,
        stage=assessment.stage,
        subject=meta.about,
        why=meta.why,
        is_reopened=assessment.reopened_at is not None,
        reasons_to_facilitator=assessment.reasons_to_facilitator,
    )


def invitation_card(session: Session, participant_id: UUID) -> InvitationCard:
    """Load what a person's invitation shows.

    Raises:
        AssessmentError: The person isn't known in any round.
    """
    participant = find_participant(session, participant_id)
    assessment = find_assessment(session, participant.assessment_id)
    questionnaire = questionnaire_of(assessment)
    mode = Mode(assessment.mode)
    return InvitationCard(
        terms=terms_of(assessment),
        participant_id=participant.id,
        user_id=participant.user_id,
        group=questionnaire.groups[participant.group].label,
        minutes=minutes_for(questionnaire, mode, participant.group),
        answered=len(replies_of(session, assessment.id, participant.user_id)),
        total=len(questions_of(assessment, participant.group)),
        is_removed=participant.removed_at is not None,
        is_erased=participant.erased_at is not None,
        has_stopped_reminders=participant.reminders_stopped_at is not None,
        is_alone=participant.group in lone_groups(session, assessment),
        result_url=find_link(session, assessment.id),
    )


def open_invitations(session: Session, user_id: str) -> list[InvitationCard]:
    """List the rounds that still wait for a person, the oldest first."""
    found = session.exec(
        select(Participant.id)
        .join(Assessment, col(Assessment.id) == col(Participant.assessment_id))
        .where(
            Participant.user_id == user_id,
            col(Participant.finished_at).is_(None),
            col(Participant.removed_at).is_(None),
            col(Assessment.closed_at).is_(None),
        )
        .order_by(col(Participant.invited_at))
    ).all()
    return [invitation_card(session, participant_id) for participant_id in found]


def voting_card(session: Session, participant_id: UUID) -> VotingCard:
    """Load what a person's message about the second round shows.

    Raises:
        AssessmentError: The person isn't known in any round.
    """
    participant = find_participant(session, participant_id)
    return VotingCard(
        terms=terms_of(find_assessment(session, participant.assessment_id)),
        participant_id=participant.id,
        has_voted=participant.voted_again_at is not None,
        is_removed=participant.removed_at is not None,
        is_erased=participant.erased_at is not None,
    )


def open_votes(session: Session, user_id: str) -> list[VotingCard]:
    """List the second rounds that wait for a person's votes."""
    rows = session.exec(
        select(Participant, Assessment)
        .join(Assessment, col(Assessment.id) == col(Participant.assessment_id))
        .where(
            Participant.user_id == user_id,
            col(Participant.voted_again_at).is_(None),
            col(Participant.removed_at).is_(None),
            col(Assessment.second_round_at).is_not(None),
            col(Assessment.second_round_ended_at).is_(None),
        )
    ).all()
    return [
        voting_card(session, person.id)
        for person, assessment in rows
        if person in voters(session, assessment)
    ]


def facilitation_card(session: Session, assessment_id: UUID, now: datetime) -> FacilitationCard:
    """Load what the facilitator's message shows.

    Raises:
        AssessmentError: The round is unknown.
    """
    assessment = find_assessment(session, assessment_id)
    groups = questionnaire_of(assessment).groups
    asked = voters(session, assessment) if assessment.stage is Stage.VOTING_AGAIN else ()
    return FacilitationCard(
        terms=terms_of(assessment),
        progress=progress(session, assessment_id),
        votes=Progress(
            finished=tuple(person.user_id for person in asked if person.voted_again_at),
            waiting=tuple(person.user_id for person in asked if not person.voted_again_at),
        ),
        closed_at=assessment.closed_at,
        to_discuss=len(items_to_discuss(session, assessment)),
        can_reopen=can_reopen(session, assessment, now),
        repeats_at=assessment.repeats_at,
        actions=[action_card(session, found) for found in actions_of(session, assessment_id)],
        lone_groups=[groups[name].label for name in lone_groups(session, assessment)],
    )


def action_card(
    session: Session, action: RoadmapAction, now: datetime | None = None
) -> ActionCard:
    """Load what an action's message shows; a question that is gone is left out.

    Whether it is overdue is only known at a time.
    """
    assessment = find_assessment(session, action.assessment_id)
    questionnaire = questionnaire_of(assessment)
    item = next((item for item in questionnaire.items if item.id == action.item_id), None)
    group = questionnaire.groups.get(action.owner_group)
    question = item.question if item else ""
    sentence, is_action = words_now(action, item)
    return ActionCard(
        terms=terms_of(assessment),
        action=action,
        question=question,
        group=group.label if group else action.owner_group,
        levels=item.levels if item else (),
        aim=aim(sentence, action.to_level, question, is_action=is_action),
        is_overdue=now is not None and is_overdue(session, action, now),
    )

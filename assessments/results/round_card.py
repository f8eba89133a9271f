"""What messages about a round show: plain values, no names beside answers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.answers.asking import Mode
from assessments.answers.interview import find_assessment, participants, questionnaire_of
from assessments.answers.progress import Progress, progress
from assessments.questionnaires.content import (
    AdoptionScreen,
    Band,
    Questionnaire,
    ScreenQuestion,
)
from assessments.results.maturity import MaturityCard
from assessments.results.maturity_card import maturity_card
from assessments.results.scored_round import replies_of_round
from assessments.scoring.screen import Respondent, ScreenResult, score_screen
from assessments.scoring.visibility import FEWEST_SHOWN
from assessments.tables import Assessment, ScopeKind


@dataclass(frozen=True)
class Disagreement:
    """A question that one group answers yes and another no; no person is named.

    `group_scores` is empty where it would show what a single person said.
    """

    question: str
    group_scores: Sequence[tuple[str, float]]


@dataclass(frozen=True)
class RoundCard:
    """What the channel's message about a round shows; `maturity` when it asked for levels.

    `signals` are sentences, the clearest sign first.
    It `is_hidden` when one person alone answered: then the whole result would be theirs.
    """

    assessment_id: UUID
    channel_id: str
    started_by: str
    started_at: datetime
    mode: Mode
    subject: str
    scope_kind: ScopeKind
    scope_name: str
    ends_at: datetime | None
    is_reopened: bool
    closed_at: datetime | None
    progress: Progress
    result: ScreenResult | None
    band: Band | None
    signals: Sequence[str]
    disagreements: Sequence[Disagreement]
    unknown: Sequence[str]
    open_dimensions: Sequence[str]
    total_questions: int
    answered_people: int
    maturity: MaturityCard | None = None
    is_hidden: bool = False


def round_card(session: Session, assessment_id: UUID) -> RoundCard:
    """Load what the channel's message shows; results only once the round is closed."""
    assessment = find_assessment(session, assessment_id)
    questionnaire = questionnaire_of(assessment)
    screen = questionnaire.adoption_screen
    is_closed = assessment.closed_at is not None
    is_screen = Mode(assessment.mode) is Mode.SCREEN
    result = score_assessment(session, assessment) if is_closed and is_screen else None
    people = _respondents(session, assessment) if result else []
    labels = {dimension.id: dimension.label for dimension in questionnaire.dimensions}
    reached = progress(session, assessment_id)
    return RoundCard(
        assessment_id=assessment.id,
        channel_id=assessment.channel_id,
        started_by=assessment.started_by,
        started_at=assessment.started_at,
        mode=Mode(assessment.mode),
        subject=questionnaire.meta.about,
        scope_kind=assessment.scope_kind,
        scope_name=assessment.scope_name,
        ends_at=assessment.ends_at,
        is_reopened=assessment.reopened_at is not None,
        closed_at=assessment.closed_at,
        progress=reached,
        result=result,
        band=screen.band(result.band) if result else None,
        signals=_signs(screen, _told(assessment, screen, people, _strongest_first(result))),
        disagreements=_disagreements(session, assessment, result),
        unknown=_questions(
            screen, _told(assessment, screen, people, result.unknown if result else ())
        ),
        open_dimensions=[labels[found] for found in result.open_dimensions] if result else [],
        total_questions=len(screen.questions),
        answered_people=len(replies_of_round(session, assessment)),
        maturity=maturity_card(session, assessment) if is_closed and not is_screen else None,
        is_hidden=result is not None and _is_one(assessment, _heard(screen, people)),
    )


def score_assessment(session: Session, assessment: Assessment) -> ScreenResult:
    """Score what a round's people have answered so far."""
    questionnaire = questionnaire_of(assessment)
    replies = replies_of_round(session, assessment)
    evidence = frozenset(
        name for given in replies.values() for name, reply in given.items() if reply.evidence
    )
    people = _respondents(session, assessment)
    return score_screen(questionnaire.adoption_screen, questionnaire.dimensions, people, evidence)


def _respondents(session: Session, assessment: Assessment) -> list[Respondent]:
    replies = replies_of_round(session, assessment)
    return [
        Respondent(
            person.group,
            {name: given.value for name, given in replies.get(person.user_id, {}).items()},
        )
        for person in participants(session, assessment.id)
    ]


def _heard(screen: AdoptionScreen, people: Sequence[Respondent], *names: str) -> int:
    """Count who gave a scored answer to one of some questions; to any, when none is named."""
    scored = {answer.value for answer in screen.answers if answer.score is not None}
    return sum(
        any(person.answers.get(name) in scored for name in names or person.answers)
        for person in people
    )


def _is_one(assessment: Assessment, heard: int) -> bool:
    return not assessment.shows_single_answers and 0 < heard < FEWEST_SHOWN


def _told(
    assessment: Assessment,
    screen: AdoptionScreen,
    people: Sequence[Respondent],
    names: Sequence[str],
) -> list[str]:
    """Leave out the questions that would give one person's answer away."""
    return [
        name
        for name in names
        if not _is_one(
            assessment,
            _heard(screen, people, name) or sum(name in person.answers for person in people),
        )
    ]


def _questions(screen: AdoptionScreen, ids: Sequence[str]) -> list[str]:
    return [question.question for question in screen.questions if question.id in ids]


def _strongest_first(result: ScreenResult | None) -> list[str]:
    """List a result's signs, those that most people see first."""
    if result is None:
        return []
    return sorted(result.signals, key=lambda sign: -(result.team[sign] or 0.0))


def _signs(screen: AdoptionScreen, ids: Sequence[str]) -> list[str]:
    """Write each sign as a sentence; without one, as its question."""
    asked = {question.id: question for question in screen.questions}
    return [asked[found].sign or asked[found].question for found in ids]


def _disagreements(
    session: Session, assessment: Assessment, result: ScreenResult | None
) -> list[Disagreement]:
    if result is None:
        return []
    questionnaire = questionnaire_of(assessment)
    people = _respondents(session, assessment)
    return [
        _disagreement(questionnaire, assessment, question, people, result)
        for question in questionnaire.adoption_screen.questions
        if question.id in result.role_conflicts
    ]


def _disagreement(
    questionnaire: Questionnaire,
    assessment: Assessment,
    question: ScreenQuestion,
    people: Sequence[Respondent],
    result: ScreenResult,
) -> Disagreement:
    """Return each group's view, unless one person's answer would show."""
    scored = {
        answer.value
        for answer in questionnaire.adoption_screen.answers
        if answer.score is not None
    }
    heard = Counter(person.group for person in people if person.answers.get(question.id) in scored)
    by_group = result.by_group[question.id]
    is_single = any(heard[group] < FEWEST_SHOWN for group in by_group)
    if is_single and not assessment.shows_single_answers:
        return Disagreement(question.question, [])
    return Disagreement(
        question.question,
        [(questionnaire.groups[group].label, score) for group, score in by_group.items()],
    )

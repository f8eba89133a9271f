"""The second round: people see how far apart they are, without names, and vote once more."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.actions.proposing import drop_proposed, propose_actions
from assessments.actions.roadmap import actions_of
from assessments.answers.asking import AskedQuestion
from assessments.answers.given import current_answers, replies_of
from assessments.answers.interview import (
    NAMELESS,
    find_assessment,
    participants,
    questionnaire_of,
    questions_of,
)
from assessments.answers.replies import Reply
from assessments.errors import AssessmentError, Code
from assessments.recorded import note
from assessments.results.maturity_card import score_round
from assessments.rounds.reasons import choose_reasons
from assessments.tables import (
    ActionState,
    Answer,
    Assessment,
    Ballot,
    DisputedItem,
    Outcome,
    Participant,
    Stage,
)

AGREED_WITHIN = 1


@dataclass(frozen=True)
class Vote:
    """One disputed item as a person sees it: the spread and the reasons, no names.

    `reasons_left` is how many more reasons were given than are shown.
    """

    assessment_id: UUID
    question: AskedQuestion
    spread: Sequence[tuple[str, int]]
    reasons: Sequence[str]
    own: str
    position: int
    total: int
    reasons_left: int = 0


def disputed_items(session: Session, assessment_id: UUID) -> Sequence[DisputedItem]:
    """List what the second round asks again, the widest apart first."""
    return session.exec(
        select(DisputedItem)
        .where(DisputedItem.assessment_id == assessment_id)
        .order_by(col(DisputedItem.position))
    ).all()


def items_to_discuss(session: Session, assessment: Assessment) -> Sequence[str]:
    """Return which items a second round would ask again, when one can be started."""
    is_early = assessment.stage is Stage.DECIDING and assessment.second_round_at is None
    is_untouched = all(
        action.state is ActionState.PROPOSED for action in actions_of(session, assessment.id)
    )
    if not (is_early and is_untouched):
        return ()
    return score_round(session, assessment, questionnaire_of(assessment)).second_round


def start_second_round(
    session: Session, assessment_id: UUID, by: str, now: datetime
) -> Sequence[Participant]:
    """Ask the items in dispute once more; the actions are planned again afterwards.

    Returns:
        The people who are asked.

    Raises:
        AssessmentError: It was started before, nothing is in dispute, or people went on from the
            result already.
    """
    assessment = find_assessment(session, assessment_id, is_held=True)
    if assessment.second_round_at is not None:
        is_over = assessment.second_round_ended_at is not None
        raise AssessmentError(Code.VOTING_OVER if is_over else Code.VOTING_RUNS)
    items = items_to_discuss(session, assessment)
    if not items:
        raise AssessmentError(Code.NOTHING_TO_VOTE_ON)
    dropped = drop_proposed(session, assessment_id)
    session.add_all(
        DisputedItem(assessment_id=assessment_id, item_id=item_id, position=position)
        for position, item_id in enumerate(items, 1)
    )
    assessment.second_round_at = now
    session.flush()
    note(session, "assessment.second_round", assessment_id, by, now, dropped, items=list(items))
    return voters(session, assessment)


def voters(session: Session, assessment: Assessment) -> Sequence[Participant]:
    """List who is asked in the second round: who sees at least one of the items."""
    return [
        person
        for person in participants(session, assessment.id)
        if not person.user_id.startswith(NAMELESS) and _asked(session, assessment, person.group)
    ]


def asked_again(session: Session, user_id: str) -> list[Participant]:
    """List a person's places in second rounds that ask them, whether they run or are over."""
    rows = session.exec(
        select(Participant, Assessment)
        .join(Assessment, col(Assessment.id) == col(Participant.assessment_id))
        .where(
            Participant.user_id == user_id,
            col(Participant.removed_at).is_(None),
            col(Assessment.second_round_at).is_not(None),
        )
    ).all()
    return [person for person, assessment in rows if _asked(session, assessment, person.group)]


def next_vote(session: Session, assessment_id: UUID, user_id: str) -> Vote | None:
    """Return the first item that a person has not voted on again; None when all are.

    Raises:
        AssessmentError: The second round is over, or doesn't ask this person.
    """
    assessment, person = _voting(session, assessment_id, user_id)
    asked = _asked(session, assessment, person.group)
    done = _voted(session, assessment_id, user_id)
    for position, question in enumerate(asked, 1):
        if question.id not in done:
            return _vote(session, assessment, question, user_id, (position, len(asked)))
    return None


def record_vote(
    session: Session, assessment_id: UUID, user_id: str, reply: Reply, now: datetime
) -> Vote | None:
    """Keep a second vote; the first answer stays in the record.

    Returns:
        What this person is asked next; None when that was all.

    Raises:
        AssessmentError: The second round is over, doesn't ask this person, or has this vote.
    """
    assessment, person = _voting(session, assessment_id, user_id)
    question = next(
        (
            found
            for found in _asked(session, assessment, person.group)
            if found.id == reply.question_id
        ),
        None,
    )
    if question is None or reply.value not in {answer.value for answer in question.answers}:
        raise AssessmentError(Code.ANSWER_MISSING)
    if reply.question_id in _voted(session, assessment_id, user_id):
        raise AssessmentError(Code.VOTED_ALREADY)
    before = replies_of(session, assessment_id, user_id).get(reply.question_id)
    session.add(
        Answer(
            assessment_id=assessment_id,
            user_id=user_id,
            question_id=reply.question_id,
            value=reply.value,
            reason=reply.reason,
            evidence=before.evidence if before else "",
            ballot=Ballot.SECOND,
            answered_at=now,
        )
    )
    session.flush()
    following = next_vote(session, assessment_id, user_id)
    if following is None:
        person.voted_again_at = now
        session.flush()
    return following


def end_if_all_voted(session: Session, assessment_id: UUID, now: datetime) -> bool:
    """End the second round when nobody is waited for.

    Returns:
        Whether it ended now.
    """
    assessment = find_assessment(session, assessment_id)
    if assessment.stage is not Stage.VOTING_AGAIN:
        return False
    if any(person.voted_again_at is None for person in voters(session, assessment)):
        return False
    end_second_round(session, assessment_id, None, now)
    return True


def end_second_round(session: Session, assessment_id: UUID, by: str | None, now: datetime) -> None:
    """Record what each item came to, and plan the actions on the new answers.

    Nobody ends it (`by` is None) when the last vote has come.

    Raises:
        AssessmentError: There is no second round to end.
    """
    assessment = find_assessment(session, assessment_id, is_held=True)
    if assessment.second_round_at is None:
        raise AssessmentError(Code.VOTING_NOT_STARTED)
    if assessment.stage is not Stage.VOTING_AGAIN:
        raise AssessmentError(Code.VOTING_OVER)
    maturity = score_round(session, assessment, questionnaire_of(assessment))
    for disputed in disputed_items(session, assessment_id):
        found = maturity.items[disputed.item_id]
        is_close = found.role_gap is not None and found.role_gap <= AGREED_WITHIN
        disputed.outcome = Outcome.AGREEMENT if is_close else Outcome.NO_AGREEMENT
        disputed.views = {group: float(level) for group, level in found.medians.items()}
    assessment.second_round_ended_at = now
    session.flush()
    note(session, "assessment.end_second_round", assessment_id, by, now)
    propose_actions(session, assessment, now)


def _voting(session: Session, assessment_id: UUID, user_id: str) -> tuple[Assessment, Participant]:
    assessment = find_assessment(session, assessment_id, is_held=True)
    if assessment.stage is not Stage.VOTING_AGAIN:
        raise AssessmentError(Code.VOTE_TOO_LATE)
    person = next(
        (found for found in voters(session, assessment) if found.user_id == user_id), None
    )
    if person is None:
        raise AssessmentError(Code.NOT_ASKED)
    return assessment, person


def _asked(session: Session, assessment: Assessment, group: str) -> list[AskedQuestion]:
    seen = {question.id: question for question in questions_of(assessment, group)}
    items = [disputed.item_id for disputed in disputed_items(session, assessment.id)]
    return [seen[item_id] for item_id in items if item_id in seen]


def _voted(session: Session, assessment_id: UUID, user_id: str) -> set[str]:
    return set(
        session.exec(
            select(Answer.question_id).where(
                Answer.assessment_id == assessment_id,
                Answer.user_id == user_id,
                col(Answer.ballot) == Ballot.SECOND,
            )
        ).all()
    )


def _vote(
    session: Session,
    assessment: Assessment,
    question: AskedQuestion,
    user_id: str,
    position: tuple[int, int],
) -> Vote:
    first = current_answers(session, assessment.id, Ballot.FIRST)
    asked = {person.user_id for person in participants(session, assessment.id)}
    given = [
        answers[question.id]
        for name, answers in sorted(first.items())
        if name in asked and question.id in answers
    ]
    counts = Counter(reply.value for reply in given)
    own = first.get(user_id, {}).get(question.id)
    reasons, reasons_left = choose_reasons(given)
    return Vote(
        assessment_id=assessment.id,
        question=question,
        spread=[
            (answer.label, counts[answer.value])
            for answer in question.answers
            if counts[answer.value]
        ],
        reasons=reasons,
        own=own.value if own else "",
        position=position[0],
        total=position[1],
        reasons_left=reasons_left,
    )

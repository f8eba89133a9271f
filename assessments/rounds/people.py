"""Who is asked in a round: people are added, come back, or are removed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from assessments.answers.asking import Mode, questions_for
from assessments.answers.given import replies_of
from assessments.answers.interview import (
    find_assessment,
    participants,
    questionnaire_of,
    questions_of,
)
from assessments.errors import AssessmentError, Code, InvalidFieldsError
from assessments.questionnaires import load_questionnaires
from assessments.questionnaires.content import Questionnaire
from assessments.recorded import note
from assessments.rounds.closing import close_if_complete
from assessments.rounds.reminders import first_reminder_at
from assessments.tables import Assessment, Participant
from ground.refusals import People, Refusal

MOST_PEOPLE = 200


def add_people(
    session: Session, assessment_id: UUID, people: Mapping[str, str], by: str | None, now: datetime
) -> list[Participant]:
    """Ask more people in an open round; who was removed comes back, who is asked stays.

    Raises:
        AssessmentError: The round is closed, it would be too many, or a group has nothing to
            answer.
    """
    assessment = find_assessment(session, assessment_id)
    if assessment.closed_at is not None:
        raise AssessmentError(Code.ROUND_CLOSED_TO_ADDING)
    questionnaire = load_questionnaires()[assessment.questionnaire_id]
    known = _everyone(session, assessment_id)
    is_asked = {user_id for user_id, person in known.items() if person.removed_at is None}
    fresh = {user_id: group for user_id, group in people.items() if user_id not in is_asked}
    check_groups(questionnaire, Mode(assessment.mode), fresh)
    if len(is_asked) + len(fresh) > MOST_PEOPLE:
        raise AssessmentError(Code.TOO_MANY_PEOPLE, most=MOST_PEOPLE)
    for user_id in fresh.keys() & known.keys():
        person = known[user_id]
        person.group = fresh[user_id]
        _ask_again(session, assessment, person, now)
    new = {user_id: group for user_id, group in fresh.items() if user_id not in known}
    ask(session, assessment, new, now)
    if fresh:
        note(session, "assessment.add_people", assessment_id, by, now, people=sorted(fresh))
    return [found for found in participants(session, assessment_id) if found.user_id in fresh]


def refuse_asked_elsewhere(
    session: Session, assessment_id: UUID, people: Mapping[str, Sequence[str]]
) -> None:
    """Refuse people, by group, of whom somebody answers for another group of the round.

    Raises:
        InvalidFieldsError: Somebody does; the field is the group that they were chosen for.
    """
    labels = questionnaire_of(find_assessment(session, assessment_id)).groups
    asked = {person.user_id: person.group for person in participants(session, assessment_id)}
    for group, chosen in people.items():
        elsewhere = {who: asked[who] for who in chosen if asked.get(who, group) != group}
        if elsewhere:
            groups = " and ".join(labels[name].label for name in dict.fromkeys(elsewhere.values()))
            who = People(elsewhere)
            refusal = Refusal(Code.PEOPLE_ASKED_ELSEWHERE, who=who, groups=groups)
            raise InvalidFieldsError({group: refusal})


def remove_person(
    session: Session, participant_id: UUID, removed_by: str | None, now: datetime
) -> Participant:
    """Ask a person no more; what they answered stays in the record and is not counted.

    When nobody else is waited for, the round closes.

    Raises:
        AssessmentError: There is no such person in the round, or it is closed.
    """
    participant = find_participant(session, participant_id)
    held = find_assessment(session, participant.assessment_id, is_held=True)
    if held.closed_at is not None:
        raise AssessmentError(Code.ROUND_CLOSED_TO_REMOVING)
    participant.removed_at, participant.removed_by = now, removed_by
    participant.next_reminder_at = None
    session.flush()
    note(
        session,
        "assessment.remove_person",
        held.id,
        removed_by,
        now,
        person=participant.user_id,
    )
    close_if_complete(session, held, now)
    return participant


def find_participant(session: Session, participant_id: UUID) -> Participant:
    """Find one person of a round.

    Raises:
        AssessmentError: There is none.
    """
    participant = session.get(Participant, participant_id)
    if participant is None:
        raise AssessmentError(Code.INVITATION_UNKNOWN)
    return participant


def check_groups(questionnaire: Questionnaire, mode: Mode, people: Mapping[str, str]) -> None:
    """Refuse people whose group the questionnaire doesn't know, or has nothing to ask.

    Raises:
        AssessmentError: There is such a group.
    """
    unknown = sorted(set(people.values()) - set(questionnaire.groups))
    if unknown:
        labels = ", ".join(group.label for group in questionnaire.groups.values())
        raise AssessmentError(
            Code.GROUP_NOT_ASKED,
            questionnaire=questionnaire.meta.label,
            group=_group_label(unknown[0]),
            groups=labels,
        )
    for group in sorted(set(people.values())):
        if not questions_for(questionnaire, mode, group):
            label = questionnaire.groups[group].label
            raise AssessmentError(Code.GROUP_WITHOUT_QUESTIONS, group=label)


def ask(
    session: Session, assessment: Assessment, people: Mapping[str, str], now: datetime
) -> None:
    """Ask people whom the round does not know yet."""
    session.add_all(
        Participant(
            assessment_id=assessment.id,
            user_id=user_id,
            group=group,
            invited_at=now,
            next_reminder_at=first_reminder_at(now, "UTC"),
        )
        for user_id, group in people.items()
    )
    session.flush()


def _group_label(group_id: str) -> str:
    groups = [found.groups for found in load_questionnaires().values()]
    labels = [known[group_id].label for known in groups if group_id in known]
    return next(iter(labels), group_id.replace("_", " "))


def _ask_again(
    session: Session, assessment: Assessment, person: Participant, now: datetime
) -> None:
    """Ask a person who was removed; what is left of their answers counts again."""
    person.removed_at = person.removed_by = person.erased_at = None
    person.invited_at = now
    given = replies_of(session, assessment.id, person.user_id)
    is_done = all(found.id in given for found in questions_of(assessment, person.group))
    is_reminded = not is_done and person.reminders_stopped_at is None
    person.finished_at = now if is_done else None
    person.next_reminder_at = first_reminder_at(now, person.timezone) if is_reminded else None


def _everyone(session: Session, assessment_id: UUID) -> dict[str, Participant]:
    found = session.exec(select(Participant).where(Participant.assessment_id == assessment_id))
    return {person.user_id: person for person in found.all()}

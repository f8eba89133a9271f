"""How a round begins: its plan is checked, people are asked; a quarter later it may come again."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from assessments.answers.asking import Mode, questions_for
from assessments.answers.given import replies_of
from assessments.answers.interview import NAMELESS, find_assessment, participants, questions_of
from assessments.answers.scope import tidy
from assessments.errors import AssessmentError
from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.questionnaires.content import Questionnaire
from assessments.rounds.last_day import end_of, last_day
from assessments.rounds.reminders import first_reminder_at
from assessments.tables import Assessment, Participant, ScopeKind

MOST_PEOPLE = 200
LONGEST_SCOPE = 100
MONTHS_BETWEEN = 3


@dataclass(frozen=True)
class RoundPlan:
    """What a facilitator asks for; `people` gives each person's group by user_id."""

    channel_id: str
    started_by: str
    people: Mapping[str, str] = field(default_factory=dict)
    mode: Mode = Mode.SCREEN
    questionnaire_id: str = DEFAULT
    scope_kind: ScopeKind = ScopeKind.TEAM
    scope_name: str = ""
    ends_at: datetime | None = None
    target_preset: str = "growing"
    is_quarterly: bool = False
    shows_single_answers: bool = False
    names_to_facilitator: bool = False
    awaits_lists: bool = False


def start_round(
    session: Session, plan: RoundPlan, now: datetime, *, previous_id: UUID | None = None
) -> Assessment:
    """Start a round.

    Args:
        session: The transaction.
        plan: What is asked of whom.
        now: When.
        previous_id: The round that this one repeats.

    Raises:
        AssessmentError: Nobody was named, too many were, a group is unknown or has nothing to
            answer, or the end is past.
    """
    questionnaire = load_questionnaires().get(plan.questionnaire_id)
    if questionnaire is None:
        raise AssessmentError("That questionnaire is not here any more. Please choose another.")
    _check(questionnaire, plan, now)
    assessment = Assessment(
        questionnaire_id=questionnaire.meta.id,
        questionnaire_version=questionnaire.meta.version,
        mode=plan.mode.value,
        target_preset=plan.target_preset,
        scope_kind=plan.scope_kind,
        scope_name=tidy(plan.scope_name)[:LONGEST_SCOPE],
        channel_id=plan.channel_id,
        started_by=plan.started_by,
        started_at=now,
        ends_at=plan.ends_at,
        shows_single_answers=plan.shows_single_answers,
        names_to_facilitator=plan.names_to_facilitator,
        repeats_at=a_quarter_after(now) if plan.is_quarterly else None,
        previous_id=previous_id,
    )
    session.add(assessment)
    session.flush()
    _ask(session, assessment, plan.people, now)
    return assessment


def add_people(
    session: Session, assessment_id: UUID, people: Mapping[str, str], now: datetime
) -> list[Participant]:
    """Ask more people in an open round; who was taken off comes back, who is asked stays.

    Raises:
        AssessmentError: The round is closed, it would be too many, or a group has nothing to
            answer.
    """
    assessment = find_assessment(session, assessment_id)
    if assessment.closed_at is not None:
        raise AssessmentError("This round is closed. Reopen it to add somebody.")
    questionnaire = load_questionnaires()[assessment.questionnaire_id]
    known = _everyone(session, assessment_id)
    is_asked = {user_id for user_id, person in known.items() if person.removed_at is None}
    fresh = {user_id: group for user_id, group in people.items() if user_id not in is_asked}
    _check_groups(questionnaire, Mode(assessment.mode), fresh)
    if len(is_asked) + len(fresh) > MOST_PEOPLE:
        raise AssessmentError(f"A round takes at most {MOST_PEOPLE} people.")
    for user_id in fresh.keys() & known.keys():
        person = known[user_id]
        person.group = fresh[user_id]
        _ask_again(session, assessment, person, now)
    _ask(
        session,
        assessment,
        {user: group for user, group in fresh.items() if user not in known},
        now,
    )
    return [found for found in participants(session, assessment_id) if found.user_id in fresh]


def remove_person(
    session: Session, participant_id: UUID, removed_by: str | None, now: datetime
) -> Participant:
    """Ask a person no more; what they answered stays in the record and is not counted.

    Raises:
        AssessmentError: There is no such person in the round, or it is closed.
    """
    participant = find_participant(session, participant_id)
    if find_assessment(session, participant.assessment_id).closed_at is not None:
        raise AssessmentError("This round is closed, so nobody can be taken off any more.")
    participant.removed_at, participant.removed_by = now, removed_by
    participant.next_reminder_at = None
    session.flush()
    return participant


def find_participant(session: Session, participant_id: UUID) -> Participant:
    """Find one person of a round.

    Raises:
        AssessmentError: There is none.
    """
    participant = session.get(Participant, participant_id)
    if participant is None:
        raise AssessmentError("This invitation is not known here any more.")
    return participant


def repeat_due_round(session: Session, now: datetime) -> Assessment | None:
    """Start the next round of one that comes every quarter; a row is claimed, so once.

    Returns:
        The new round, or None when none is due.
    """
    due = due_repeat(session, now)
    if due is None or not _claim_repeat(session, due):
        return None
    people = {
        person.user_id: person.group
        for person in participants(session, due.id)
        if not person.user_id.startswith(NAMELESS)
    }
    lasts = last_day(due.ends_at) - due.started_at.date() if due.ends_at else None
    plan = RoundPlan(
        channel_id=due.channel_id,
        started_by=due.started_by,
        people=people,
        mode=Mode(due.mode),
        questionnaire_id=due.questionnaire_id,
        scope_kind=due.scope_kind,
        scope_name=due.scope_name,
        ends_at=end_of(now.date() + lasts) if lasts is not None else None,
        target_preset=due.target_preset,
        is_quarterly=True,
        shows_single_answers=due.shows_single_answers,
        names_to_facilitator=due.names_to_facilitator,
        awaits_lists=True,
    )
    return start_round(session, plan, now, previous_id=due.id)


def due_repeat(session: Session, now: datetime) -> Assessment | None:
    """Find the first round that is to come again by now."""
    return session.exec(
        select(Assessment)
        .where(col(Assessment.repeats_at) <= now)
        .order_by(col(Assessment.repeats_at), col(Assessment.id))
        .limit(1)
    ).first()


def stop_repeating(session: Session, assessment_id: UUID) -> Assessment:
    """Let a round, or the newest that has come of it by now, be the last of its kind.

    Returns:
        The round that is the last.
    """
    last = find_assessment(session, assessment_id)
    while following := _next_round(session, last):
        last = following
    last.repeats_at = None
    session.flush()
    return last


def a_quarter_after(moment: datetime) -> datetime:
    """Give the same day three months later, or that month's last day."""
    months = moment.month - 1 + MONTHS_BETWEEN
    year, month = moment.year + months // 12, months % 12 + 1
    return moment.replace(
        year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1])
    )


def _check(questionnaire: Questionnaire, plan: RoundPlan, now: datetime) -> None:
    if not plan.people and not plan.awaits_lists:
        raise AssessmentError("Please name at least one person to ask.")
    if len(plan.people) > MOST_PEOPLE:
        raise AssessmentError(f"A round takes at most {MOST_PEOPLE} people.")
    if plan.ends_at is not None and plan.ends_at <= now:
        raise AssessmentError("Please choose a last day that is still to come.")
    if plan.target_preset not in questionnaire.targets.presets:
        raise AssessmentError("Please choose one of the goals.")
    _check_groups(questionnaire, plan.mode, plan.people)


def _check_groups(questionnaire: Questionnaire, mode: Mode, people: Mapping[str, str]) -> None:
    unknown = sorted(set(people.values()) - set(questionnaire.groups))
    if unknown:
        labels = ", ".join(group.label for group in questionnaire.groups.values())
        raise AssessmentError(
            f"“{questionnaire.meta.label}” does not ask {_group_label(unknown[0])}. "
            f"It asks {labels}."
        )
    for group in sorted(set(people.values())):
        if not questions_for(questionnaire, mode, group):
            label = questionnaire.groups[group].label
            raise AssessmentError(f"This questionnaire has no question for the group {label}.")


def _group_label(group_id: str) -> str:
    groups = [found.groups for found in load_questionnaires().values()]
    labels = [known[group_id].label for known in groups if group_id in known]
    return next(iter(labels), group_id.replace("_", " "))


def _ask(
    session: Session, assessment: Assessment, people: Mapping[str, str], now: datetime
) -> None:
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


def _ask_again(
    session: Session, assessment: Assessment, person: Participant, now: datetime
) -> None:
    """Ask a person who was taken off; what is left of their answers counts again."""
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


def _next_round(session: Session, assessment: Assessment) -> Assessment | None:
    return session.exec(
        select(Assessment).where(Assessment.previous_id == assessment.id)
    ).one_or_none()


def _claim_repeat(session: Session, due: Assessment) -> bool:
    claimed = session.connection().execute(
        update(Assessment)
        .where(col(Assessment.id) == due.id, col(Assessment.repeats_at) == due.repeats_at)
        .values(repeats_at=None)
    )
    return claimed.rowcount == 1

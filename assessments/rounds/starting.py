"""How a round begins: its plan is checked, people are asked; a quarter later it may come again."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from assessments.answers.asking import Mode
from assessments.answers.interview import NAMELESS, find_assessment, participants
from assessments.answers.scope import tidy
from assessments.errors import AssessmentError, Code
from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.questionnaires.content import Questionnaire
from assessments.recorded import note
from assessments.rounds.last_day import end_of, last_day
from assessments.rounds.people import MOST_PEOPLE, ask, check_groups
from assessments.tables import Assessment, ScopeKind

LONGEST_SCOPE = 100
MONTHS_BETWEEN = 3
CLOCKS_MAY_DIFFER = timedelta(days=4)
"""And three months from a short month's last day are fewer days than from the day before."""


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
    asks_singly: bool = False
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
        raise AssessmentError(Code.QUESTIONNAIRE_UNKNOWN)
    _check(questionnaire, plan, now)
    assessment = Assessment(
        questionnaire_id=questionnaire.meta.id,
        questionnaire_version=questionnaire.meta.version,
        mode=plan.mode.value,
        target_preset=plan.target_preset,
        scope_kind=plan.scope_kind,
        scope_name=tidy(plan.scope_name),
        channel_id=plan.channel_id,
        started_by=plan.started_by,
        started_at=now,
        ends_at=plan.ends_at,
        shows_single_answers=plan.shows_single_answers,
        names_to_facilitator=plan.names_to_facilitator,
        reasons_to_facilitator=True,
        asks_singly=plan.asks_singly,
        repeats_at=a_quarter_after(now) if plan.is_quarterly else None,
        previous_id=previous_id,
    )
    session.add(assessment)
    session.flush()
    ask(session, assessment, plan.people, now)
    _note_start(session, assessment, len(plan.people), now)
    return assessment


def _note_start(session: Session, started: Assessment, people: int, now: datetime) -> None:
    if started.previous_id is None:
        by = started.started_by
        note(session, "assessment.start", started.id, by, now, [started], people=people)
    else:
        previous = started.previous_id
        note(session, "assessment.repeat", started.id, None, now, [started], previous=previous)


def repeat_due_round(session: Session, now: datetime) -> Assessment | None:
    """Start the next round of one that comes every quarter; a row is claimed, so once.

    Returns:
        The new round, or None when none is due.
    """
    due = due_repeat(session, now)
    if due is None:
        return None
    is_left_ahead = due.repeats_at is not None and due.repeats_at > now
    following = a_quarter_after(now) if is_left_ahead else None
    if not _claim_repeat(session, due, following) or is_left_ahead:
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
        asks_singly=due.asks_singly,
        awaits_lists=True,
    )
    return start_round(session, plan, now, previous_id=due.id)


def due_repeat(session: Session, now: datetime) -> Assessment | None:
    """Find the first round that is to come again by now.

    One that would wait longer than a quarter counts, too: its time is from before the clock was
    set back, and is set anew.
    """
    return session.exec(
        select(Assessment)
        .where(
            (col(Assessment.repeats_at) <= now)
            | (col(Assessment.repeats_at) > a_quarter_after(now) + CLOCKS_MAY_DIFFER)
        )
        .order_by(col(Assessment.repeats_at), col(Assessment.id))
        .limit(1)
    ).first()


def stop_repeating(session: Session, assessment_id: UUID, by: str, now: datetime) -> Assessment:
    """Let a round, or the newest that has come of it by now, be the last of its kind.

    Returns:
        The round that is the last.
    """
    last = find_assessment(session, assessment_id)
    while following := _next_round(session, last):
        last = following
    last.repeats_at = None
    session.flush()
    note(session, "assessment.stop_repeating", assessment_id, by, now, last=last.id)
    return last


def a_quarter_after(moment: datetime) -> datetime:
    """Return the same day three months later, or that month's last day."""
    months = moment.month - 1 + MONTHS_BETWEEN
    year, month = moment.year + months // 12, months % 12 + 1
    return moment.replace(
        year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1])
    )


def _check(questionnaire: Questionnaire, plan: RoundPlan, now: datetime) -> None:
    if not plan.people and not plan.awaits_lists:
        raise AssessmentError(Code.NOBODY_NAMED)
    if len(plan.people) > MOST_PEOPLE:
        raise AssessmentError(Code.TOO_MANY_PEOPLE, most=MOST_PEOPLE)
    if plan.ends_at is not None and plan.ends_at <= now:
        raise AssessmentError(Code.LAST_DAY_PAST)
    if plan.target_preset not in questionnaire.targets.presets:
        raise AssessmentError(Code.GOAL_UNKNOWN)
    check_groups(questionnaire, plan.mode, plan.people)


def _next_round(session: Session, assessment: Assessment) -> Assessment | None:
    return session.exec(
        select(Assessment).where(Assessment.previous_id == assessment.id)
    ).one_or_none()


def _claim_repeat(session: Session, due: Assessment, following: datetime | None) -> bool:
    claimed = session.connection().execute(
        update(Assessment)
        .where(col(Assessment.id) == due.id, col(Assessment.repeats_at) == due.repeats_at)
        .values(repeats_at=following)
    )
    return claimed.rowcount == 1

"""Jobs around rounds: what needs Slack's answer, so that no press waits for it."""

import json
from datetime import datetime
from uuid import UUID

import structlog

from assessments.errors import AssessmentError
from assessments.rounds.lists import remember_lists
from assessments.rounds.people import add_people, find_participant, remove_person
from assessments.rounds.privacy import exported_answers
from assessments.rounds.reminders import in_working_hours, remind, set_timezone
from bot.delivery.client import NewFile, PersonFacts
from bot.delivery.file_sending import send_files_once
from bot.delivery.slack_errors import (
    UNREACHED,
    WHOLE_APP,
    OperatorNeededError,
    SlackRefusedError,
)
from bot.jobs.job import JobContext, Payload
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.rounds import show_added, show_removed, show_round
from handlers.wording.sentences import plain_sentence

log = structlog.get_logger()


def remind_person(context: JobContext, payload: Payload, now: datetime) -> None:
    """Remind a person in their own working hours; who left is removed."""
    participant_id = UUID(payload["participant_id"])
    with context.transactions.reading() as session:
        user_id = find_participant(session, participant_id).user_id
    facts = _look_up(context, user_id)
    with context.transactions.begin() as work:
        if facts is not None and facts.is_deactivated:
            show_removed(work, remove_person(work.session, participant_id, None, now))
            return
        person = find_participant(work.session, participant_id)
        if facts is not None and facts.timezone != person.timezone:
            set_timezone(work.session, person, facts.timezone)
        allowed_at = in_working_hours(now, person.timezone)
        if allowed_at > now:
            person.next_reminder_at = allowed_at
            return
        reminder_id = UUID(payload["reminder_id"])
        for sent in remind(work.session, [person], None, now, reminder_id):
            work.show(SurfaceKind.REMINDER, sent.id)


def read_lists(context: JobContext, payload: Payload, now: datetime) -> None:
    """Learn which user groups can be chosen; without the right to, there are none."""
    del payload
    try:
        names = context.slack.user_groups()
    except (SlackRefusedError, OperatorNeededError) as refusal:
        if str(refusal) in WHOLE_APP:
            raise
        log.info("user_groups_not_read", reason=str(refusal))
        names = {}
    with context.transactions.begin() as work:
        remember_lists(work.session, names, now)


def invite_list(context: JobContext, payload: Payload, now: datetime) -> None:
    """Ask everyone of a user group; who is asked already stays as they are."""
    assessment_id = UUID(payload["assessment_id"])
    found = context.slack.people_of_user_group(payload["list_id"])
    people = {user_id: str(payload["group"]) for user_id in found}
    try:
        with context.transactions.begin() as work:
            added = add_people(work.session, assessment_id, people, None, now)
            show_round(work, assessment_id)
            show_added(work, added)
    except AssessmentError as error:
        key = f"{assessment_id}:{payload['list_id']}:{plain_sentence(error)}"
        with context.transactions.begin() as work:
            work.show(SurfaceKind.LIST_REFUSED, key)


def export_answers(context: JobContext, payload: Payload, now: datetime) -> None:
    """Send a person a copy of their own answers."""
    with context.transactions.reading() as session:
        answers = exported_answers(session, payload["user_id"])
    content = json.dumps(answers, ensure_ascii=False, indent=2).encode()
    copy = NewFile(content, "my-answers.json", "Your answers")
    send_files_once(context.slack, payload, [copy], copy.title, now)


def _look_up(context: JobContext, user_id: str) -> PersonFacts | None:
    try:
        return context.slack.look_up(user_id)
    except (*UNREACHED, SlackRefusedError) as error:
        log.info("person_not_looked_up", error=type(error).__name__)
        return None


JOBS = {
    JobKind.REMIND: remind_person,
    JobKind.READ_LISTS: read_lists,
    JobKind.INVITE_LIST: invite_list,
    JobKind.EXPORT_ANSWERS: export_answers,
}

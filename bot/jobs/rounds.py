"""Jobs around rounds: what needs Slack's answer, so that no press waits for it."""

import json
from datetime import datetime
from uuid import UUID

import structlog

from assessments.answers.interview import NAMELESS
from assessments.errors import AssessmentError
from assessments.rounds.answers_page import write_answers_page
from assessments.rounds.lists import remember_lists
from assessments.rounds.people import add_people, find_participant, remove_person
from assessments.rounds.privacy import exported_answers, own_answers
from assessments.rounds.reminders import in_working_hours, remind, set_timezone
from bot.delivery.client import NewFile, PersonFacts
from bot.delivery.file_sending import send_files_once
from bot.delivery.slack_errors import (
    UNREACHED,
    WHOLE_APP,
    OperatorNeededError,
    PersonRefusedError,
    SlackRefusedError,
)
from bot.jobs.deciders import UNKNOWN_HERE
from bot.jobs.job import JobContext, Payload
from handlers.blocks.replies import Unreached
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.rounds import show_added, show_removed, show_round
from handlers.surfaces.unreached import look_people_up, take_off_unreached, tell_leader
from handlers.wording.people import (
    INSTEAD,
    IS_BOT,
    IS_DEACTIVATED,
    IS_ELSEWHERE,
    IS_GUEST,
    NOT_READ,
    OTHERWISE_NOT_READ,
)
from handlers.wording.sentences import plain_sentence

log = structlog.get_logger()
AT_ONCE = 10
"""People looked up in one go, so that other work isn't held up."""


def remind_person(context: JobContext, payload: Payload, now: datetime) -> None:
    """Remind a person in their own working hours; who left is removed."""
    participant_id = UUID(payload["participant_id"])
    with context.transactions.reading() as session:
        user_id = find_participant(session, participant_id).user_id
    facts = _look_up(context, user_id)
    with context.transactions.begin() as work:
        if facts is not None and facts.is_deactivated:
            removed = remove_person(work.session, participant_id, None, now)
            show_removed(work, removed)
            round_id = removed.assessment_id
            tell_leader(work, round_id, Unreached.LEFT, user_id, IS_DEACTIVATED)
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


def look_up_people(context: JobContext, payload: Payload, now: datetime) -> None:
    """Look up who was asked, some at a time; who can't answer is removed, and the leader told."""
    ids = [UUID(found) for found in payload["people"]]
    with context.transactions.reading() as session:
        people = {found: find_participant(session, found).user_id for found in ids[:AT_ONCE]}
    reasons = {found: _why_not(context, user_id) for found, user_id in people.items()}
    with context.transactions.begin(now=now) as work:
        for found, code in reasons.items():
            if code:
                take_off_unreached(work, find_participant(work.session, found), code)
                work.show_again(SurfaceKind.INVITATION, [str(found)])
        look_people_up(work, [find_participant(work.session, found) for found in ids[AT_ONCE:]])


def _why_not(context: JobContext, user_id: str) -> str:
    """Return why a person can't answer; empty where they can."""
    if user_id.startswith(NAMELESS):
        return ""
    try:
        facts = context.slack.look_up(user_id)
    except PersonRefusedError as refusal:
        return str(refusal) if str(refusal) == UNKNOWN_HERE else ""
    if facts.is_deactivated:
        return IS_DEACTIVATED
    if facts.is_bot:
        return IS_BOT
    if context.slack.own_team() not in facts.teams:
        return IS_ELSEWHERE
    return IS_GUEST if facts.is_guest else ""


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
    try:
        found = context.slack.people_of_user_group(payload["list_id"])
    except (SlackRefusedError, OperatorNeededError) as refusal:
        if isinstance(refusal, OperatorNeededError) and refusal.is_for_all:
            raise
        _refuse_list(context, payload, _not_read(str(refusal)))
        return
    if not found:
        _refuse_list(context, payload, _not_read("empty"))
        return
    people = {user_id: str(payload["group"]) for user_id in found}
    try:
        with context.transactions.begin() as work:
            added = add_people(work.session, assessment_id, people, None, now)
            show_round(work, assessment_id)
            show_added(work, added)
            look_people_up(work, added)
    except AssessmentError as error:
        _refuse_list(context, payload, plain_sentence(error))


def _refuse_list(context: JobContext, payload: Payload, reason: str) -> None:
    """Tell who leads the round why a user group wasn't invited."""
    key = f"{payload['assessment_id']}:{payload['list_id']}:{reason}"
    with context.transactions.begin() as work:
        work.show(SurfaceKind.LIST_REFUSED, key)


def _not_read(code: str) -> str:
    why = NOT_READ.get(code, OTHERWISE_NOT_READ.format(code=code))
    return f"{why} {INSTEAD}"


def export_answers(context: JobContext, payload: Payload, now: datetime) -> None:
    """Send a person a copy of their own answers: a page to read, and data with every change."""
    with context.transactions.reading() as session:
        answers = exported_answers(session, payload["user_id"])
        page = write_answers_page(own_answers(session, payload["user_id"]))
    content = json.dumps(answers, ensure_ascii=False, indent=2).encode()
    copies = [
        NewFile(page, "my-answers.html", "Your answers"),
        NewFile(content, "my-answers.json", "Your answers as data"),
    ]
    send_files_once(context.slack, payload, copies, copies[0].title, now)


def _look_up(context: JobContext, user_id: str) -> PersonFacts | None:
    try:
        return context.slack.look_up(user_id)
    except (*UNREACHED, SlackRefusedError) as error:
        log.info("person_not_looked_up", error=type(error).__name__)
        return None


JOBS = {
    JobKind.REMIND: remind_person,
    JobKind.LOOK_UP_PEOPLE: look_up_people,
    JobKind.READ_LISTS: read_lists,
    JobKind.INVITE_LIST: invite_list,
    JobKind.EXPORT_ANSWERS: export_answers,
}

"""Asks Slack whether those who decide about models still can."""

from datetime import datetime

from bot.delivery.client import PersonFacts
from bot.delivery.slack_errors import PersonRefusedError
from bot.jobs.job import JobContext, Payload
from deployments.deciders import note_looked_up, note_timezone
from handlers.job_kinds import JobKind
from handlers.surfaces.absences import show_stand_in
from handlers.surfaces.coming_back import pass_on_revisits
from handlers.surfaces.deciders import remind_deciders, show_decider
from handlers.surfaces.leaders import show_leader
from handlers.surfaces.sign_offs import show_signing_of

UNKNOWN_HERE = "user_not_found"


def look_up_deciders(context: JobContext, payload: Payload, now: datetime) -> None:
    """Look some people up; what changed is shown, and the next who may decide is asked."""
    looks = {user_id: _look_up(context, user_id) for user_id in payload["people"]}
    found = {user_id: _is_gone(context, facts) for user_id, facts in looks.items()}
    with context.transactions.begin(now=now) as work:
        for user_id, facts in looks.items():
            if not isinstance(facts, str):
                note_timezone(work.session, user_id, facts.timezone)
        changed = {
            user_id: is_gone
            for user_id, is_gone in found.items()
            if note_looked_up(work.session, user_id, now, is_gone=is_gone)
        }
        for user_id, is_gone in changed.items():
            show_decider(work, user_id, is_gone=is_gone, admins=context.admins)
            show_signing_of(work, [user_id])
            show_stand_in(work, user_id)
            show_leader(work, user_id, is_gone=is_gone)
            if is_gone:
                pass_on_revisits(work, user_id)
        if payload.get("is_daily"):
            remind_deciders(work, list(found))


def _look_up(context: JobContext, user_id: str) -> PersonFacts | str:
    """Return what Slack knows of a person, or why it doesn't tell."""
    try:
        return context.slack.look_up(user_id)
    except PersonRefusedError as refusal:
        return str(refusal)


def _is_gone(context: JobContext, facts: PersonFacts | str) -> bool:
    """Return whether a person can't decide: only active, full members of our workspace can."""
    if isinstance(facts, str):
        return facts == UNKNOWN_HERE
    is_ours = context.slack.own_team() in facts.teams
    return facts.is_deactivated or facts.is_bot or facts.is_guest or not is_ours


JOBS = {JobKind.LOOK_UP_DECIDERS: look_up_deciders}

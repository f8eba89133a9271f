"""Carries out what was decided about a model: a release, or a rollback."""

from datetime import datetime
from uuid import UUID

from bot.jobs.job import JobContext, Payload
from deployments.registry import EmbeddedRegistry
from deployments.requests.release import carry_out_release
from deployments.rollback import carry_out_rollback
from handlers.job_kinds import JobKind
from handlers.surfaces.alerts import show_alert
from handlers.surfaces.models import show_open_matters
from handlers.surfaces.release_cards import model_of_request
from handlers.surfaces.releases import show_request
from handlers.surfaces.use_case_status import follow_use_cases_of
from monitors.alerts.decisions import note_rollback


def roll_back(context: JobContext, payload: Payload, now: datetime) -> None:
    """Move the champion alias back, verify it, and show how it went."""
    with context.transactions.begin() as work:
        registry = EmbeddedRegistry(work.session, now)
        rollback = carry_out_rollback(work.session, UUID(payload["rollback_id"]), registry, now)
        for alert in note_rollback(work.session, rollback, now):
            show_alert(work, alert.id)


def release(context: JobContext, payload: Payload, now: datetime) -> None:
    """Point the champion alias to an approved version, verify it, and show how it went."""
    request_id = UUID(payload["request_id"])
    with context.transactions.begin() as work:
        carry_out_release(work.session, request_id, EmbeddedRegistry(work.session, now), now)
        show_request(work, request_id)
    with context.transactions.begin() as work:
        model = model_of_request(work.session, request_id)
        show_open_matters(work, model)
        follow_use_cases_of(work, model.name)


JOBS = {JobKind.ROLL_BACK: roll_back, JobKind.RELEASE: release}

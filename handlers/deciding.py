"""Has Slack show anew what a decision touches: its message, and the homes of who may decide."""

from uuid import UUID

from deployments.models import deciders_of
from deployments.requests import find_request
from deployments.tables import RegisteredModel
from handlers.dependencies import UnitOfWork
from monitors.cards import alert_card


def show_alert(work: UnitOfWork, alert_id: UUID) -> None:
    """Show an alert, and what waits for its deciders."""
    work.show("alert", alert_id)
    for user_id in alert_card(work.session, alert_id).deciders:
        work.show("home", user_id)


def show_request(work: UnitOfWork, request_id: UUID) -> None:
    """Show a release request, and what waits for the model's deciders."""
    work.show("deployment_request", request_id)
    model_id = find_request(work.session, request_id).model_id
    model = work.session.get_one(RegisteredModel, model_id)
    for user_id in deciders_of(work.session, model):
        work.show("home", user_id)

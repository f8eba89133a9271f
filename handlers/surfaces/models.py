"""Everything that is open about a model."""

from collections.abc import Sequence

from sqlmodel import col, select

from deployments.deciders import deciders_of
from deployments.tables import DeploymentRequest, RegisteredModel, RequestState
from handlers.dependencies import UnitOfWork
from handlers.surfaces.alerts import show_alert_to_deciders
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.releases import show_request_to_deciders
from monitors.alerts.model_health import WAITING
from monitors.tables import Alert


def show_open_matters(
    work: UnitOfWork, model: RegisteredModel, others: Sequence[str] = ()
) -> None:
    """Show a model's open requests and alerts again, where they belong now, to who decides now.

    A message that somebody deleted comes back.

    Args:
        work: The transaction.
        model: The model.
        others: Who may have got them, and decides no more.
    """
    requests = select(DeploymentRequest.id).where(
        DeploymentRequest.model_id == model.id,
        col(DeploymentRequest.state) == RequestState.OPEN,
    )
    alerts = select(Alert.id).where(Alert.model_name == model.name, col(Alert.state).in_(WAITING))
    for request_id in work.session.exec(requests).all():
        work.show_surely(SurfaceKind.DEPLOYMENT_REQUEST, request_id)
        show_request_to_deciders(work, request_id, others)
    for alert_id in work.session.exec(alerts).all():
        work.show_surely(SurfaceKind.ALERT, alert_id)
        show_alert_to_deciders(work, alert_id, others)
    for user_id in deciders_of(work.session, model):
        work.show(SurfaceKind.HOME, user_id)

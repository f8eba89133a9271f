"""Everything that is open about a model."""

from sqlmodel import col, select

from deployments.tables import DeploymentRequest, RegisteredModel, RequestState
from handlers.dependencies import UnitOfWork
from handlers.surfaces.kinds import SurfaceKind
from monitors.tables import Alert, AlertState

UNDECIDED = [AlertState.OPEN, AlertState.ACKNOWLEDGED]


def show_open_matters(work: UnitOfWork, model: RegisteredModel) -> None:
    """Show a model's open requests and alerts again, where they belong now."""
    requests = select(DeploymentRequest.id).where(
        DeploymentRequest.model_id == model.id,
        col(DeploymentRequest.state) == RequestState.OPEN,
    )
    alerts = select(Alert.id).where(
        Alert.model_name == model.name, col(Alert.state).in_(UNDECIDED)
    )
    for request_id in work.session.exec(requests):
        work.show(SurfaceKind.DEPLOYMENT_REQUEST, request_id)
    for alert_id in work.session.exec(alerts):
        work.show(SurfaceKind.ALERT, alert_id)

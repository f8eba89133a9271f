"""A registered model: Mia owns it, Ola decides too, Dan trained it; v3 is live after v2."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from deployments.models import ModelFacts, register_model, register_version, set_first_champion
from deployments.requests.metrics_file import MetricsFile
from deployments.requests.requests import ReleaseFacts, request_deployment
from deployments.tables import DeploymentRequest, RegisteredModel

MIA, OLA, DAN, BEA = "U0MIA", "U0OLA", "U0DAN", "U0BEA"


@pytest.fixture
def model(session: Session, now: datetime) -> RegisteredModel:
    """The model `churn` with three versions."""
    registered = register_model(session, ModelFacts("churn", MIA, "C1", (OLA,)), now)
    for days, version in enumerate(("v1", "v2", "v3")):
        register_version(
            session,
            model_name="churn",
            version=version,
            registered_by="apply",
            trained_by=DAN,
            digest=f"digest-{version}",
            now=now - timedelta(days=9 - days),
        )
    set_first_champion(session, registered, "v3", now)
    return registered


def release(version: str = "v4", requested_by: str = DAN, **facts: str | None) -> ReleaseFacts:
    """Write a release's facts."""
    evidence = MetricsFile({"accuracy": 0.84}, 5_000)
    return ReleaseFacts("churn", version, evidence, requested_by, **facts)  # type: ignore[arg-type] # trained_by and digest


@pytest.fixture
def request_(session: Session, model: RegisteredModel, now: datetime) -> DeploymentRequest:
    """Dan's open request to release v4."""
    del model
    return request_deployment(session, release(), now).request

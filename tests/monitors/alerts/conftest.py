"""A model that can go back: v2 is live, after v1; Dan trained both."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from deployments.models import find_model, register_version, set_first_champion
from monitors.tables import Monitor


@pytest.fixture
def released(session: Session, monitor: Monitor, now: datetime) -> Monitor:
    """The monitor of that model."""
    for version, days in (("v1", 9), ("v2", 5)):
        register_version(
            session,
            model_name=monitor.model_name,
            version=version,
            registered_by="apply",
            trained_by="U0DAN",
            digest="",
            now=now - timedelta(days=days),
        )
    set_first_champion(session, find_model(session, monitor.model_name), "v2", now)
    return monitor

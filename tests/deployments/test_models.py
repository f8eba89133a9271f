"""Versions are registered once: the same again is the same, other content is refused."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from deployments.errors import Code, DeploymentError
from deployments.models import find_version, register_version, rollback_targets
from deployments.tables import ModelVersion, RegisteredModel
from ground.audit import verify
from tests.deployments.conftest import DAN

pytestmark = pytest.mark.sqlite_alone


def register(session: Session, digest: str, now: datetime, version: str = "v3") -> ModelVersion:
    """Register a version of `churn` as a pipeline does."""
    return register_version(
        session,
        model_name="churn",
        version=version,
        registered_by="token:ci",
        trained_by=None,
        digest=digest,
        now=now,
    )


@pytest.mark.parametrize("digest", ["digest-v3", ""])
def test_the_same_version_asked_for_twice_is_the_one_there_is(
    session: Session, model: RegisteredModel, now: datetime, digest: str
) -> None:
    """A pipeline that asks again isn't refused, and nothing is written."""
    known = find_version(session, model, "v3")
    entries = verify(session).entries

    again = register(session, digest, now)

    assert again is known
    assert (again.digest, again.trained_by) == ("digest-v3", DAN)
    assert verify(session).entries == entries


def test_the_same_version_with_other_content_is_refused(
    session: Session, model: RegisteredModel, now: datetime
) -> None:
    """What was signed is what goes live."""
    with pytest.raises(DeploymentError, match=Code.VERSION_DIFFERS) as refused:
        register(session, "other", now)

    assert refused.value.refusal.facts["digest"] == "digest-v3"
    known = find_version(session, model, "v3")
    assert known is not None
    assert known.digest == "digest-v3"


def test_two_models_may_have_a_version_of_one_name(
    session: Session, model: RegisteredModel, now: datetime
) -> None:
    """Each has its own digest."""
    session.add(RegisteredModel(name="fraud", owner_user_id=DAN, channel_id="C2", created_at=now))
    session.flush()

    added = register_version(
        session,
        model_name="fraud",
        version="v3",
        registered_by="token:ci",
        trained_by=None,
        digest="other",
        now=now,
    )

    assert added.model_id != model.id
    assert len(session.exec(select(ModelVersion).where(ModelVersion.version == "v3")).all()) == 2


def test_one_goes_back_to_what_is_older_and_first_to_what_was_live(
    session: Session, model: RegisteredModel, now: datetime
) -> None:
    """A newer version isn't a way back; without a past, the newest of the older is first.

    The newest is what was registered last, whatever it's called.
    """
    register(session, "", now + timedelta(days=1), "v4")
    register(session, "", now - timedelta(days=400), "v9")

    assert rollback_targets(session, model) == ["v2", "v1", "v9"]

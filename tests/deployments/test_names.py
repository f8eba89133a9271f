"""Names are checked where they enter: nothing hidden, whichever way they come."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session, select

from deployments.errors import Code, DeploymentError
from deployments.models import ModelFacts, find_model, register_model
from deployments.requests.requests import request_deployment
from deployments.tables import ModelVersion, RegisteredModel
from ground.audit import AuditEntry
from tests.deployments.conftest import DAN, MIA, release

HIDDEN = ["\0", "\n", "\x1b", "\u202e", "\u2066", "\ud800"]


@pytest.mark.parametrize("hidden", HIDDEN, ids=ascii)
def test_a_model_with_a_hidden_character_is_refused(
    session: Session, now: datetime, hidden: str
) -> None:
    """On every database, and before anything is looked up."""
    facts = ModelFacts("churn", MIA, "C1", (DAN,))
    name = f"a{hidden}b"
    for wrong in (
        replace(facts, name=name),
        replace(facts, owner_user_id=name),
        replace(facts, channel_id=name),
        replace(facts, deciders=(name,)),
    ):
        with pytest.raises(DeploymentError, match=Code.NAME_CHARACTER):
            register_model(session, wrong, now)
    with pytest.raises(DeploymentError, match=Code.NAME_CHARACTER):
        find_model(session, name)

    assert session.exec(select(RegisteredModel)).all() == []
    assert session.exec(select(AuditEntry)).all() == []


@pytest.mark.parametrize("hidden", HIDDEN, ids=ascii)
@pytest.mark.parametrize("fact", ["version", "requested_by", "trained_by", "digest"])
def test_a_release_with_a_hidden_character_is_refused(
    session: Session, model: RegisteredModel, now: datetime, hidden: str, fact: str
) -> None:
    """In its version, its people or its content's hash."""
    before = len(session.exec(select(ModelVersion)).all())

    with pytest.raises(DeploymentError, match=Code.NAME_CHARACTER):
        request_deployment(session, release(**{fact: f"a{hidden}b"}), now)

    assert len(session.exec(select(ModelVersion)).all()) == before
    assert model.name == "churn"


@pytest.mark.parametrize("name", ["R&D", "Kündigung", "模型", "churn <b>", "a\u00a0b"])
def test_other_names_are_taken_as_they_are(session: Session, now: datetime, name: str) -> None:
    """Of any script, with any visible character."""
    assert register_model(session, ModelFacts(name, MIA, "C1"), now).name == name

"""Release requests: one open one a version, the newest counts, own work needs somebody else."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from assessments.use_cases.pass_marks import PassMark
from deployments.deciders import deciders_of
from deployments.errors import Code, DeploymentError
from deployments.models import (
    ModelFacts,
    champion_of,
    find_model,
    model_names,
    register_model,
    register_version,
    rollback_targets,
    set_first_champion,
)
from deployments.requests.gate import GateVerdict
from deployments.requests.requests import request_card, request_deployment
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.tables import DeploymentRequest, RegisteredModel, RequestState, SignOffVerdict
from tests.deployments.conftest import DAN, MIA, OLA, release


def test_the_same_version_is_one_request(
    session: Session, request_: DeploymentRequest, now: datetime
) -> None:
    """CI may ask twice."""
    again = request_deployment(session, release(), now)

    assert (again.request.id, again.is_new) == (request_.id, False)


def test_a_newer_version_takes_the_place_of_older_ones(
    session: Session, request_: DeploymentRequest, now: datetime
) -> None:
    """The old request says what superseded it."""
    asked = request_deployment(session, release("v5"), now)

    assert asked.superseded == [request_.id]
    session.refresh(request_)
    assert (request_.state, request_.superseded_by) == (RequestState.SUPERSEDED, "v5")


def test_a_rejected_version_may_ask_again(
    session: Session, request_: DeploymentRequest, now: datetime
) -> None:
    """A no is no ban: it is a new request."""
    record_sign_off(session, SignOffAttempt(request_.id, SignOffVerdict.REJECT, MIA), now)

    again = request_deployment(session, release(), now)

    assert again.is_new
    assert again.request.id != request_.id


def test_what_was_true_at_the_ask_is_pinned(request_: DeploymentRequest) -> None:
    """Champion, digest and who could decide."""
    assert request_.champion_at_ask == "v3"
    assert request_.eligible_at_ask == [MIA, OLA]


def test_the_live_version_can_not_ask(
    session: Session, model: RegisteredModel, now: datetime
) -> None:
    """There is nothing to release."""
    del model
    with pytest.raises(DeploymentError, match=Code.VERSION_LIVE):
        request_deployment(session, release("v3"), now)


def test_somebody_must_be_able_to_decide(session: Session, now: datetime) -> None:
    """A model whose only decider built the version asks for one more."""
    register_model(session, ModelFacts("churn", MIA, "C1"), now)

    with pytest.raises(DeploymentError, match=Code.NOBODY_MAY_APPROVE):
        request_deployment(session, release(trained_by=MIA), now)


def test_the_card_judges_by_the_pass_marks_of_now(
    session: Session, request_: DeploymentRequest
) -> None:
    """It shows who may decide and what the gate says."""
    mark = PassMark("accuracy", ">=", 0.8)

    card = request_card(session, request_.id, [mark])

    assert card.gate.verdict is GateVerdict.ACCEPTED
    assert (card.deciders, card.decided_by, card.champion_at_ask) == ([MIA, OLA], None, "v3")


def test_an_unknown_request_has_no_card(session: Session) -> None:
    """It says so in a sentence."""
    with pytest.raises(DeploymentError, match="unknown"):
        request_card(session, uuid4(), [])


def test_another_content_needs_another_version(
    session: Session, model: RegisteredModel, now: datetime
) -> None:
    """A version's digest never changes."""
    del model
    with pytest.raises(DeploymentError, match=Code.VERSION_DIFFERS):
        request_deployment(session, release("v2", digest="other"), now)


def test_an_unknown_model_says_so(session: Session) -> None:
    """With a hint at the likeliest cause."""
    with pytest.raises(DeploymentError, match=Code.MODEL_UNKNOWN):
        find_model(session, "chrun")


def test_models_are_listed_by_name(session: Session, now: datetime) -> None:
    """For the use case's list."""
    for name in ("fraud", "churn"):
        register_model(session, ModelFacts(name, MIA, "C1"), now)

    assert model_names(session) == ["churn", "fraud"]


def test_registering_again_brings_up_to_date(
    session: Session, model: RegisteredModel, now: datetime
) -> None:
    """Owner, channel and deciders follow the configuration."""
    register_model(session, ModelFacts("churn", OLA, "C2", (DAN,)), now)

    assert (model.owner_user_id, model.channel_id) == (OLA, "C2")
    assert deciders_of(session, model) == [OLA, DAN]


def test_a_champion_is_set_once(session: Session, model: RegisteredModel, now: datetime) -> None:
    """After that it moves by release or rollback alone."""
    assert not set_first_champion(session, model, "v1", now)
    assert champion_of(session, model) == "v3"


def test_one_goes_back_to_older_versions_only(
    session: Session, model: RegisteredModel, now: datetime
) -> None:
    """A version registered after the live one is no way back."""
    register_version(
        session,
        model_name="churn",
        version="v4",
        registered_by="ci",
        trained_by=None,
        digest="",
        now=now,
    )

    assert rollback_targets(session, model) == ["v2", "v1"]


def test_a_model_without_a_champion_has_all_versions(session: Session, now: datetime) -> None:
    """Nothing is live, so nothing is newer."""
    model = register_model(session, ModelFacts("churn", MIA, "C1"), now)
    register_version(
        session,
        model_name="churn",
        version="v1",
        registered_by="ci",
        trained_by=None,
        digest="",
        now=now,
    )

    assert champion_of(session, model) is None
    assert rollback_targets(session, model) == ["v1"]


def test_only_one_request_is_open_a_version(session: Session, request_: DeploymentRequest) -> None:
    """The key of an open request is unique."""
    keys = [found.open_key for found in session.exec(select(DeploymentRequest)).all()]

    assert keys == [f"{request_.model_id}:v4"]

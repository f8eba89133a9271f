"""Rollback and release move the champion alias once, verified, or say why not."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from deployments.errors import AliasMovedError, Code, DeploymentError
from deployments.models import ModelFacts, champion_of, register_model
from deployments.outcomes import read_outcome
from deployments.registry import EmbeddedRegistry
from deployments.requests.release import carry_out_release
from deployments.requests.requests import find_request
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.rollback import RollbackFacts, carry_out_rollback, decide_rollback
from deployments.tables import (
    CHAMPION,
    DeploymentRequest,
    RegisteredModel,
    RequestState,
    Rollback,
    RollbackState,
    SignOffVerdict,
)
from ground.audit import verify
from ground.refusals import People, Refusal
from tests.deployments.conftest import BEA, MIA, OLA


def wish(
    to_version: str = "v2", reason: str = "accuracy fell", decided_by: str = MIA
) -> RollbackFacts:
    """Mia wants v2 back."""
    return RollbackFacts("churn", to_version, reason, decided_by)


@pytest.fixture
def registry(session: Session, now: datetime) -> EmbeddedRegistry:
    """The embedded registry."""
    return EmbeddedRegistry(session, now)


@pytest.fixture
def rollback(session: Session, model: RegisteredModel, now: datetime) -> Rollback:
    """Mia's decision to go back to v2."""
    del model
    decided = decide_rollback(session, wish(), now)
    assert isinstance(decided, Rollback)
    return decided


def test_a_decided_rollback_moves_the_alias(
    session: Session, model: RegisteredModel, rollback: Rollback, registry: EmbeddedRegistry
) -> None:
    """Champion is the older version again, checked in the registry."""
    done = carry_out_rollback(session, rollback.id, registry, registry.now)

    assert done.state is RollbackState.DONE
    assert read_outcome(done.outcome) == Refusal(Code.LIVE_AGAIN, version="v2")
    assert champion_of(session, model) == "v2"
    assert verify(session).is_whole


def test_carrying_out_twice_changes_nothing(
    session: Session, rollback: Rollback, registry: EmbeddedRegistry
) -> None:
    """A job may run twice."""
    carry_out_rollback(session, rollback.id, registry, registry.now)
    entries = verify(session).entries

    carry_out_rollback(session, rollback.id, registry, registry.now)

    assert verify(session).entries == entries


def test_a_second_rollback_waits_for_the_first(
    session: Session, rollback: Rollback, now: datetime
) -> None:
    """The second person learns who decided, and what."""
    refusal = decide_rollback(session, wish(decided_by=OLA), now + timedelta(seconds=1))

    assert refusal == Refusal(
        Code.ROLLBACK_UNDER_WAY, people=People([MIA]), at=rollback.decided_at
    )


def test_others_are_told_who_may(session: Session, model: RegisteredModel, now: datetime) -> None:
    """And the try is recorded."""
    del model
    refusal = decide_rollback(session, wish(decided_by=BEA), now)

    assert refusal == Refusal(Code.NOT_A_DECIDER, people=People([MIA, OLA]))


WRONG = {
    "no reason": ({"reason": "  "}, Code.ROLLBACK_REASON_MISSING),
    "unknown version": ({"to_version": "v9"}, Code.NOT_A_TARGET),
    "the live one": ({"to_version": "v3"}, Code.NOT_A_TARGET),
}


@pytest.mark.parametrize(("facts", "code"), WRONG.values(), ids=WRONG)
def test_a_wrong_wish_is_refused(
    session: Session, model: RegisteredModel, now: datetime, facts: dict[str, str], code: Code
) -> None:
    """Nothing is decided."""
    del model
    with pytest.raises(DeploymentError, match=code):
        decide_rollback(session, wish(**facts), now)


def test_nothing_live_is_nothing_to_go_back_from(session: Session, now: datetime) -> None:
    """A model that was never released."""
    register_model(session, ModelFacts("churn", MIA, "C1"), now)

    with pytest.raises(DeploymentError, match=Code.NO_LIVE_VERSION):
        decide_rollback(session, wish(), now)


def test_an_alias_moved_meanwhile_stops_the_rollback(
    session: Session, rollback: Rollback, registry: EmbeddedRegistry
) -> None:
    """Someone else moved it: nothing is changed, and the outcome says so."""
    registry.move_alias("churn", CHAMPION, expected="v3", to="v1")

    done = carry_out_rollback(session, rollback.id, registry, registry.now)

    assert done.state is RollbackState.REFUSED
    assert read_outcome(done.outcome) == Refusal(
        Code.ALIAS_MOVED, alias="champion", found="v1", expected="v3"
    )
    assert registry.alias_target("churn", CHAMPION) == "v1"


class ForgetfulRegistry(EmbeddedRegistry):
    """A registry that says yes and does nothing."""

    def move_alias(self, model_name: str, alias: str, *, expected: str | None, to: str) -> None:
        """Forget it."""


def test_the_registry_is_asked_again(session: Session, rollback: Rollback, now: datetime) -> None:
    """A move that did not happen is not reported as done."""
    done = carry_out_rollback(session, rollback.id, ForgetfulRegistry(session, now), now)

    assert done.state is RollbackState.REFUSED
    assert read_outcome(done.outcome) == Refusal(Code.NOT_LIVE, found="v3", version="v2")


class TestRelease:
    """An approved request becomes the champion."""

    @pytest.fixture
    def approved(
        self, session: Session, request_: DeploymentRequest, now: datetime
    ) -> DeploymentRequest:
        """Mia approved v4."""
        record_sign_off(session, SignOffAttempt(request_.id, SignOffVerdict.APPROVE, MIA), now)
        return request_

    def test_champion_is_the_new_version(
        self, session: Session, approved: DeploymentRequest, registry: EmbeddedRegistry
    ) -> None:
        """Checked in the registry; a second run is a no-op."""
        for _ in range(2):
            carry_out_release(session, approved.id, registry, registry.now)

        request = find_request(session, approved.id)
        assert request.state is RequestState.RELEASED
        assert read_outcome(request.outcome) == Refusal(Code.LIVE, version="v4")

    def test_the_champion_changed_since_the_ask(
        self, session: Session, approved: DeploymentRequest, registry: EmbeddedRegistry
    ) -> None:
        """What was approved is not what would be replaced: it fails, and says why."""
        registry.move_alias("churn", CHAMPION, expected="v3", to="v2")

        carry_out_release(session, approved.id, registry, registry.now)

        request = find_request(session, approved.id)
        assert request.state is RequestState.FAILED
        assert read_outcome(request.outcome) == Refusal(
            Code.ALIAS_MOVED, alias="champion", found="v2", expected="v3"
        )

    def test_an_open_request_is_not_carried_out(
        self, session: Session, request_: DeploymentRequest, registry: EmbeddedRegistry
    ) -> None:
        """No decision, no release."""
        carry_out_release(session, request_.id, registry, registry.now)

        assert find_request(session, request_.id).state is RequestState.OPEN


def test_a_first_alias_is_set(session: Session, now: datetime) -> None:
    """A model without a champion gets one; setting it as if unset again is refused."""
    register_model(session, ModelFacts("churn", MIA, "C1"), now)
    registry = EmbeddedRegistry(session, now)

    registry.move_alias("churn", CHAMPION, expected=None, to="v1")

    assert registry.alias_target("churn", CHAMPION) == "v1"
    with pytest.raises(AliasMovedError, match=Code.ALIAS_SET):
        registry.move_alias("churn", CHAMPION, expected=None, to="v2")

"""Sign-offs: who may is decided at the press; the first press decides; every press is recorded."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from deployments.errors import Code, DeploymentError
from deployments.models import ModelFacts, register_model
from deployments.requests.evidence import PASS_MARKS
from deployments.requests.requests import find_decision, request_deployment
from deployments.requests.sign_offs import (
    LONGEST_REASON,
    SignOffAttempt,
    record_sign_off,
    refusal_to_sign,
)
from deployments.tables import (
    Decision,
    DeploymentRequest,
    RegisteredModel,
    RequestState,
    SignOff,
    SignOffVerdict,
)
from ground.audit import AuditEntry, verify
from ground.refusals import People, Refusal
from tests.deployments.conftest import BEA, DAN, MIA, OLA, release


def actions(session: Session) -> list[str]:
    """List what the audit log holds, in order."""
    entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.sequence))).all()
    return [entry.action for entry in entries]


@pytest.mark.parametrize("user_id", [MIA, OLA])
@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        (SignOffVerdict.APPROVE, RequestState.APPROVED),
        (SignOffVerdict.REJECT, RequestState.REJECTED),
    ],
)
def test_a_decider_decides(
    session: Session,
    request_: DeploymentRequest,
    now: datetime,
    user_id: str,
    verdict: SignOffVerdict,
    state: RequestState,
) -> None:
    """Owner and named decider alike; the decision says who, when and why."""
    decided = record_sign_off(
        session, SignOffAttempt(request_.id, verdict, user_id, "looked at it"), now
    )

    assert isinstance(decided, DeploymentRequest)
    assert (decided.state, decided.open_key) == (state, None)
    decision = find_decision(session, request_.id)
    assert decision is not None
    assert (decision.decided_by, decision.decided_at, decision.reason) == (
        user_id, now, "looked at it",
    )  # fmt: skip
    assert actions(session)[-2:] == ["sign_off", "decision"]
    assert verify(session).is_whole


@pytest.mark.parametrize(
    ("user_id", "code"),
    [(BEA, Code.NOT_A_DECIDER), (DAN, Code.OWN_WORK)],
    ids=["other", "own work"],
)
def test_others_are_refused_and_told_who_may(
    session: Session, request_: DeploymentRequest, now: datetime, user_id: str, code: Code
) -> None:
    """Nothing is decided; the try is kept."""
    attempt = SignOffAttempt(request_.id, SignOffVerdict.APPROVE, user_id)

    refusal = record_sign_off(session, attempt, now)

    assert refusal == Refusal(code, people=People([MIA, OLA]))
    assert refusal == refusal_to_sign(session, request_.id, user_id)
    assert session.exec(select(SignOff)).all() == []
    assert actions(session)[-1] == "sign_off.refused"


@pytest.mark.parametrize("role", ["requested_by", "trained_by"])
def test_a_decider_does_not_approve_their_own_work(
    session: Session, model: RegisteredModel, now: datetime, role: str
) -> None:
    """Who asked or trained it is told that it is their own work, decider or not."""
    del model
    facts = release(**{role: OLA})
    asked = request_deployment(session, facts, now)

    refusal = record_sign_off(
        session, SignOffAttempt(asked.request.id, SignOffVerdict.APPROVE, OLA), now
    )

    assert refusal == Refusal(Code.OWN_WORK, people=People([MIA]))


def test_the_second_press_learns_who_decided(
    session: Session, request_: DeploymentRequest, now: datetime
) -> None:
    """By whom, what, and when."""
    record_sign_off(session, SignOffAttempt(request_.id, SignOffVerdict.REJECT, MIA), now)
    later = now + timedelta(seconds=2)

    refusal = record_sign_off(
        session, SignOffAttempt(request_.id, SignOffVerdict.APPROVE, OLA), later
    )

    assert refusal == Refusal(Code.REQUEST_REJECTED, people=People([MIA]), at=now)


def test_a_superseded_request_takes_no_press(
    session: Session, request_: DeploymentRequest, now: datetime
) -> None:
    """The newer version's request is the one to decide about."""
    request_deployment(session, release("v5"), now)

    refusal = record_sign_off(
        session, SignOffAttempt(request_.id, SignOffVerdict.APPROVE, MIA), now
    )

    assert refusal == Refusal(Code.REQUEST_SUPERSEDED)


def test_a_lost_role_counts_at_the_press(
    session: Session, request_: DeploymentRequest, now: datetime
) -> None:
    """Ola was a decider when it was asked, and is none any more."""
    register_model(session, ModelFacts("churn", MIA, "C1"), now)

    refusal = record_sign_off(
        session, SignOffAttempt(request_.id, SignOffVerdict.APPROVE, OLA), now
    )

    assert refusal == Refusal(Code.NOT_A_DECIDER, people=People([MIA]))


def test_who_may_is_not_refused(session: Session, request_: DeploymentRequest) -> None:
    """A decider may open the window in which one says why."""
    assert refusal_to_sign(session, request_.id, MIA) is None


def test_a_sign_off_is_about_its_own_request(
    session: Session, request_: DeploymentRequest, now: datetime
) -> None:
    """Mia owns two models, and a version of each waits: one is approved, the other waits on."""
    register_model(session, ModelFacts("fraud", MIA, "C2"), now)
    facts = replace(release("v1"), model_name="fraud")
    other = request_deployment(session, facts, now).request

    record_sign_off(session, SignOffAttempt(request_.id, SignOffVerdict.APPROVE, MIA), now)

    session.expire_all()
    assert (other.state, other.open_key is None) == (RequestState.OPEN, False)
    assert find_decision(session, other.id) is None
    assert refusal_to_sign(session, other.id, MIA) is None
    assert PASS_MARKS not in other.evidence


def test_a_reason_of_the_longest_length_is_kept_whole(
    session: Session, request_: DeploymentRequest, now: datetime
) -> None:
    """One character more is too long, and nothing is decided."""
    approve = SignOffAttempt(request_.id, SignOffVerdict.APPROVE, MIA, "x" * LONGEST_REASON)
    with pytest.raises(DeploymentError, match=Code.REASON_TOO_LONG):
        record_sign_off(session, replace(approve, reason=approve.reason + "x"), now)

    record_sign_off(session, approve, now)

    decision = find_decision(session, request_.id)
    assert decision is not None
    assert decision.reason == approve.reason


def test_a_lost_race_decides_nothing(
    session: Session, request_: DeploymentRequest, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row was taken between the look and the update: the loser is told."""
    monkeypatch.setattr("deployments.requests.sign_offs.refusal_to_sign", lambda *_: None)
    record_sign_off(session, SignOffAttempt(request_.id, SignOffVerdict.APPROVE, MIA), now)

    refusal = record_sign_off(
        session, SignOffAttempt(request_.id, SignOffVerdict.REJECT, OLA), now
    )

    assert refusal == Refusal(Code.REQUEST_APPROVED, people=People([MIA]), at=now)


def test_an_unknown_request_says_so(session: Session, now: datetime) -> None:
    """A button of another database's message."""
    with pytest.raises(DeploymentError, match="unknown"):
        record_sign_off(session, SignOffAttempt(uuid4(), SignOffVerdict.APPROVE, MIA), now)


@pytest.mark.parametrize("table", ["decision", "signoff"])
def test_a_decision_changed_by_hand_is_found(
    session: Session, request_: DeploymentRequest, now: datetime, table: str
) -> None:
    """The log remembers what the decision said."""
    record_sign_off(session, SignOffAttempt(request_.id, SignOffVerdict.REJECT, MIA), now)
    session.connection().execute(text(f"UPDATE {table} SET verdict = 'approve'"))  # noqa: S608 - a list of two
    session.expire_all()

    verification = verify(session, covered=[Decision, SignOff])

    assert not verification.is_whole
    words = {"decision": "decision", "signoff": "sign off"}[table]
    assert verification.sentence.startswith(f"The {words} ")
    assert verification.sentence.endswith(" does not match the audit log.")

"""Deciders who aren't active members are asked no more, and come back once Slack says so."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from assessments.absences.absences import Away, go_away
from assessments.rounds.starting import RoundPlan, start_round
from assessments.use_cases.asking import ask_signers_of
from assessments.use_cases.signing import Signers
from assessments.use_cases.tables import UseCaseVersion
from deployments.deciders import (
    LOOKS_EVERY,
    claim_due_deciders,
    deciders_of,
    due_deciders,
    gone_deciders_of,
    know_deciders,
    note_looked_up,
)
from deployments.errors import Code, DeploymentError
from deployments.models import (
    ModelFacts,
    find_model,
    other_places_of,
    refusal_to_decide,
    register_model,
)
from deployments.requests.requests import request_deployment
from deployments.requests.sign_offs import refusal_to_sign
from deployments.tables import DeploymentRequest, RegisteredModel
from tests.audit.use_case_steps import asked
from tests.deployments.conftest import MIA, OLA, release

LEA, SPONSOR = "U0LEA", "U_SPONSOR"


def test_the_next_decider_comes_first_where_the_owner_is_gone(
    session: Session, request_: DeploymentRequest, now: datetime
) -> None:
    """Messages that the channel refuses go to the next one, too."""
    model = find_model(session, "churn")
    is_new = note_looked_up(session, MIA, now, is_gone=True)
    is_new_again = note_looked_up(session, MIA, now, is_gone=True)

    assert (is_new, is_new_again) == (True, False)
    assert (deciders_of(session, model), gone_deciders_of(session, model)) == ([OLA], [MIA])
    assert other_places_of(session, "churn") == [OLA]
    refused = refusal_to_sign(session, request_.id, MIA)
    assert refused is not None
    assert refused.facts == {"people": (OLA,)}


def test_where_nobody_is_left_the_refusal_names_nobody(
    session: Session, request_: DeploymentRequest, now: datetime
) -> None:
    """Neither a release nor an alert can be decided, and the sentence says what to do."""
    for user_id in (MIA, OLA):
        note_looked_up(session, user_id, now, is_gone=True)
    found = [
        refusal_to_sign(session, request_.id, OLA),
        refusal_to_decide(session, find_model(session, "churn"), OLA),
    ]

    assert [refusal and refusal.code for refusal in found] == [Code.NOBODY_LEFT] * 2


def test_who_is_back_decides_again(
    session: Session, request_: DeploymentRequest, now: datetime
) -> None:
    """An account can be activated again."""
    note_looked_up(session, MIA, now, is_gone=True)

    is_new = note_looked_up(session, MIA, now, is_gone=False)

    assert is_new
    assert refusal_to_sign(session, request_.id, MIA) is None


def test_each_decider_is_due_once_a_day(
    session: Session, request_: DeploymentRequest, now: datetime
) -> None:
    """What one replica claims, the other doesn't; nobody without a model is asked about."""
    del request_
    know_deciders(session, ["U0NOBODY"])
    claimed = [claim_due_deciders(session, now, 1) for _ in range(3)]
    next_day = due_deciders(session, now + LOOKS_EVERY, 10)
    set_back = due_deciders(session, now - LOOKS_EVERY - timedelta(hours=1), 10)

    assert claimed == [[MIA], [OLA], []]
    assert due_deciders(session, now + timedelta(hours=23), 10) == []
    assert next_day == set_back == [MIA, OLA]


def own_a_model(session: Session, now: datetime) -> None:
    """Let Ola decide about Lea's model."""
    register_model(session, ModelFacts("leads", LEA, "C1", (OLA,)), now)


def ask_the_sponsor(session: Session, now: datetime) -> UseCaseVersion:
    """Put a use case to its signers."""
    _, version = asked(session, now)
    ask_signers_of(session, version, Signers(), now)
    return version


def ask_of_a_settled_version(session: Session, now: datetime) -> None:
    """Ask for a signature that nobody waits for any more."""
    version = ask_the_sponsor(session, now)
    version.settled_at = now
    session.add(version)


def lead_a_round(session: Session, now: datetime) -> None:
    """Start a round that somebody has to bring to its end."""
    start_round(session, RoundPlan("C1", LEA, {OLA: "business"}), now)


def go(session: Session, now: datetime) -> None:
    """Let Ola stand in for Mia."""
    go_away(session, Away(MIA, OLA, now, now + LOOKS_EVERY), now)


@pytest.mark.parametrize(
    ("is_named", "person", "is_due"),
    [
        pytest.param(own_a_model, LEA, True, id="owns-a-model"),
        pytest.param(own_a_model, OLA, True, id="decides-about-one"),
        pytest.param(ask_the_sponsor, SPONSOR, True, id="signs"),
        pytest.param(ask_of_a_settled_version, SPONSOR, False, id="signed-long-ago"),
        pytest.param(lead_a_round, LEA, True, id="leads-a-round"),
        pytest.param(lead_a_round, OLA, False, id="answers-in-one"),
        pytest.param(go, OLA, True, id="stands-in"),
        pytest.param(go, MIA, False, id="is-away"),
    ],
)
def test_everybody_somebody_waits_for_is_looked_up(
    session: Session,
    now: datetime,
    is_named: Callable[[Session, datetime], object],
    person: str,
    *,
    is_due: bool,
) -> None:
    """Also who is named in one place alone."""
    is_named(session, now)
    session.flush()
    know_deciders(session, [person])

    assert (person in due_deciders(session, now, 10)) is is_due


def test_a_release_is_not_asked_of_nobody(
    session: Session, model: RegisteredModel, now: datetime
) -> None:
    """Whoever asks for it reads so at once."""
    del model
    for user_id in (MIA, OLA):
        note_looked_up(session, user_id, now, is_gone=True)

    with pytest.raises(DeploymentError) as refused:
        request_deployment(session, release(), now)

    assert refused.value.refusal.code is Code.NOBODY_MAY_APPROVE

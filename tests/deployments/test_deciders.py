"""Deciders who aren't active members are asked no more, and come back once Slack says so."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

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
from deployments.models import find_model, other_places_of, refusal_to_decide
from deployments.requests.requests import request_deployment
from deployments.requests.sign_offs import refusal_to_sign
from deployments.tables import DeploymentRequest, RegisteredModel
from tests.deployments.conftest import MIA, OLA, release


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

"""Who may lead a round from now on, once whoever led it has left."""

from datetime import datetime

import pytest
from sqlmodel import Session

from assessments.errors import Code
from assessments.rounds.leading import still_led_by, take_over
from assessments.rounds.starting import RoundPlan, start_round
from assessments.rounds.who_may import refusal_to_lead, refusal_to_take_over
from assessments.tables import Assessment

FIN, BEA, MIA = "U0FIN", "U0BEA", "U0MIA"
pytestmark = pytest.mark.sqlite_alone


@pytest.fixture
def asked(session: Session, now: datetime) -> Assessment:
    """A round that Fin leads and Bea is asked in; Fin sees who answers what."""
    plan = RoundPlan("C1", FIN, {BEA: "business"}, names_to_facilitator=True)
    return start_round(session, plan, now)


@pytest.mark.parametrize(
    ("user_id", "gone", "code"),
    [
        (BEA, {FIN}, None),
        (BEA, {MIA}, Code.ROUND_LED),
        (MIA, {FIN}, Code.NOT_ASKED),
    ],
)
def test_only_who_was_asked_takes_over_from_who_has_left(
    session: Session, asked: Assessment, user_id: str, gone: set[str], code: Code | None
) -> None:
    """Nobody takes a round from somebody who is there."""
    refusal = refusal_to_take_over(session, asked.id, user_id, gone)

    assert (refusal.code if refusal else None) == code


def test_who_took_over_leads_and_sees_no_names(
    session: Session, asked: Assessment, now: datetime
) -> None:
    """People agreed that Fin sees who answers what, and nobody else."""
    take_over(session, asked.id, BEA, now)

    assert refusal_to_lead(session, asked.id, BEA) is None
    assert refusal_to_lead(session, asked.id, FIN) is not None
    assert not asked.names_to_facilitator
    assert still_led_by(session, BEA) == [asked.id]
    assert still_led_by(session, FIN) == []


def test_a_round_that_is_settled_and_comes_again_is_still_led(
    session: Session, asked: Assessment, now: datetime
) -> None:
    """Somebody has to be able to stop it."""
    asked.settled_at = now
    session.flush()
    settled = still_led_by(session, FIN)
    asked.repeats_at = now
    session.flush()

    assert settled == []
    assert still_led_by(session, FIN) == [asked.id]

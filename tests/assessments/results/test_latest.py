"""What a person sees of results: the latest of each scope, none before their own answer."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from assessments.results.latest import latest_results
from assessments.rounds.starting import start_round
from tests.assessments.held_round import PAIRS, PLAN, held_round

pytestmark = pytest.mark.sqlite_alone

RETAIL_AGAIN = replace(PLAN, scope_name="  retail ")
RETAIL, BANK = replace(PLAN, scope_name="Retail"), replace(PLAN, scope_name="Bank")
ONE_DAY = timedelta(days=1)


def test_the_latest_result_of_each_scope_is_seen(session: Session, now: datetime) -> None:
    """Two rounds about Retail, one about the bank: one result each, the newest first."""
    held_round(session, PAIRS, now, RETAIL)
    bank = held_round(session, PAIRS, now + ONE_DAY, BANK)
    retail = held_round(session, PAIRS, now + 2 * ONE_DAY, RETAIL_AGAIN)

    results = latest_results(session, "U0BEA")

    assert [card.assessment_id for card in results.cards] == [retail.id, bank.id]
    assert not results.is_some_waiting


def test_who_has_not_answered_sees_no_result_before(session: Session, now: datetime) -> None:
    """A new round about Retail asks Bea: last time's figures would lead her; Dan isn't asked."""
    held_round(session, PAIRS, now, RETAIL)
    bank = held_round(session, PAIRS, now, BANK)
    start_round(session, replace(RETAIL_AGAIN, people={"U0BEA": "business"}), now + ONE_DAY)

    bea, dan = latest_results(session, "U0BEA"), latest_results(session, "U0DAN")

    assert [card.assessment_id for card in bea.cards] == [bank.id]
    assert bea.is_some_waiting
    assert len(dan.cards) == 2


def test_an_open_round_shows_no_result(session: Session, now: datetime) -> None:
    """Not even to those who have answered."""
    start_round(session, replace(PLAN, people={"U0BEA": "business"}), now)

    results = latest_results(session, "U0BEA")

    assert list(results.cards) == []
    assert not results.is_some_waiting


def test_a_stranger_sees_none(session: Session, now: datetime) -> None:
    """Home shows what one was part of."""
    held_round(session, PAIRS, now)

    assert list(latest_results(session, "U0EVE").cards) == []

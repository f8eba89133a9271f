"""The picture of a result is shown only while it shows the present answers."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from assessments.answers.asking import Mode
from assessments.results.maturity_card import maturity_card
from assessments.results.pictures import drawn_state, find_picture, keep_picture
from assessments.rounds.starting import RoundPlan, start_round
from tests.assessments.held_round import PAIRS, held_round

pytestmark = pytest.mark.sqlite_alone


def test_a_picture_is_shown_once_it_is_kept(session: Session, now: datetime) -> None:
    """Drawn from the round as it was closed."""
    assessment = held_round(session, PAIRS, now)
    state = drawn_state(assessment)
    assert state is not None

    assert maturity_card(session, assessment).picture is None
    keep_picture(session, assessment.id, state, "F1")
    assert maturity_card(session, assessment).picture == "F1"


def test_a_picture_of_older_answers_is_not_shown(session: Session, now: datetime) -> None:
    """After the second round it is drawn anew, in the place of the first."""
    assessment = held_round(session, PAIRS, now)
    keep_picture(session, assessment.id, str(drawn_state(assessment)), "F1")
    assessment.second_round_ended_at = now + timedelta(hours=1)

    assert find_picture(session, assessment) is None
    keep_picture(session, assessment.id, str(drawn_state(assessment)), "F2")
    assert find_picture(session, assessment) == "F2"


def test_signs_and_open_rounds_have_no_picture(session: Session, now: datetime) -> None:
    """There is nothing to draw."""
    people = {"U0BEA": "business"}
    signs = start_round(session, RoundPlan("C1", "U0FIN", people), now)
    signs.closed_at = now
    asking = start_round(session, RoundPlan("C1", "U0FIN", people, mode=Mode.QUICK), now)

    assert drawn_state(signs) is None
    assert drawn_state(asking) is None

"""Who may have a report, of which round, and what its files are called."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from assessments.answers.asking import Mode
from assessments.errors import AssessmentError, Code
from assessments.results.report.finding import find_closed_round
from assessments.results.report.sending import file_name, owners, refusal_to_report, with_names
from assessments.rounds.starting import start_round
from assessments.tables import Participant
from ground.refusals import Refusal
from tests.assessments.example_card import CARD
from tests.assessments.held_round import PAIRS, PLAN, held_round

pytestmark = pytest.mark.sqlite_alone


@pytest.mark.parametrize(
    ("user_id", "may"),
    [
        pytest.param("U0BEA", True, id="was asked"),
        pytest.param("U0FIN", True, id="facilitator"),
        pytest.param("U0DAN", False, id="was taken off"),
        pytest.param("U0EVE", False, id="stranger"),
    ],
)
def test_who_may_have_a_report(
    session: Session, now: datetime, user_id: str, *, may: bool
) -> None:
    """The people of the round, as they are now."""
    assessment = held_round(session, PAIRS, now)
    gone = session.exec(select(Participant).where(Participant.user_id == "U0DAN")).one()
    gone.removed_at = now

    assert (refusal_to_report(session, assessment.id, user_id) is None) is may


def test_nobody_may_before_the_round_is_closed(session: Session, now: datetime) -> None:
    """Results that are seen early change answers."""
    plan = replace(PLAN, people={"U0BEA": "business"})
    assessment = start_round(session, plan, now)

    stranger = refusal_to_report(session, assessment.id, "U0EVE")
    asked = refusal_to_report(session, assessment.id, "U0BEA")

    assert stranger == Refusal(Code.REPORT_NOT_YOURS)
    assert asked == Refusal(Code.REPORT_TOO_EARLY)


def test_names_stand_where_ids_were() -> None:
    """A name that Slack didn't give stays an id."""
    named = with_names(CARD, {"U0BEA": "Bea"})

    assert owners(CARD) == ["U0BEA", "U0OLA"]
    assert [step.owner for step in named.steps] == ["Bea", "U0OLA", None, "U0OLA", None]


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        pytest.param("Team A/B & ../..", "readiness-team-a-b-2026-11-23.pdf", id="signs"),
        pytest.param("\u05e9\u05dc\u05d5\u05dd", "readiness-2026-11-23.pdf", id="no letter"),
        pytest.param("", "readiness-mlops-maturity-2026-11-23.pdf", id="none"),
        pytest.param("x" * 500, f"readiness-{'x' * 60}-2026-11-23.pdf", id="long"),
    ],
)
def test_a_file_has_a_plain_name(scope: str, name: str) -> None:
    """Letters and digits alone, whatever the scope is called."""
    assert file_name(replace(CARD, scope=scope), "pdf") == name


def test_a_file_of_an_open_round_says_so() -> None:
    """There is no day yet."""
    assert file_name(replace(CARD, closed_at=None), "md").endswith("-open.md")


def test_the_latest_closed_round_is_found(session: Session, now: datetime) -> None:
    """Of all, of a scope, or by its id."""
    retail = held_round(session, PAIRS, now, replace(PLAN, scope_name="Retail"))
    bank = held_round(session, PAIRS, now + timedelta(days=1), replace(PLAN, scope_name="Bank"))

    assert find_closed_round(session).id == bank.id
    assert find_closed_round(session, scope=" retail").id == retail.id
    assert find_closed_round(session, str(retail.id)).id == retail.id


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        pytest.param({"round_id": "x"}, Code.REPORT_ID_INVALID, id="no id"),
        pytest.param({"round_id": str(uuid4())}, Code.ROUND_UNKNOWN, id="unknown"),
        pytest.param({"scope": "Moon"}, Code.REPORT_SCOPE_MISSING, id="scope"),
        pytest.param({}, Code.REPORT_ROUND_MISSING, id="none"),
    ],
)
def test_a_round_that_is_not_there_is_said_so(
    session: Session, asked: dict[str, str], code: Code
) -> None:
    """Whatever was looked for."""
    with pytest.raises(AssessmentError, match=code):
        find_closed_round(session, **asked)


@pytest.mark.parametrize(
    ("mode", "is_closed", "code"),
    [
        pytest.param(Mode.QUICK, False, Code.REPORT_ROUND_OPEN, id="open"),
        pytest.param(Mode.SCREEN, True, Code.REPORT_OF_SIGNS, id="signs"),
    ],
)
def test_some_rounds_have_no_report(
    session: Session, now: datetime, mode: Mode, *, is_closed: bool, code: Code
) -> None:
    """Each for its own reason."""
    plan = replace(PLAN, people={"U0BEA": "business"}, mode=mode)
    assessment = start_round(session, plan, now)
    assessment.closed_at = now if is_closed else None

    with pytest.raises(AssessmentError, match=code):
        find_closed_round(session, str(assessment.id))

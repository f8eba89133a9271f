"""A second use case about a model can't quietly loosen what the first one promises."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from assessments.errors import Code
from assessments.use_cases.contract.content import (
    ACCEPTANCE,
    CONSUMER_SPEAKER,
    RISK_AND_COMPLIANCE,
    Status,
)
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.drafts import set_fields
from assessments.use_cases.linking import link_model, refusal_to_move
from assessments.use_cases.promises import pass_marks_for_model
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import agree_alone, next_request
from tests.audit.use_case_steps import BEA, asked, written

pytestmark = pytest.mark.sqlite_alone
RULES = load_rules()
LATER = timedelta(hours=1)
ROWS: list[dict[str, Any]] = [dict(row) for row in Document(RULES.example).rows(ACCEPTANCE)]


def renumbered(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows under other ids, as somebody else would number them."""
    return [{**row, "id": f"AC-{number:02}"} for number, row in enumerate(rows, 11)]


def second(session: Session, now: datetime, rows: list[dict[str, Any]]) -> UseCase:
    """The example is in force for a model; another use case about it has these pass marks."""
    first = written(session, now)
    first.model_name = "churn"
    agree_alone(session, RULES, first, BEA, now)
    other = written(session, now)
    other.model_name = "churn"
    set_fields(session, RULES, other, {ACCEPTANCE: rows}, BEA, now)
    return other


@pytest.mark.parametrize(
    ("rows", "roles"),
    [
        pytest.param(renumbered(*reversed(ROWS)), [], id="the same"),
        pytest.param(renumbered({**ROWS[0], "threshold": 0.5}, *ROWS[1:]), [], id="stricter"),
        pytest.param(
            renumbered({**ROWS[0], "threshold": 0.2}, *ROWS[1:]), [CONSUMER_SPEAKER], id="looser"
        ),
        pytest.param(renumbered(*ROWS[1:]), [CONSUMER_SPEAKER], id="taken away"),
    ],
)
def test_what_is_looser_than_elsewhere_needs_a_signature(
    session: Session, now: datetime, rows: list[dict[str, Any]], roles: list[str]
) -> None:
    """Until then, the first use case counts; risk and compliance signs where it is named."""
    other = second(session, now, rows)
    asked = next_request(session, RULES, other, ["U_COMP"]).roles

    made = agree_alone(session, RULES, other, BEA, now + LATER)

    counts = pass_marks_for_model(session, "churn")
    assert made.roles == roles
    assert (RISK_AND_COMPLIANCE in asked) == bool(roles)
    assert [mark.row_id for mark in counts] == [row["id"] for row in (ROWS if roles else rows)]


LOOSER = renumbered({**ROWS[0], "threshold": 0.2}, *ROWS[1:])


def test_looser_than_a_retired_one_needs_a_signature_too(session: Session, now: datetime) -> None:
    """Otherwise 0.80 becomes 0.75 by retiring the use case and writing another one."""
    other = second(session, now, LOOSER)
    for first in session.exec(select(UseCase).where(UseCase.id != other.id)):
        first.status = Status.RETIRED

    made = agree_alone(session, RULES, other, BEA, now + LATER)

    assert made.roles == [CONSUMER_SPEAKER]


@pytest.mark.parametrize(
    ("own_model", "rows", "wanted", "code"),
    [
        pytest.param("other", ROWS, "churn", Code.LINK_OTHER_MODEL, id="taken from its own"),
        pytest.param(None, LOOSER, "churn", Code.LINK_LOOSENS, id="looser"),
        pytest.param(None, renumbered(*ROWS), "churn", None, id="the same"),
        pytest.param(None, LOOSER, "new", None, id="a model without any"),
        pytest.param("other", ROWS, "other", None, id="its own"),
    ],
)
def test_pass_marks_in_force_move_to_no_other_model(
    session: Session,
    now: datetime,
    own_model: str | None,
    rows: list[dict[str, Any]],
    wanted: str,
    code: Code | None,
) -> None:
    """Nor do they stand in for stricter ones, since nobody was asked about that."""
    other = second(session, now, rows)
    other.model_name = own_model
    agree_alone(session, RULES, other, BEA, now + LATER)

    refusal = refusal_to_move(session, other, wanted)

    assert (refusal and refusal.code) == code


def test_who_signs_is_asked_again_about_another_model(session: Session, now: datetime) -> None:
    """A version that waits was about none, or about another one."""
    use_case, version = asked(session, now)

    link_model(session, use_case, "churn", BEA, now)

    assert version.settled_at == now
    assert use_case.version == 0

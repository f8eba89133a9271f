"""A second use case about a model can't quietly loosen what the first one promises."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from assessments.use_cases.contract.content import (
    ACCEPTANCE,
    CONSUMER_SPEAKER,
    RISK_AND_COMPLIANCE,
)
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.drafts import set_fields
from assessments.use_cases.promises import pass_marks_for_model
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import agree_alone, next_request
from tests.audit.use_case_steps import BEA, written

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

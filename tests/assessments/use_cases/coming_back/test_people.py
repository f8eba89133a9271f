"""Whom a use case's question goes to after a week without an answer."""

from datetime import date
from uuid import uuid4

import pytest

from assessments.use_cases.coming_back.people import (
    AGREED,
    BEGAN,
    BUSINESS_OWNER,
    SPONSOR,
    TECHNICAL_OWNER,
    asked_next,
)
from assessments.use_cases.coming_back.tables import Revisit, RevisitKind
from tests.conftest import NOW

PEOPLE: dict[str, str] = {
    SPONSOR: "U0SAM",
    BUSINESS_OWNER: "U0BEA",
    TECHNICAL_OWNER: "U0TIM",
    AGREED: "U0ANN",
    BEGAN: "U0BEG",
}
ATTESTATION, PAYOFF = RevisitKind.ATTESTATION, RevisitKind.PAYOFF


def question(kind: RevisitKind, asked_as: str, asked_for: str = "", of: str = "") -> Revisit:
    """Return a question that was asked of the person of a role, or of their stand-in."""
    return Revisit(
        use_case_id=uuid4(),
        kind=kind,
        since=NOW,
        asked_at=NOW,
        due_on=date(2026, 11, 1),
        version=1,
        asked_of=of or PEOPLE[asked_as],
        asked_as=asked_as,
        asked_for=asked_for,
    )


@pytest.mark.parametrize(
    ("revisit", "missing", "who"),
    [
        pytest.param(question(ATTESTATION, BUSINESS_OWNER), [], "U0SAM", id="still-right"),
        pytest.param(question(ATTESTATION, BUSINESS_OWNER), [SPONSOR], "U0ANN", id="no-sponsor"),
        pytest.param(question(ATTESTATION, TECHNICAL_OWNER), [], "U0BEA", id="asked-instead"),
        pytest.param(
            question(ATTESTATION, TECHNICAL_OWNER), [BUSINESS_OWNER], "U0SAM", id="no-owner"
        ),
        pytest.param(question(PAYOFF, SPONSOR), [], "U0BEA", id="a-payoff"),
        pytest.param(question(PAYOFF, AGREED), [], "U0BEA", id="a-payoff-of-who-agreed"),
        pytest.param(question(ATTESTATION, AGREED), [], "U0SAM", id="still-right-of-who-agreed"),
        pytest.param(question(PAYOFF, SPONSOR), [BUSINESS_OWNER], "U0ANN", id="without-owner"),
        pytest.param(
            question(ATTESTATION, BUSINESS_OWNER, "U0BEA", "U0OLA"),
            [],
            "U0BEA",
            id="whoever-the-stand-in-stood-in-for",
        ),
        pytest.param(
            question(ATTESTATION, SPONSOR, "U0SAM", "U0OLA"), [], "U0BEA", id="another-stand-in"
        ),
        pytest.param(
            question(ATTESTATION, BEGAN),
            [SPONSOR, BUSINESS_OWNER, TECHNICAL_OWNER, AGREED],
            "",
            id="nobody-else",
        ),
    ],
)
def test_the_next_is_somebody_else_by_role(revisit: Revisit, missing: list[str], who: str) -> None:
    """The business owner of a number, the sponsor of what is still right."""
    people = {role: person for role, person in PEOPLE.items() if role not in missing}

    assert asked_next(revisit, people, {}) == who

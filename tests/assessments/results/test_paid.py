"""What a use case paid, in the next result about it."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from assessments.results.paid import paid_line, paid_since
from assessments.tables import Assessment, ScopeKind
from assessments.use_cases.coming_back.kpis import Payoff
from assessments.use_cases.coming_back.tables import Revisit, RevisitKind, RevisitVerdict
from assessments.use_cases.tables import UseCase

pytestmark = pytest.mark.sqlite_alone
DAY = date(2026, 10, 1)


def round_about(scope: str, closed_at: datetime) -> Assessment:
    """A closed round about a use case."""
    return Assessment(
        questionnaire_id="x", questionnaire_version="1", scope_kind=ScopeKind.USE_CASE,
        scope_name=scope, channel_id="C1", started_by="U0FIN", started_at=closed_at,
        closed_at=closed_at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "days_before", "is_shown"),
    [
        pytest.param("churn  CALL list", 5, True, id="since the round before"),
        pytest.param("Churn call list", 50, False, id="shown by the round before"),
        pytest.param("Churn call list", -1, False, id="after this one"),
        pytest.param("Another", 5, False, id="about something else"),
    ],
)
def test_the_next_round_about_it_says_what_it_paid(
    session: Session,
    now: datetime,
    scope: str,
    days_before: int,
    is_shown: bool,  # noqa: FBT001 - a fact
) -> None:
    """Once, in the round that closes after the answer."""
    use_case = UseCase(
        title="Churn call list", created_by="U0DAN", channel_id="C1", created_at=now
    )
    session.add(use_case)
    session.flush()
    session.add(
        Revisit(
            use_case_id=use_case.id, kind=RevisitKind.PAYOFF, kpi="Rate", due_on=DAY, version=1,
            since=now, asked_of="U0BEA", asked_as="sponsor", asked_at=now, ended_at=now,
            verdict=RevisitVerdict.KEEP, reason="Fine", answered_by="U0BEA",
            answered_at=now - timedelta(days=days_before),
        )
    )  # fmt: skip
    session.flush()

    found = paid_since(
        session, round_about(scope, now), round_about(scope, now - timedelta(days=30))
    )

    assert len(found) == is_shown


@pytest.mark.parametrize(
    ("payoff", "line"),
    [
        pytest.param(
            Payoff(
                "Rate", "percent", 2.4, 2.1, DAY, 2.2, "crm", RevisitVerdict.EXTEND, "Late\nstart",
                new_date=date(2027, 1, 1),
            ),
            "Rate: 2.2 percent; the target was 2.1 percent, from 2.4 by 01 October 2026. "
            "Given more time, until 01 January 2027: Late start",
            id="extended",
        ),
        pytest.param(
            Payoff("Rate", "", None, (1.0, 2.0), DAY, None, "", RevisitVerdict.RETIRE, "x" * 301),
            "Rate: no figure; the target was between 1 and 2 by 01 October 2026. "
            f"To be retired: {'x' * 300}…",
            id="nobody knows",
        ),
    ],
)  # fmt: skip
def test_one_line_says_it(payoff: Payoff, line: str) -> None:
    """The figure, the target, and what followed."""
    assert paid_line(payoff) == line

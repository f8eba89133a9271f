"""Use cases in every lane, as the portfolio shows them."""

from datetime import UTC, datetime
from uuid import UUID

from assessments.portfolio.entries import Entry, Step
from assessments.portfolio.linking import Team
from assessments.portfolio.readiness import NO_ROUND, Readiness
from assessments.use_cases.contract.content import RiskClass, Status
from assessments.use_cases.contract.priority import Lane

ID, NOW = UUID(int=7), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def entry(lane: Lane | None, step: Step, *about: str) -> Entry:
    """Return a use case in a lane."""
    readiness = Readiness(
        is_ready=False, open_items=("DAT-1", "SRV-3", "MON-1"), round_id=ID, closed_at=NOW
    )
    return Entry(
        ID, "Churn call list", "churn model", Status.DEFINED, 80, RiskClass.LIMITED, lane, "U0BEA",
        step, about, ("U0MIA", "U0OLA", "U0DAN"), 4, 6,
        readiness if lane is Lane.GROUNDWORK_FIRST else NO_ROUND, (),
    )  # fmt: skip


ENTRIES = [
    entry(Lane.NOW, Step.SIGN, "sponsor", "builder", "technical_owner"),
    entry(Lane.GROUNDWORK_FIRST, Step.FILL_IN, "kpis"),
    *[entry(Lane.NEXT, step) for step in Step] * 4,
    entry(None, Step.ANSWER, "data"),
]
LABELS = {"kpis": "Numbers that must move", "DAT-1": "Is the data owned by somebody?"}
TEAMS = [Team(ID, "Customer service", "C0COUNCIL", NOW), Team(UUID(int=8), "", "C1", NOW)]

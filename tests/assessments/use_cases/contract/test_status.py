"""The flow: what each step asks for."""

from typing import Any

import pytest

from assessments.use_cases.contract.codes import Code
from assessments.use_cases.contract.content import Status
from assessments.use_cases.contract.judging import AcceptanceVerdict
from assessments.use_cases.contract.sign_offs import Approval
from assessments.use_cases.contract.status import (
    Move,
    reasons_against,
    refusals_to_move,
    review,
)
from tests.assessments.use_cases.contract.samples import (
    RULES,
    TODAY,
    answers,
    document,
    rows_with,
)

AC = "acceptance_criteria"


def against(
    status: Status,
    verdict: AcceptanceVerdict | None = None,
    **changes: Any,  # noqa: ANN401 - any JSON
) -> list[object]:
    """List the codes against a status for the example, changed."""
    found = review(RULES, document(**changes), status, TODAY)
    return [reason.code for reason in reasons_against(found, verdict)]


def moving(move: Move, status: Status, **changes: Any) -> list[object]:  # noqa: ANN401 - any JSON
    """List the codes against a step."""
    found = review(RULES, document(**changes), status, TODAY)
    return [reason.code for reason in refusals_to_move(found, move)]


@pytest.mark.parametrize(
    ("status", "changes", "codes"),
    [
        (Status.IDEA, {}, []),
        (Status.IDEA, {"title": ""}, [Code.STATUS_INCOMPLETE]),
        (Status.IDEA, {"cost_of_errors": "", AC: [], "signals": []}, []),
        (Status.IDEA, {"sponsor": "U_DS"}, [Code.STATUS_RULES_BROKEN]),
        (Status.IDEA, {"risk_answers": answers(RQ1="yes_")}, []),
        (Status.DEFINED, {}, []),
        (Status.DEFINED, {"risk_answers": answers(RQ1="yes_")}, [Code.STATUS_RISK_STOP]),
        (Status.DEFINED, {AC: rows_with(AC, 2, category="cost")}, [Code.STATUS_BLOCKER]),
        (Status.APPROVED, {}, []),
        (Status.APPROVED, {"retention": ""}, [Code.STATUS_INCOMPLETE, Code.STATUS_RULES_BROKEN]),
    ],
)
def test_what_keeps_it_out(status: Status, changes: dict[str, Any], codes: list[Code]) -> None:
    """An idea needs its fields and no broken rule; quality comes with defined."""
    assert against(status, **changes) == codes


def test_a_poor_definition_stays_out() -> None:
    """Everything is filled, no blocker fails, and still it isn't good enough."""
    rows = [
        {**row, "segment": "all", "category": "model_quality", "min_samples": 1}
        for row in rows_with(AC, 0)
        if row["id"] not in {"AC-03", "AC-05"}
    ]
    rows.append({**rows[1], "id": "AC-06", "category": "fairness", "stage": "shadow"})
    rows[1]["category"] = "business_kpi"

    found = against(
        Status.DEFINED, acceptance_criteria=rows, signals=rows_with("signals", 2, watches="x"),
        business_driver="Improve", builder="U_TECH", cost_of_errors="dear",
    )  # fmt: skip

    assert found == [Code.STATUS_QUALITY]


@pytest.mark.parametrize("verdict", [None, *AcceptanceVerdict])
def test_live_needs_a_verdict_that_lets_it_in(verdict: AcceptanceVerdict | None) -> None:
    """Accepted, with warnings or without."""
    found = against(Status.LIVE, verdict, rollback_drill_date="2026-11-01")

    is_good = verdict is not None and verdict.startswith("accepted")
    assert found == ([] if is_good else [Code.STATUS_VERDICT])


def test_approved_needs_every_sign_off() -> None:
    """On top of what the document says."""
    waiting, approved = Move(Status.DEFINED), Move(Status.DEFINED, Approval.APPROVED)

    assert moving(waiting, Status.APPROVED) == [Code.STATUS_SIGN_OFFS]
    assert moving(approved, Status.APPROVED) == []
    assert moving(Move(Status.DEFINED, Approval.REJECTED), Status.APPROVED) == [
        Code.STATUS_SIGN_OFFS
    ]


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        (Status.IDEA, Status.APPROVED), (Status.LIVE, Status.APPROVED),
        (Status.DEFINED, Status.DEFINED), (Status.RETIRED, Status.IDEA),
    ],
)  # fmt: skip
def test_one_step_at_a_time(current: Status, wanted: Status) -> None:
    """None is skipped, none goes back."""
    assert moving(Move(current, Approval.APPROVED), wanted) == [Code.STATUS_NOT_NEXT]


def test_retiring_takes_two_and_a_reason() -> None:
    """Owner and sponsor, from defined on; no field is asked for."""
    both = ("sponsor", "business_owner")
    asked = [Code.STATUS_RETIRED_BY, Code.STATUS_REASON_MISSING]

    assert moving(Move(Status.LIVE), Status.RETIRED) == asked
    assert moving(Move(Status.LIVE, agreed_by=both[:1], reason="x"), Status.RETIRED) == asked[:1]
    retired = Move(Status.DEFINED, agreed_by=both, reason="No need")
    assert moving(retired, Status.RETIRED, title="") == []
    assert moving(Move(Status.IDEA, agreed_by=both, reason="x"), Status.RETIRED) == [
        Code.STATUS_NOT_NEXT
    ]

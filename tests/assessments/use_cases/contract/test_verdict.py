"""The verdict of all pass marks, against a plain reading of the rules."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.use_cases.contract.judging import judge_rows, verdict_of
from assessments.use_cases.contract.observed import read_observed
from assessments.use_cases.contract.pass_mark_rows import PassMarkRow
from tests.assessments.use_cases.contract.samples import pass_mark

STEPS = st.integers(0, 4)
FIGURES = st.fixed_dictionaries({"value": st.none() | STEPS, "n": st.sampled_from([0, 9, 10, 11])})
CASES = st.lists(
    st.fixed_dictionaries(
        {
            "severity": st.sampled_from(["block", "warn"]),
            "comparator": st.sampled_from([">=", ">", "<=", "<", "between"]),
            "limits": st.tuples(STEPS, STEPS),
            "seen": st.none() | FIGURES | st.dictionaries(st.sampled_from("abc"), FIGURES),
        }
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(CASES)
def test_the_verdict_agrees_with_a_plain_reading(cases: list[dict[str, Any]]) -> None:
    """Any rows, any figures: the rules of the content, read word for word."""
    marks = [mark_of(f"AC-{index:02}", case) for index, case in enumerate(cases)]
    written = {
        f"AC-{index:02}": case["seen"] if is_plain(case) else {"segments": case["seen"]}
        for index, case in enumerate(cases)
        if case["seen"] is not None
    }
    seen, findings = read_observed(written, [mark.row_id for mark in marks])

    judged = judge_rows(marks, seen)

    assert findings == []
    assert [one.result.value for one in judged] == [plain_result(case) for case in cases]
    assert verdict_of(judged).value == plain_verdict(cases)


def is_plain(case: dict[str, Any]) -> bool:
    """Return whether a case has one figure, rather than one for each value of a column."""
    return case["seen"] is None or "n" in case["seen"]


def mark_of(row_id: str, case: dict[str, Any]) -> PassMarkRow:
    """Make a case's pass mark: at least ten cases, of all or of each team."""
    low, high = case["limits"]
    return pass_mark(
        id=row_id,
        severity=case["severity"],
        comparator=case["comparator"],
        threshold=[low, high] if case["comparator"] == "between" else low,
        segment="all" if is_plain(case) else "each:team",
        min_samples=10,
    )


def plain_result(case: dict[str, Any]) -> str:
    """Read the rule of a row."""
    if case["seen"] is None:
        return "not_evaluated"
    if is_plain(case):
        return plain_figure(case, case["seen"])
    results = [plain_figure(case, figure) for figure in case["seen"].values()]
    if "fail" in results:
        return "fail"
    if "not_evaluated" in results or not results:
        return "not_evaluated"
    return "pass" if "pass" in results else "insufficient_data"


def plain_figure(case: dict[str, Any], figure: dict[str, Any]) -> str:
    """Read the rule of one figure."""
    value, (low, high) = figure["value"], case["limits"]
    if value is None:
        return "not_evaluated"
    if figure["n"] < 10:
        return "insufficient_data"
    holds = {
        ">=": value >= low, ">": value > low, "<=": value <= low, "<": value < low,
        "between": low <= value <= high,
    }  # fmt: skip
    return "pass" if holds[case["comparator"]] else "fail"


def plain_verdict(cases: list[dict[str, Any]]) -> str:
    """Read the rule of all rows."""
    results = [(case["severity"], plain_result(case)) for case in cases]
    if ("block", "fail") in results:
        return "rejected"
    undecided = ("insufficient_data", "not_evaluated")
    if not cases or any(("block", result) in results for result in undecided):
        return "on_hold"
    if any(severity == "warn" and result != "pass" for severity, result in results):
        return "accepted_with_warnings"
    return "accepted"

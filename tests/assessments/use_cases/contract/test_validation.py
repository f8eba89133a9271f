"""The rules V01 to V15: each at its field and row, silent where its field is empty."""

from typing import Any

import pytest

from assessments.use_cases.contract.codes import Code, Place
from assessments.use_cases.contract.validation import VALIDATIONS, broken_rules
from tests.assessments.use_cases.contract.samples import (
    RULES,
    TODAY,
    answers,
    document,
    rows_with,
)

AC, MS = "acceptance_criteria", "signals"


def broken(without: tuple[str, ...] = (), **changes: Any) -> list[tuple[str, Place, Code]]:  # noqa: ANN401 - any JSON
    """Break the example in some way, and list the rules that notice."""
    found = broken_rules(RULES, document(without, **changes), TODAY)
    return [(one.rule, one.finding.place, Code(one.finding.reason.code)) for one in found]


def kpi(**cells: Any) -> list[tuple[str, Place, Code]]:  # noqa: ANN401 - any JSON
    """Break the example's KPI."""
    return broken(kpis=rows_with("kpis", 0, **cells))


def mark(index: int, **cells: Any) -> list[tuple[str, Place, Code]]:  # noqa: ANN401 - any JSON
    """Break one of the example's pass marks."""
    return broken(acceptance_criteria=rows_with(AC, index, **cells))


def signal(index: int, **cells: Any) -> list[tuple[str, Place, Code]]:  # noqa: ANN401 - any JSON
    """Break one of the example's signals."""
    return broken(signals=rows_with(MS, index, **cells))


def test_the_example_breaks_none() -> None:
    """And every rule of the file has its code."""
    assert broken() == []
    assert {rule.id for rule in RULES.validation} == set(VALIDATIONS)


def test_an_empty_use_case_breaks_none() -> None:
    """A rule isn't applied while its own field is empty."""
    assert broken(tuple(RULES.by_id)) == []


@pytest.mark.parametrize(
    ("cells", "rule", "column", "code"),
    [
        ({"target_date": "2026-11-23"}, "V01", "target_date", Code.TARGET_DATE_PAST),
        ({"baseline_date": "2026-11-24"}, "V01", "baseline_date", Code.BASELINE_DATE_FUTURE),
        ({"target": 2.4}, "V02", "target", Code.TARGET_NOT_BELOW),
        ({"target": [1, 2]}, "V02", "target", Code.TARGET_NOT_BELOW),
        ({"direction": "increase"}, "V02", "target", Code.TARGET_NOT_ABOVE),
        ({"direction": "keep_between"}, "V02", "target", Code.TARGET_NOT_A_PAIR),
        (
            {"direction": "keep_between", "target": [3, 2]},
            "V02",
            "target",
            Code.TARGET_NOT_A_PAIR,
        ),
    ],
)
def test_numbers_that_must_move(cells: dict[str, Any], rule: str, column: str, code: Code) -> None:
    """V01 and V02, at the cell."""
    assert kpi(**cells) == [(rule, ("kpis", 0, column), code)]


@pytest.mark.parametrize(
    "cells",
    [
        {"target_date": "2026-11-24"}, {"baseline_date": "2026-11-23"}, {"target": None},
        {"direction": "increase", "target": 2.5}, {"direction": "keep_between", "target": [2, 3]},
        {"baseline": None},
    ],
)  # fmt: skip
def test_numbers_that_may_stand(cells: dict[str, Any]) -> None:
    """Tomorrow is the future, today is no longer; a missing cell breaks no rule."""
    assert kpi(**cells) == []


@pytest.mark.parametrize(
    ("index", "cells", "rule", "column", "code"),
    [
        (0, {"comparator": "<="}, "V03", "comparator", Code.SHOULD_BE_MINIMUM),
        (0, {"comparator": "<"}, "V03", "comparator", Code.SHOULD_BE_MINIMUM),
        (2, {"comparator": ">="}, "V03", "comparator", Code.SHOULD_BE_MAXIMUM),
        (0, {"threshold": 30}, "V04", "threshold", Code.SHARE_IN_DOUBT),
        (0, {"threshold": 101}, "V04", "threshold", Code.SHARE_OUT_OF_RANGE),
        (0, {"threshold": -0.1}, "V04", "threshold", Code.SHARE_OUT_OF_RANGE),
        (3, {"threshold": 101}, "V04", "threshold", Code.PERCENTAGE_OUT_OF_RANGE),
        (1, {"threshold": -1}, "V04", "threshold", Code.PERCENTAGE_NEGATIVE),
        (
            0,
            {"comparator": "between", "threshold": [0.3, 40]},
            "V04",
            "threshold",
            Code.SHARE_IN_DOUBT,
        ),
        (0, {"metric": "own", "threshold": 2}, "V04", "threshold", Code.SHARE_IN_DOUBT),
        (1, {"id": "AC-01"}, "V05", "id", Code.ROW_ID_TWICE),
        (0, {"comparator": "between"}, "V06", "threshold", Code.LIMITS_MISSING),
        (0, {"threshold": [0.3, 0.4]}, "V06", "threshold", Code.LIMITS_NOT_WANTED),
        (
            0,
            {"comparator": "between", "threshold": [0.4, 0.4]},
            "V06",
            "threshold",
            Code.LIMITS_CROSSED,
        ),
        (2, {"segment": "all"}, "V15", "segment", Code.COLUMN_MISSING),
        (2, {"segment": "across:"}, "V15", "segment", Code.COLUMN_MISSING),
        (2, {"segment": "each:age_band"}, "V15", "segment", Code.COLUMN_MISSING),
        (0, {"segment": "across:age_band"}, "V15", "segment", Code.COLUMN_NOT_WANTED),
    ],
)
def test_pass_marks(index: int, cells: dict[str, Any], rule: str, column: str, code: Code) -> None:
    """V03 to V06 and V15, at the cell."""
    assert (rule, (AC, index, column), code) in mark(index, **cells)
    assert {found[0] for found in mark(index, **cells)} - {"V08"} == {rule}


@pytest.mark.parametrize(
    ("index", "cells"),
    [
        (0, {"comparator": ">"}), (0, {"comparator": "not_worse_than_previous_by"}),
        (0, {"comparator": "within_pct_of_baseline", "threshold": 5}),
        (0, {"comparator": "between", "threshold": [0.3, 0.9]}), (0, {"threshold": 0}),
        (0, {"threshold": 1}), (1, {"threshold": 250}), (3, {"threshold": 100}),
        (0, {"metric": "own", "comparator": "<="}), (0, {"metric": "own", "segment": "across:x"}),
        (0, {"metric": "own", "unit": "percent", "threshold": 400}),
        (0, {"metric": "mape", "comparator": "<=", "threshold": 130}),
        (0, {"threshold": None}), (0, {"comparator": None}), (0, {"metric": None}),
    ],
)  # fmt: skip
def test_pass_marks_that_may_stand(index: int, cells: dict[str, Any]) -> None:
    """Lift and mape may exceed 100; a company's own metric goes where it wants."""
    assert mark(index, **cells) == []


def test_two_rows_alike_name_the_first() -> None:
    """V05: metric, segment, window and stage together; a missing segment is all."""
    rows = rows_with(AC, 0)
    rows.append({**rows[0], "id": "AC-06", "segment": ""})
    found = broken_rules(RULES, document(acceptance_criteria=rows), TODAY)

    assert [(one.rule, one.finding.place) for one in found] == [("V05", (AC, 5, "metric"))]
    assert found[0].finding.reason.facts == {"row": "AC-01"}


@pytest.mark.parametrize(
    ("index", "cells", "rule", "column", "code"),
    [
        (0, {"act_at": 0.1}, "V07", "act_at", Code.ACT_BEFORE_WARN),
        (1, {"act_at": 41}, "V07", "act_at", Code.ACT_BEFORE_WARN),
        (0, {"metric": "own", "act_at": 0.1}, "V07", "act_at", Code.ACT_BEFORE_WARN),
        (1, {"watches": "AC-09"}, "V08", "watches", Code.PASS_MARK_UNKNOWN),
    ],
)
def test_signals(index: int, cells: dict[str, Any], rule: str, column: str, code: Code) -> None:
    """V07 and V08, at the cell."""
    assert signal(index, **cells) == [(rule, (MS, index, column), code)]


@pytest.mark.parametrize(
    ("changes", "rule", "place", "code"),
    [
        ({"rollback_decider": ["U1", "U1"]}, "V09", ("rollback_decider",), Code.NO_STAND_IN),
        ({"sponsor": "U_DS"}, "V10", ("sponsor",), Code.SPONSOR_IS_BUILDER),
        ({"sponsor": "U_TECH"}, "V10", ("sponsor",), Code.SPONSOR_IS_TECHNICAL_OWNER),
        ({"retention": ""}, "V11", ("retention",), Code.RETENTION_MISSING),
        (
            {"explain_for": ["nobody"]},
            "V12",
            ("explain_form",),
            Code.EXPLANATION_FOR_NOBODY,
        ),
        (
            {"explain_form": "not_needed", "explain_when": "not_needed"},
            "V12",
            ("explain_form",),
            Code.EXPLANATION_WITHOUT_FORM,
        ),
        (
            {"risk_answers": answers(RQ3="yes_"), "human_role": "fully_automatic"},
            "V14",
            ("human_role",),
            Code.NO_HUMAN,
        ),
    ],
)
def test_people_and_explanations(
    changes: dict[str, Any], rule: str, place: Place, code: Code
) -> None:
    """V09 to V12 and V14."""
    assert broken(**changes) == [(rule, place, code)]


def test_personal_data_needs_a_permitted_use() -> None:
    """V11, at the row; data about nobody needs none, nor a time to keep it."""
    field = "data_sources"
    missing = broken(data_sources=rows_with(field, 0, permitted_use=None))
    about_nobody = rows_with(field, 0, permitted_use=None, personal_data="none")

    assert missing == [("V11", (field, 0, "permitted_use"), Code.PERMITTED_USE_MISSING)]
    assert broken(("retention",), data_sources=about_nobody) == []


def test_one_source_with_personal_data_is_enough() -> None:
    """V11: whatever comes after it."""
    personal = RULES.example["data_sources"][0]
    sources = [personal, {**personal, "personal_data": "none"}]

    assert broken(("retention",), data_sources=sources) == [
        ("V11", ("retention",), Code.RETENTION_MISSING)
    ]


def test_nobody_needs_neither_form_nor_time() -> None:
    """V12, word for word: one of the two alone isn't enough, nor does it break the rule."""
    for_nobody = broken(explain_for=["nobody"], explain_form="not_needed")
    for_somebody = broken(explain_form="not_needed")

    assert for_nobody == [("V12", ("explain_form",), Code.EXPLANATION_FOR_NOBODY)]
    assert for_somebody == []


@pytest.mark.parametrize(
    ("days", "cells", "is_broken"),
    [
        (15, {"kind": "model_quality"}, True), (15, {"cadence": "monthly"}, True),
        (14, {"kind": "model_quality"}, False), (15, {"kind": "prediction_drift"}, False),
        (15, {"cadence": "daily"}, False),
    ],
)  # fmt: skip
def test_a_late_truth_needs_a_drift_signal(
    days: int,
    cells: dict[str, Any],
    is_broken: bool,  # noqa: FBT001 - the expected value
) -> None:
    """V13: more than 14 days; drift of data or predictions, daily or weekly."""
    found = broken(truth_delay_days=days, signals=rows_with(MS, 0, **cells))

    assert found == ([("V13", (MS,), Code.DRIFT_SIGNAL_MISSING)] if is_broken else [])


def test_they_come_in_the_order_of_their_ids() -> None:
    """V14 before V15, though the file has them the other way."""
    found = broken(
        human_role="fully_automatic",
        risk_answers=answers(RQ2="dont_know"),
        sponsor="U_DS",
        acceptance_criteria=rows_with(AC, 2, segment="all"),
    )

    assert [rule for rule, _, _ in found] == ["V10", "V14", "V15"]

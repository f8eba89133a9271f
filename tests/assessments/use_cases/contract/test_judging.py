"""Judging pass marks: each comparison, each segment, the verdict; and units."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from assessments.use_cases.contract.judging import (
    Observation,
    RowResult,
    judge_row,
)
from assessments.use_cases.contract.observed import read_observed
from assessments.use_cases.contract.pass_mark_rows import PassMarkRow, exact, pass_mark_rows
from assessments.use_cases.contract.units import converted, from_check
from tests.assessments.use_cases.contract.samples import RULES, document, pass_mark, rows_with


def observed(**written: Any) -> Observation:  # noqa: ANN401 - any JSON
    """Read one observation, as a file has it."""
    found, findings = read_observed({"AC-01": written}, ["AC-01"])
    assert findings == []
    return found["AC-01"]


@pytest.mark.parametrize(
    ("cells", "written", "result"),
    [
        ({"comparator": ">=", "threshold": 0.3}, {"value": 0.3}, "pass"),
        ({"comparator": ">", "threshold": 0.3}, {"value": 0.3}, "fail"),
        ({"comparator": ">", "threshold": 0.3}, {"value": 0.31}, "pass"),
        ({"comparator": "<=", "threshold": 0.3}, {"value": 0.3}, "pass"),
        ({"comparator": "<", "threshold": 0.3}, {"value": 0.3}, "fail"),
        ({"comparator": "between", "threshold": [0.8, 1.2]}, {"value": 0.8}, "pass"),
        ({"comparator": "between", "threshold": [0.8, 1.2]}, {"value": 1.2}, "pass"),
        ({"comparator": "between", "threshold": [0.8, 1.2]}, {"value": 1.21}, "fail"),
        (
            {"comparator": "not_worse_than_previous_by", "threshold": 0.05},
            {"value": 0.8, "previous": 0.85},
            "pass",
        ),
        (
            {"comparator": "not_worse_than_previous_by", "threshold": 0.05},
            {"value": 0.79, "previous": 0.85},
            "fail",
        ),
        (
            {"metric": "psi", "comparator": "not_worse_than_previous_by", "threshold": 0.05},
            {"value": 0.3, "previous": 0.2},
            "fail",
        ),
        (
            {"metric": "psi", "comparator": "not_worse_than_previous_by", "threshold": 0.05},
            {"value": 0.1, "previous": 0.2},
            "pass",
        ),
        (
            {"comparator": "not_worse_than_previous_by", "threshold": 0.05},
            {"value": 0.8},
            "not_evaluated",
        ),
        (
            {"metric": "own", "comparator": "not_worse_than_previous_by", "threshold": 0.05},
            {"value": 0.8, "previous": 0.8},
            "not_evaluated",
        ),
        (
            {"comparator": "within_pct_of_baseline", "threshold": 5},
            {"value": 1.05, "baseline": 1},
            "pass",
        ),
        (
            {"comparator": "within_pct_of_baseline", "threshold": 5},
            {"value": -1.06, "baseline": -1},
            "fail",
        ),
        (
            {"comparator": "within_pct_of_baseline", "threshold": 5},
            {"value": -1.05, "baseline": -1},
            "pass",
        ),
        (
            {"comparator": "within_pct_of_baseline", "threshold": 5},
            {"value": 1},
            "not_evaluated",
        ),
        ({}, {"value": None}, "not_evaluated"),
        ({}, {"value": 0.9, "n": 1_999}, "insufficient_data"),
        ({}, {"value": 0.9, "n": None}, "insufficient_data"),
        ({"comparator": "between"}, {"value": 0.3}, "not_evaluated"),
    ],
)
def test_a_row_is_judged(cells: dict[str, Any], written: dict[str, Any], result: str) -> None:
    """Figures as they were written: 0.85 - 0.05 is 0.80."""
    judged = judge_row(pass_mark(**cells), observed(**{"n": 5_000, **written}))

    assert judged.result is RowResult(result)


def test_what_was_not_observed_is_not_evaluated() -> None:
    """Nothing arrived."""
    assert judge_row(pass_mark(), None).result is RowResult.NOT_EVALUATED


GOOD, BAD = {"value": 0.9, "n": 5_000}, {"value": 0.1, "n": 5_000}
FEW, EMPTY = {"value": 0.1, "n": 5}, {"n": 5_000}


@pytest.mark.parametrize(
    ("segments", "result"),
    [
        ({"a": GOOD, "b": GOOD}, "pass"), ({"a": GOOD, "b": BAD}, "fail"),
        ({"a": GOOD, "b": FEW}, "pass"), ({"a": FEW, "b": FEW}, "insufficient_data"),
        ({"a": GOOD, "b": EMPTY}, "not_evaluated"), ({"a": BAD, "b": EMPTY}, "fail"),
        ({}, "not_evaluated"),
    ],
)  # fmt: skip
def test_each_value_of_a_column(segments: Mapping[str, Any], result: str) -> None:
    """Any that fails fails the row; those with too few cases are listed."""
    judged = judge_row(pass_mark(segment="each:team"), observed(segments=segments))

    assert judged.result is RowResult(result)
    assert len(judged.segments_with(RowResult.INSUFFICIENT_DATA)) == (
        [*segments.values()].count(FEW)
    )


def test_a_row_for_each_value_needs_the_values() -> None:
    """One figure for all says nothing about any of them."""
    judged = judge_row(pass_mark(segment="each:team"), observed(**GOOD))

    assert judged.result is RowResult.NOT_EVALUATED


@pytest.mark.parametrize(
    ("written", "place", "code"),
    [
        ([], (), "not_a_set"), ({"AC-09": {}}, ("AC-09",), "unknown_name"),
        ({"AC-01": 5}, ("AC-01",), "not_a_set"),
        ({"AC-01": {"valu": 5}}, ("AC-01", "valu"), "unknown_name"),
        ({"AC-01": {"value": "5"}}, ("AC-01", "value"), "not_number"),
        ({"AC-01": {"value": float("inf")}}, ("AC-01", "value"), "not_number"),
        ({"AC-01": {"n": -1}}, ("AC-01", "n"), "not_whole"),
        ({"AC-01": {"n": 1.5}}, ("AC-01", "n"), "not_whole"),
        ({"AC-01": {"segments": []}}, ("AC-01", "segments"), "not_a_set"),
        ({"AC-01": {"segments": {"a": 1}}}, ("AC-01", "segments", "a"), "not_a_set"),
        (
            {"AC-01": {"segments": {"a": {"segments": {}}}}},
            ("AC-01", "segments", "a", "segments"),
            "not_number",
        ),
    ],
)  # fmt: skip
def test_a_wrong_observation_is_named(written: object, place: object, code: str) -> None:
    """At its place, and nothing of the whole is taken."""
    found, findings = read_observed(written, ["AC-01"])

    assert (found, findings[0].place) == ({}, place)
    assert findings[0].reason.code == f"value.{code}"


def test_incomplete_rows_are_not_judged() -> None:
    """A draft's row without a limit promises nothing yet."""
    rows = rows_with("acceptance_criteria", 0, threshold=None)

    assert len(pass_mark_rows(RULES, document(acceptance_criteria=rows))) == 4


@pytest.mark.parametrize(
    ("segment", "column"),
    [
        ("all", ""), ("region=north", "region"), ("each:team", "team"),
        ("across:age_band", "age_band"), ("note=x:y", "note"), ("odd", ""),
    ],
)  # fmt: skip
def test_a_segment_names_its_column(segment: str, column: str) -> None:
    """Whichever way it's cut."""
    assert pass_mark(segment=segment).column == column


def test_figures_of_a_check_are_converted_in_one_place() -> None:
    """`mape` is a share there and a percentage here; shares stay shares."""
    assert from_check(RULES, "mape", 0.07) == 7
    assert from_check(RULES, "accuracy", 0.84) == exact(0.84)
    assert from_check(RULES, "own", 3.5) == Fraction(7, 2)
    in_hours = RULES.metrics["mape"].model_copy(update={"unit": "hours"})
    rules = RULES.model_copy(update={"metrics": {**RULES.metrics, "mape": in_hours}})
    assert from_check(rules, "mape", 0.07) == exact(0.07)


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [
        ("0.85", "share", "percent", "85"), ("85", "percent", "share", "0.85"),
        ("0.3", "s", "ms", "300"), ("90", "minutes", "hours", "1.5"), ("2", "days", "hours", "48"),
        ("7", "hours", "hours", "7"), ("7", "EUR", "hours", None),
    ],
)  # fmt: skip
def test_units(value: str, unit: str, wanted: str, expected: str | None) -> None:
    """What has nothing to do with the other isn't converted."""
    found = converted(Fraction(value), unit, wanted)

    assert found == (None if expected is None else Fraction(expected))


def test_each_pass_mark_is_in_the_unit_of_the_catalogue() -> None:
    """Whatever the row says; a custom metric has its own."""
    marks: list[PassMarkRow] = [pass_mark(unit="percent"), pass_mark(metric="own", unit="kg")]

    assert [(mark.unit, mark.better) for mark in marks] == [("share", "higher"), ("kg", "higher")]
    assert pass_mark(metric="own", comparator="<").better == "lower"
    assert pass_mark(metric="own", comparator="between", threshold=[0, 1]).better == ""

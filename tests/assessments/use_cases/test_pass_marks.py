"""How many more cases a pass mark needs when it can't be told yet."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.use_cases.contract.judging import Observation, RowResult, judge_row
from assessments.use_cases.contract.pass_mark_rows import (
    BETWEEN,
    NOT_WORSE,
    WITHIN,
    PassMarkRow,
    exact,
)
from assessments.use_cases.pass_marks import (
    Measured,
    PassMark,
    PassMarkVerdict,
    judge,
    judge_measured,
)
from assessments.use_cases.promises import pass_mark_of
from ground.proportions import wilson_interval

AT_LEAST = PassMark("accuracy", ">=", 0.80)
AT_MOST = PassMark("mae", "<=", 3.0, unit="euro")


def test_a_value_above_its_mark_says_what_would_prove_it() -> None:
    """0.82 of 500 reaches down 0.04; half as far needs four times the cases."""
    judged = judge(AT_LEAST, value=0.82, low=0.78, high=0.85, samples=500)

    assert judged.verdict is PassMarkVerdict.NOT_PROVEN
    assert judged.more_cases == 1_500
    assert judged.sentence.endswith("mark >= 0.8 to tell; about 1,500 more cases needed")


def test_a_value_below_its_mark_says_what_would_break_it() -> None:
    """An error of 3.5 that may still be 2.5: four times the cases, less those at hand."""
    judged = judge(AT_MOST, value=3.5, low=2.5, high=4.5, samples=300)

    assert (judged.verdict, judged.more_cases) == (PassMarkVerdict.NOT_PROVEN, 900)


@pytest.mark.parametrize(
    ("value", "low", "high", "samples", "expected"),
    [
        pytest.param(0.9, 0.88, 0.92, 900, None, id="holds"),
        pytest.param(0.7, 0.68, 0.72, 900, None, id="broken"),
        pytest.param(None, None, None, 0, None, id="not measured"),
        pytest.param(0.8, 0.78, 0.82, 900, None, id="on the mark, no number tells"),
        pytest.param(0.8 + 1e-9, 0.78, 0.82, 900, None, id="next to the mark"),
        pytest.param(0.9, 0.7, 1.0, 150, 50, id="below the fewest cases"),
    ],
)
def test_other_verdicts_ask_for_what_they_lack(
    value: float | None, low: float | None, high: float | None, samples: int, expected: int | None
) -> None:
    """A clear verdict asks for none, a small sample for the rest of its minimum."""
    assert judge(AT_LEAST, value=value, low=low, high=high, samples=samples).more_cases == expected


@pytest.mark.parametrize(
    ("better", "value", "verdict"),
    [
        ("higher", 0.76, PassMarkVerdict.HOLDS),
        ("higher", 0.74, PassMarkVerdict.BROKEN),
        ("higher", 0.99, PassMarkVerdict.HOLDS),
        ("lower", 0.84, PassMarkVerdict.HOLDS),
        ("lower", 0.86, PassMarkVerdict.BROKEN),
        ("lower", 0.01, PassMarkVerdict.HOLDS),
        ("", 0.8, PassMarkVerdict.NOT_MEASURED),
    ],
)
def test_not_worse_than_before_looks_to_the_side_that_is_worse(
    better: str, value: float, verdict: PassMarkVerdict
) -> None:
    """Before it was 0.8, and 0.05 worse is allowed."""
    mark = PassMark("m", NOT_WORSE, 0.05, better=better)

    found = judge_measured(mark, Measured(value, samples=900, previous=0.8))

    assert found.verdict is verdict


@given(st.integers(410, 499), st.integers(500, 500))
def test_so_many_more_cases_do_decide(hits: int, cases: int) -> None:
    """With the promised number at the same share, Wilson's interval is clear of the mark."""
    share = hits / cases
    low, high = wilson_interval(share, cases)
    judged = judge(AT_LEAST, value=share, low=low, high=high, samples=cases)
    more = judged.more_cases or 0

    low, high = wilson_interval(share, cases + more)

    assert judge(AT_LEAST, value=share, low=low, high=high, samples=cases + more).verdict in {
        PassMarkVerdict.HOLDS,
        PassMarkVerdict.BROKEN,
    }


EXPECTED = {
    RowResult.PASS: PassMarkVerdict.HOLDS,
    RowResult.FAIL: PassMarkVerdict.BROKEN,
    RowResult.INSUFFICIENT_DATA: PassMarkVerdict.NOT_ENOUGH_DATA,
    RowResult.NOT_EVALUATED: PassMarkVerdict.NOT_MEASURED,
}
FIGURE = st.one_of(st.none(), st.sampled_from([0.1, 0.4, 0.5, 0.6, 0.9]))
COMPARATORS = (">=", ">", "<=", "<", BETWEEN, NOT_WORSE, WITHIN)


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    """What may have been measured, with a cell of it missing here and there."""
    value, previous, baseline = (
        None if one is None else exact(one) for one in (draw(FIGURE), draw(FIGURE), draw(FIGURE))
    )
    return Observation(value, draw(st.sampled_from([0, 199, 200, 5_000])), previous, baseline)


def plain(found: Observation) -> Measured:
    """Return the same in floating point, without an interval."""
    value, previous, baseline = (
        None if one is None else float(one)
        for one in (found.value, found.previous, found.baseline)
    )
    parts = {name: plain(part) for name, part in found.segments.items()}
    return Measured(value, None, None, found.samples, previous, baseline, parts)


@settings(max_examples=200)
@given(
    st.sampled_from(COMPARATORS),
    st.sampled_from([0.4, 0.5, 5.0]),
    st.sampled_from(["higher", "lower"]),
    observations(),
    st.dictionaries(st.sampled_from("abc"), observations(), max_size=3),
    st.booleans(),
)
def test_without_an_interval_it_is_the_contracts_own_result(
    comparator: str,
    limit: float,
    better: str,
    whole: Observation,
    parts: dict[str, Observation],
    is_each: bool,  # noqa: FBT001 - drawn
) -> None:
    """One rule: what the gate says agrees with the reading of the rules, segment by segment."""
    segment = "each:team" if is_each else "all"
    row = PassMarkRow(
        "AC-01", "model_quality", "accuracy", comparator, exact(limit), exact("0.6"), "share",
        segment, "release", "offline", 200, "block", "business", better,
    )  # fmt: skip
    seen = replace(whole, segments=parts)

    expected = judge_row(row, seen).result

    assert judge_measured(pass_mark_of(row), plain(seen)).verdict is EXPECTED[expected]

"""How many more cases a pass mark needs when it can't be told yet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.use_cases.pass_marks import PassMark, PassMarkVerdict, judge
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

"""Conditions: the grammar, what it refuses, and that a parsed one agrees with Python."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.use_cases.contract.conditions import ConditionError, read_condition

VALUES = {
    "affects_people": True, "mode": "batch", "days": 20, "names": ["a", "b"], "rate": 0.5,
    "zero": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("", True), ("affects_people == true", True), ("affects_people == false", False),
        ("affects_people != false", True), ("mode == batch", True), ("mode == 'batch'", True),
        ("mode in [batch, streaming]", True), ("mode in [streaming]", False),
        ("mode not in [streaming]", True), ("mode not in [batch]", False),
        ("days > 14", True), ("days >= 20", True), ("days < 20", False), ("days <= 20", True),
        ("rate == 0.5", True), ("names contains a", True), ("names contains c", False),
        ("mode contains b", False), ("mode > 3", False), ("zero == false", False),
        ("days == 1 or mode == batch and rate > 1", False),
        ("(days == 1 or mode == batch) and rate > 0", True),
        ("not mode == batch", False), ("not (mode == batch and days < 5)", True),
        ("gone == x", False), ("gone != x", False), ("gone not in [x]", False),
        ("gone > 1", False), ("not gone == x", True),
    ],
)  # fmt: skip
def test_what_holds(text: str, holds: bool) -> None:  # noqa: FBT001 - the expected value
    """No comparison with a missing value is true."""
    assert read_condition(text).holds(VALUES) is holds


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mode", "isn't complete"), ("mode ==", "isn't complete"), ("== batch", "name is missing"),
        ("mode = batch", "can't be read"), ("mode in batch", "“\\[” is missing"),
        ("mode in [batch", "“\\]” is missing"), ("mode in []", "value is missing"),
        ("(mode == batch", "“\\)” is missing"), ("mode == batch batch", "too much"),
        ("mode like batch", "doesn't compare"), ("mode == batch; import os", "can't be read"),
        ("__import__('os')", "doesn't compare"), ("true == true", "name is missing"),
        ("mode == and", "value is missing"), ("(" * 400 + "a", "too deep"),
        ("not " * 100 + "a == b", "too deep"), ("a == " + "b" * 500, "at most 500"),
    ],
)  # fmt: skip
def test_what_is_refused(text: str, why: str) -> None:
    """With a reason; nothing is ever run as code."""
    with pytest.raises(ConditionError, match=why):
        read_condition(text)


def test_it_knows_what_it_looks_at() -> None:
    """So that a rules file can be checked before anyone fills anything in."""
    condition = read_condition("mode in [batch, streaming] or not affects_people == true")

    assert condition.fields == {"mode", "affects_people"}
    assert condition.compared == (
        ("mode", "in", "batch"),
        ("mode", "in", "streaming"),
        ("affects_people", "==", True),
    )


COMPARISON = st.sampled_from(["a == 1", "b == 2", "a > 0", "b != 1", "a in [1, 2]"])
CONDITION = st.recursive(
    COMPARISON,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" and ", " or "]), inner).map("".join),
        inner.map(lambda text: f"not ({text})"),
        inner.map(lambda text: f"({text})"),
    ),
    max_leaves=6,
)


@settings(max_examples=50, deadline=None)
@given(CONDITION, st.integers(0, 3), st.integers(0, 3))
def test_it_agrees_with_python(text: str, first: int, second: int) -> None:
    """The order of `not`, `and`, `or` and brackets is the usual one."""
    values: dict[str, Any] = {"a": first, "b": second}

    assert read_condition(text).holds(values) is bool(eval(text, {}, values))  # noqa: S307 - ours

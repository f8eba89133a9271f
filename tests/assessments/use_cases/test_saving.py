"""How long what people type may be: as the rules say, else what fits a screen."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session

from assessments.errors import InvalidFieldsError
from assessments.use_cases.contract.codes import Code
from assessments.use_cases.contract.content import Kind, Typed
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import start_use_case
from assessments.use_cases.drafts import Typed as Sent
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.saving import (
    LONGEST_LINE,
    LONGEST_TEXT,
    save_section,
    value_problem,
)

TEXT, LINES = Typed(type=Kind.TEXT), Typed(type=Kind.TEXTS)
SHORT = Typed(type=Kind.TEXT, max=60)
LIMITS: dict[str, tuple[Typed, Any, int]] = {
    "a text": (TEXT, "x" * LONGEST_TEXT, LONGEST_TEXT),
    "one of several": (LINES, ["a", "x" * LONGEST_LINE, "b"], LONGEST_LINE),
    "what the rules say": (SHORT, "x" * 60, 60),
}


@pytest.mark.parametrize(("spec", "longest", "most"), LIMITS.values(), ids=LIMITS)
def test_as_many_characters_as_may_be_and_one_more(spec: Typed, longest: Any, most: int) -> None:  # noqa: ANN401 - any JSON
    """The refusal says how many there may be and are."""
    longer = "x" + longest if isinstance(longest, str) else [f"x{line}" for line in longest]

    problem = value_problem(spec, longer)

    assert value_problem(spec, longest) is None
    assert problem is not None
    assert problem.code is Code.TOO_LONG
    assert problem.facts == {"most": most, "length": most + 1}


@pytest.mark.parametrize("value", [[], "", None, 7.0, ["a", 3]], ids=str)
def test_what_is_no_text_has_no_length(value: Any) -> None:  # noqa: ANN401 - any JSON
    """Its type is refused elsewhere."""
    assert value_problem(TEXT, value) is None


def test_a_text_that_is_too_long_changes_nothing(session: Session, now: datetime) -> None:
    """Neither it nor what was sent with it."""
    rules = load_rules()
    use_case = start_use_case(session, created_by="U0BEA", channel_id="C1", now=now)
    before = draft_of(session, use_case.id)
    sent = Sent({"title": "Calls", "functional": ["x" * (LONGEST_LINE + 1)]}, before.number)

    with pytest.raises(InvalidFieldsError) as refused:
        save_section(session, rules, use_case, sent, "U0BEA", now)

    assert list(refused.value.problems) == ["functional"]
    assert draft_of(session, use_case.id).document.values == before.document.values

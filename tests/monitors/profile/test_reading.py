"""How a column of the reference is compared with one of another kind."""

import pytest

from monitors.errors import MeasurementError
from monitors.profile.engine import Column, Kind
from monitors.profile.reading import reading

TEXT = Column("x", Kind.CATEGORICAL, "VARCHAR")
NUMBER = Column("x", Kind.NUMERIC, "DOUBLE")
TIME = Column("x", Kind.TIME, "TIMESTAMP")
TRUTH = Column("x", Kind.CATEGORICAL, "BOOLEAN")
NESTED = Column("x", Kind.OTHER, "STRUCT(a INTEGER)")
REFUSED = {
    "gone": (NUMBER, None, "is missing from the current data"),
    "times": (NUMBER, TIME, "was numbers, is now times"),
    "nested": (TEXT, NESTED, "was text, is now nested values"),
    "nested before": (NESTED, NUMBER, "was nested values, is now numbers"),
}
READ = {
    "text": (NUMBER, TEXT, "was numbers, is now text"),
    "numbers": (TEXT, NUMBER, "was text, is now numbers"),
    "yes or no": (TEXT, TRUTH, ""),
    "the same": (NUMBER, NUMBER, ""),
}


@pytest.mark.parametrize(("before", "now", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_compared_says_why(before: Column, now: Column | None, why: str) -> None:
    """What it was, and what it is."""
    with pytest.raises(MeasurementError) as refused:
        reading(before, now)

    assert str(refused.value) == why


@pytest.mark.parametrize(("before", "now", "change"), READ.values(), ids=READ)
def test_other_kinds_are_compared_and_the_change_is_told(
    before: Column, now: Column, change: str
) -> None:
    """Both are read the same way."""
    assert reading(before, now).change.startswith(change)
    assert bool(reading(before, now).change) is bool(change)

"""Any document that the rules can hold, and any sign-offs: for property tests."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from assessments.use_cases.contract.content import FieldSpec, Kind, Status, Typed
from assessments.use_cases.contract.document import Document, parts_of, read_values
from assessments.use_cases.contract.export import Contract, rules_used
from assessments.use_cases.contract.sign_offs import Signature, SignOff
from ground.characters import without_hidden
from tests.assessments.use_cases.contract.samples import RULES

TEXTS = st.text(max_size=12).map(without_hidden) | st.sampled_from(
    ["\u2028", "- a: b", "é\U0001f600", "a\n\tb", '"']
)
NUMBERS = st.integers(-(10**6), 10**6) | st.floats(allow_nan=False, allow_infinity=False)
KINDS: Mapping[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXTS: st.lists(TEXTS, max_size=3),
    Kind.PEOPLE: st.lists(TEXTS, max_size=3),
    Kind.YES_NO: st.booleans(),
    Kind.WHOLE: st.integers(-(2**53), 2**53),
    Kind.NUMBER: NUMBERS,
    Kind.NUMBER_OR_PAIR: NUMBERS | st.lists(NUMBERS, min_size=2, max_size=2),
    Kind.SCALE: st.integers(1, 5),
    Kind.DATE: st.dates().map(lambda day: day.isoformat()),
    Kind.TIME: st.times().map(lambda time: f"{time:%H:%M}"),
}


def values(spec: Typed) -> st.SearchStrategy[Any]:
    """Make any value of a type."""
    if spec.type is Kind.CHOICE:
        return st.sampled_from(spec.values)
    if spec.type is Kind.CHOICES:
        return st.lists(st.sampled_from(spec.values), max_size=3)
    return KINDS.get(spec.type, TEXTS)


def some(parts: Mapping[str, Typed]) -> st.SearchStrategy[dict[str, Any]]:
    """Make a mapping with any of its parts."""
    return st.fixed_dictionaries({}, optional={name: values(part) for name, part in parts.items()})


def of_field(field: FieldSpec) -> st.SearchStrategy[Any]:
    """Make any value of a field."""
    if field.type is Kind.ROWS:
        return st.lists(some(RULES.row_cells(field.id)), max_size=2)
    if field.type in {Kind.RISK, Kind.PRIORITY}:
        return some(parts_of(RULES, field))
    return values(field)


FIELDS = {field.id: field for field in RULES.fields if field.type is not Kind.SIGN_OFFS}


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Make a document with a few fields of any kind."""
    names = draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=6, unique=True))
    found, findings = read_values(RULES, {name: draw(of_field(FIELDS[name])) for name in names})
    assert findings == []
    return found


SIGN_OFFS = st.builds(
    SignOff,
    person=TEXTS,
    role=TEXTS,
    version=st.integers(0, 9),
    at=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone comes beside it
    signature=st.sampled_from(Signature),
    reason=TEXTS,
)
HAND_WRITTEN: tuple[None, int, None] = (None, 0, None)
EXPORTED = st.tuples(st.uuids(), st.integers(0, 999), st.none() | st.uuids())
CONTRACTS = st.builds(
    lambda whose, **parts: Contract(**parts, id=whose[0], edits=whose[1], round_id=whose[2]),
    whose=st.just(HAND_WRITTEN) | EXPORTED,
    document=documents(),
    rules=st.none() | st.just(rules_used(RULES)),
    model=TEXTS,
    version=st.integers(0, 99),
    status=st.sampled_from(Status),
    sign_offs=st.lists(SIGN_OFFS, max_size=2).map(tuple),
)

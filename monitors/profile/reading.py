"""How a column is read in each table, where its type has changed in between."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from monitors.errors import MeasurementError
from monitors.profile.engine import REFERENCE, Column, Kind, as_number
from monitors.profile.sql import quoted
from monitors.profile.values import canonical, canonical_truth

WHOLE = {
    f"{sign}{size}INT" for sign in ("", "U") for size in ("TINY", "SMALL", "", "BIG", "HUGE")
} | {"INTEGER", "UINTEGER"}
NAMES = {Kind.NUMERIC: "numbers", Kind.TIME: "times", Kind.CATEGORICAL: "text"}
NESTED = re.compile(r"\[|array|struct|map|list|union|json|row\(")
OTHERS = {
    "times of day": re.compile(r"time\b|timetz|time_ns"),
    "spans of time": re.compile(r"interval"),
    "binary values": re.compile(r"blob|bytea|binary|bit\b"),
    "amounts of money": re.compile(r"money"),
    "network addresses": re.compile(r"inet|cidr|macaddr"),
}


@dataclass(frozen=True)
class Reading:
    """A column as it lies in both tables, and as what it is compared.

    `change` says what became of its type; empty where that is as before.
    """

    column: Column
    current: Column
    change: str = ""

    @property
    def told(self) -> str:
        """What there is to say of how its values are read, without being a problem."""
        before = [self.column.remark, self.column.told]
        now = [self.current.remark if self.column.remark else "", self.current.told]
        parts = [*filter(None, now)] or [f"before: {part}" for part in before if part]
        return "; ".join(parts)

    @property
    def is_category(self) -> bool:
        """Whether its values are levels, and not numbers."""
        return self.column.kind is Kind.CATEGORICAL

    @property
    def is_whole(self) -> bool:
        """Whether both tables hold whole numbers by their type."""
        return all(found.engine_type.upper() in WHOLE for found in (self.column, self.current))

    def value_as_it_lies(self, relation: str) -> str:
        """Write SQL that names the column in a relation."""
        return quoted(self.column.name if relation == REFERENCE else self.current.name)

    def value(self, relation: str) -> str:
        """Write SQL that gives the column's values in a relation: a DOUBLE or a text."""
        found = self.column if relation == REFERENCE else self.current
        if self.column.kind is Kind.CATEGORICAL:
            return self._level(found)
        return as_number(found, self.column.kind)

    def _level(self, found: Column) -> str:
        """Write SQL of a category: as it lies if both have its type, else its canonical form."""
        kinds = {self.column.kind, self.current.kind}
        truths = {self.column.is_yes_or_no, self.current.is_yes_or_no}
        if len(truths) > 1:
            return canonical_truth(found.name)
        return (
            canonical(found.name) if len(kinds) > 1 else f"CAST({quoted(found.name)} AS VARCHAR)"
        )


def reading(column: Column, current: Column | None) -> Reading:
    """Return how a column of the reference is compared with the current one of that name.

    Yes and no beside numbers are 1 and 0; text beside numbers or times is read as such, value by
    value, and anything beside text as text.

    Raises:
        MeasurementError: It is gone, or its values can't be compared at all.
    """
    if current is None:
        raise MeasurementError("is missing from the current data")
    if current.kind is column.kind:
        return Reading(column, current, "" if column.remark else current.remark)
    remark = column.remark or current.remark
    change = f"was {kind_name(column)}, is now {kind_name(current)}" + (
        f" ({remark})" if remark else ""
    )
    kinds = {column.kind, current.kind}
    if Kind.OTHER in kinds or kinds == {Kind.NUMERIC, Kind.TIME}:
        raise MeasurementError(change)
    if column.is_yes_or_no and current.kind is Kind.NUMERIC:
        return Reading(replace(column, kind=Kind.NUMERIC), current)
    return Reading(column, current, "" if current.is_yes_or_no else change)


def readings(
    reference: Mapping[str, Column], current: Mapping[str, Column]
) -> tuple[list[Reading], dict[str, str]]:
    """Return how each column is compared, and of the others why they can't be."""
    found, notes = [], {}
    for name, column in reference.items():
        try:
            found.append(reading(column, current.get(name)))
        except MeasurementError as error:
            notes[name] = str(error)
    return found, notes


def kind_name(column: Column) -> str:
    """Return what a column holds, in the plural."""
    if column.is_yes_or_no:
        return "yes or no"
    if column.kind is not Kind.OTHER:
        return NAMES[column.kind]
    kind = column.engine_type.lower()
    if NESTED.search(kind):
        return "nested values"
    named = (name for name, form in OTHERS.items() if form.match(kind))
    return next(named, f"values of the type {kind}" if kind else "values of another kind")

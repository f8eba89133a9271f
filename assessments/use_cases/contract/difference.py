"""What changed between two versions, what it means, and who must sign again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from assessments.use_cases.contract.accepted import accepts_more
from assessments.use_cases.contract.content import (
    ACCEPTANCE,
    CONSUMER_SPEAKER,
    RISK_AND_COMPLIANCE,
    Rules,
)
from assessments.use_cases.contract.document import Document, Row
from assessments.use_cases.contract.pass_mark_rows import BLOCK, PassMarkRow, pass_mark_rows
from assessments.use_cases.contract.risk import risk_of, roles_of
from assessments.use_cases.contract.sign_offs import Request
from assessments.use_cases.contract.values import Value

JUDGED_OTHERWISE = ("min_samples", "segment", "window", "stage")


class Meaning(StrEnum):
    """What a change does to a pass mark."""

    STRICTER = "stricter"
    LOOSER = "looser"
    OTHER = "other"


class Change(StrEnum):
    """What happened to a row or field."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class FieldChange:
    """A changed field; None where it was or is empty."""

    field: str
    section: str
    before: Value
    after: Value
    is_material: bool


@dataclass(frozen=True)
class RowChange:
    """A changed pass mark.

    Attributes:
        row_id: Its id now; of a removed one, its id before.
        change: What happened.
        meaning: What that does to the promise.
        before: The row before; None if it's new.
        after: The row now; None if it's gone.
        cells: Names of the changed cells.
    """

    row_id: str
    change: Change
    meaning: Meaning
    before: Row | None
    after: Row | None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """What changed from one version to the next.

    Attributes:
        fields: Every changed field, in the order of the rules.
        pass_marks: Every changed pass mark: in the order of the new version, then what is gone.
    """

    fields: tuple[FieldChange, ...]
    pass_marks: tuple[RowChange, ...]

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections with a change, in order."""
        return tuple(dict.fromkeys(found.section for found in self.fields))

    @property
    def is_material(self) -> bool:
        """Whether it clears the sign-offs."""
        return any(found.is_material for found in self.fields)

    @property
    def looser(self) -> tuple[RowChange, ...]:
        """The pass marks that promise less than before, those that are gone among them."""
        return tuple(found for found in self.pass_marks if found.meaning is Meaning.LOOSER)


def difference(rules: Rules, before: Document, after: Document) -> Difference:
    """Compare two versions of a use case.

    Args:
        rules: The rules for use cases.
        before: The version in force, where it's about signatures: see `request_to_sign`.
        after: The new version.
    """
    fields = tuple(
        FieldChange(
            field.id,
            field.section,
            before.get(field.id),
            after.get(field.id),
            field.section in rules.material.sections or field.id in rules.material.fields,
        )
        for field in rules.fields
        if before.get(field.id) != after.get(field.id)
    )
    return Difference(fields, tuple(_row_changes(rules, before, after)))


def roles_to_sign_again(
    rules: Rules, after: Document, changed: Difference, *, names_risk_and_compliance: bool
) -> tuple[str, ...]:
    """Name the roles that must sign the new version; nobody after a change that isn't material.

    All roles of the class sign again. A looser pass mark, or one taken away, also needs risk and
    compliance, even where the class doesn't ask for it; the consumer speaker where nobody is
    named for it.

    Args:
        rules: The rules for use cases.
        after: The new version.
        changed: What changed.
        names_risk_and_compliance: Whether somebody is named for risk and compliance.
    """
    if not changed.is_material:
        return ()
    also = RISK_AND_COMPLIANCE if names_risk_and_compliance else CONSUMER_SPEAKER
    roles = roles_of(rules, risk_of(rules, after).risk_class)
    return tuple(dict.fromkeys([*roles, *([also] if roles and changed.looser else [])]))


def request_to_sign(
    rules: Rules,
    version: int,
    document: Document,
    in_force: Document | None,
    *,
    names_risk_and_compliance: bool,
) -> Request:
    """Build what is asked of the signers of a new version.

    It's compared with the version in force rather than with the one before: otherwise a looser
    pass mark could pass through a version that nobody signed.

    Args:
        rules: The rules for use cases.
        version: The new version's number.
        document: The new version.
        in_force: The newest approved version; None if none was approved yet.
        names_risk_and_compliance: Whether somebody is named for risk and compliance.
    """
    roles = roles_of(rules, risk_of(rules, document).risk_class)
    if in_force is not None:
        roles = roles_to_sign_again(
            rules,
            document,
            difference(rules, in_force, document),
            names_risk_and_compliance=names_risk_and_compliance,
        )
    return Request(version, roles, document.text("builder"))


def _row_changes(rules: Rules, before: Document, after: Document) -> Iterable[RowChange]:
    old_rows, new_rows = before.rows(ACCEPTANCE), after.rows(ACCEPTANCE)
    pairs = _pairs(old_rows, new_rows)
    changed = (_row_change(rules, old, new) for old, new in pairs if old != new)
    kept = [old for old, _ in pairs]
    gone = (
        RowChange(_id(old), Change.REMOVED, Meaning.LOOSER, old, None)
        for old in old_rows
        if not any(old is one for one in kept)
    )
    return chain(changed, gone)


def _pairs(old_rows: Sequence[Row], new_rows: Sequence[Row]) -> list[tuple[Row | None, Row]]:
    """Pair each new row with the old one of the same id, or with one alike under another id."""
    by_id = {_id(row): row for row in reversed(old_rows) if _id(row)}
    taken = {_id(row) for row in new_rows}
    free = [row for row in old_rows if _id(row) not in taken]
    pairs: list[tuple[Row | None, Row]] = []
    for new in new_rows:
        old = by_id.pop(_id(new), None)
        if old is None:
            old = next((row for row in free if _is_alike(row, new)), None)
            free = [row for row in free if row is not old]
        pairs.append((old, new))
    return pairs


def _is_alike(old: Row, new: Row) -> bool:
    return all(old.get(name) == new.get(name) for name in old.keys() | new.keys() if name != "id")


def _id(row: Row) -> str:
    return str(row.get("id", ""))


def _row_change(rules: Rules, old: Row | None, new: Row) -> RowChange:
    if old is None:
        return RowChange(_id(new), Change.ADDED, Meaning.STRICTER, None, new)
    names = dict.fromkeys([*old, *new])
    cells = tuple(name for name in names if old.get(name) != new.get(name))
    meaning = _meaning(_read(rules, old), _read(rules, new))
    return RowChange(_id(new), Change.CHANGED, meaning, old, new, cells)


def _read(rules: Rules, row: Row) -> PassMarkRow | None:
    return next(iter(pass_mark_rows(rules, Document({ACCEPTANCE: [row]}))), None)


def _meaning(old: PassMarkRow | None, new: PassMarkRow | None) -> Meaning:
    """Return what a change does to a promise; whatever might loosen it does.

    A row that can't be judged any more is taken away, one that couldn't be is new.
    """
    if old is None or new is None:
        return _of_unreadable(old, new)
    if accepts_more(old, new) or (old.is_blocking and not new.is_blocking):
        return Meaning.LOOSER
    if any(getattr(old, name) != getattr(new, name) for name in JUDGED_OTHERWISE):
        return Meaning.OTHER
    is_raised = accepts_more(new, old) or (new.severity == BLOCK and not old.is_blocking)
    return Meaning.STRICTER if is_raised else Meaning.OTHER


def _of_unreadable(old: PassMarkRow | None, new: PassMarkRow | None) -> Meaning:
    if old is not None:
        return Meaning.LOOSER
    return Meaning.OTHER if new is None else Meaning.STRICTER

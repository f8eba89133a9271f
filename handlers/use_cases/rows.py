"""The window of one row: what it carries, and how it is drawn."""

from dataclasses import dataclass
from uuid import UUID

from slack_sdk.models.views import View
from sqlmodel import Session

from assessments.use_cases.contract.document import Row
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import find_use_case
from assessments.use_cases.rows import RowPlace
from handlers.blocks.use_cases.row_windows import METRIC, RowCard, row_window
from handlers.errors import OldButtonError
from handlers.payload import Carried
from handlers.use_cases.forms import rows_field, where_of
from handlers.use_cases.measured import measured_in_words

NEW = -1


@dataclass(frozen=True)
class RowIds:
    """What a row's window carries: the section's window under it, and which row.

    Attributes:
        known: What the section's window carries, or the row's own.
        field: Which rows.
        index: Which of them, as the section showed them; `NEW` for one that isn't there yet.
    """

    known: Carried
    field: str
    index: int

    @property
    def use_case_id(self) -> UUID:
        """Of which use case."""
        return self.known.id("use_case_id")

    @property
    def place(self) -> RowPlace:
        """Which row, as the section showed it."""
        index = None if self.index == NEW else self.index
        return RowPlace(self.field, index, self.known.number("rows"))

    def as_json(self) -> dict[str, str | int]:
        """Return it as it is carried."""
        where = where_of(self.known)
        return {
            "use_case_id": str(self.use_case_id),
            "section": where.section,
            "from": where.came_from,
            "drawn": self.known.number("drawn"),
            "rows": self.known.number("rows"),
            "field": self.field,
            "row": "new" if self.index == NEW else str(self.index),
        }


def row_ids(known: Carried) -> RowIds:
    """Read what a row's window carries.

    Raises:
        OldButtonError: It isn't of this version.
    """
    row = known.word("row")
    if row != "new" and not (row.isdecimal() and len(row) <= len("99")):
        raise OldButtonError
    where_of(known)
    known.number("rows")
    index = NEW if row == "new" else int(row)
    return RowIds(known, rows_field(load_rules(), known.word("field")), index)


def draw_row(
    session: Session, ids: RowIds, row: Row, *, mark: int = 0, told: str = "", sure: str = ""
) -> View:
    """Draw a row's window.

    Args:
        session: A transaction.
        ids: What it carries.
        row: The row as it is shown.
        mark: What its inputs' ids end with.
        told: What is said at its head.
        sure: The limit that a person was asked about, so that they are asked once.
    """
    rules = load_rules()
    use_case = find_use_case(session, ids.use_case_id)
    measured = measured_in_words(session, rules, use_case.model_name)
    carried = {**ids.as_json(), **({"sure": sure} if sure else {})}
    said = [told] if told else []
    card = RowCard(carried, ids.field, row, mark, said, measured.get(str(row.get(METRIC)), ""))
    return row_window(rules, card)

"""The content's example, and changed copies of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from assessments.use_cases.contract.document import Document, read_values
from assessments.use_cases.contract.pass_mark_rows import PassMarkRow, pass_mark_rows
from assessments.use_cases.contract.reading import load_rules

RULES = load_rules()
TODAY = date(2026, 11, 23)


def document(without: tuple[str, ...] = (), **changes: Any) -> Document:  # noqa: ANN401 - any JSON
    """Return the example without some fields and with some changed."""
    kept = {name: value for name, value in RULES.example.items() if name not in without}
    found, findings = read_values(RULES, {**kept, **changes})
    assert findings == []
    return found


def rows_with(field: str, index: int, **cells: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """Return the example's rows of a field, one of them with other cells; None takes one out."""
    rows: list[dict[str, Any]] = [dict(row) for row in RULES.example[field]]
    rows[index] = {
        name: value for name, value in {**rows[index], **cells}.items() if value is not None
    }
    return rows


def pass_mark(**cells: Any) -> PassMarkRow:  # noqa: ANN401 - any JSON
    """Return the example's first pass mark with other cells."""
    rows = rows_with("acceptance_criteria", 0, **cells)
    return pass_mark_rows(RULES, document(acceptance_criteria=rows))[0]


def answers(**changed: str) -> Mapping[str, str]:
    """Return six answers of no to the risk questions, some changed."""
    return {**{f"RQ{number}": "no_" for number in range(1, 7)}, **changed}

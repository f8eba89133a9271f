"""A person at the windows of one use case, without Slack: they are drawn, filled in and sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from slack_sdk import WebClient
from sqlmodel import Session

from assessments.use_cases.contract.content import Kind
from assessments.use_cases.contract.document import Document, read_values
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.values import Value, is_number
from assessments.use_cases.definition import find_use_case
from assessments.use_cases.drafts import draft_of, set_fields
from assessments.use_cases.row_defaults import defaults_for
from bot.transactions import Transactions
from handlers.blocks.use_cases.asked import Asked
from handlers.blocks.use_cases.field_inputs import value_at
from handlers.blocks.use_cases.row_windows import METRIC, row_inputs
from handlers.blocks.use_cases.section_windows import fields_of
from handlers.blocks.use_cases.widgets import element_of
from handlers.dependencies import Dependencies
from handlers.payload import metadata
from handlers.use_cases.forms import Where, draw_section
from handlers.use_cases.rows import NEW, RowIds, draw_row
from handlers.views import use_case_row, use_case_section
from tests.bot.jobs.test_questions import NoTalk
from tests.handlers.blocks.use_cases.drawn import sent, untouched

RULES = load_rules()


def example(**changes: Any) -> Document:  # noqa: ANN401 - any JSON
    """The content's example with some changes; people and channels have IDs as in Slack."""
    text = json.dumps({**RULES.example, **changes}, default=str)
    named = text.replace('"U_', '"U0').replace('"C_', '"C0')
    return read_values(RULES, json.loads(named))[0]


@dataclass
class Desk:
    """Bea at the windows of one use case."""

    transactions: Transactions
    now: datetime
    use_case_id: UUID
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def deps(self) -> Dependencies:
        """What the listeners get."""
        begin, reading = self.transactions.begin, self.transactions.reading
        return Dependencies(begin, begin, reading, lambda: self.now, NoTalk(), lambda: None)

    def ack(self, written: str = "{}", **answer: Any) -> None:  # noqa: ANN401 - as Bolt's
        """Keep what a window was answered with."""
        self.answers.append({**json.loads(written), **answer})

    def draft(self) -> Document:
        """What is written now."""
        with self.transactions.reading() as session:
            return draft_of(session, self.use_case_id).document

    def takes_in(self, **values: Value) -> None:
        """Write fields as a file brings them, whatever the windows say of it."""
        with self.transactions.begin() as work:
            use_case = find_use_case(work.session, self.use_case_id)
            set_fields(work.session, RULES, use_case, values, "U0BEA", self.now)

    def writes_section(self, section: str, wanted: Document) -> None:
        """Open a section, fill in its inputs and send it; then add its rows one by one."""
        fields = fields_of(RULES, section)
        asked = use_case_section.inputs_in(RULES, fields)
        typed = {one.name: typed_as(one, value_at(wanted, one.place)) for one in asked}
        with self.transactions.reading() as session:
            window = self.window(session, section)
        ack: Any = self.ack
        use_case_section.save(ack, BODY, sent(window, **typed), self.deps)
        for spec in fields:
            if spec.type is Kind.ROWS:
                for row in wanted.rows(spec.id):
                    self.adds_row(section, spec.id, row)

    def adds_row(self, section: str, field_id: str, row: Mapping[str, Any]) -> None:
        """Add a row: its metric first, from which the rest is filled in to be changed."""
        with self.transactions.reading() as session:
            known = metadata(self.window(session, section))
            start = defaults_for(RULES, field_id, str(row.get(METRIC) or ""))
            ids = RowIds(known, field_id, NEW)
            window = draw_row(session, ids, start, mark=1).to_dict()
        asked = row_inputs(RULES, field_id, {**start, METRIC: row.get(METRIC)})
        typed = {one.name: typed_as(one, row.get(one.name)) for one in asked}
        ack: Any = self.ack
        use_case_row.save(ack, BODY, sent(window, **typed), WebClient(), self.deps)

    def changes(self, section: str, **typed: Any) -> dict[str, str]:  # noqa: ANN401 - as sent
        """Open a section, change some of its inputs and send it; return what is said at which."""
        with self.transactions.reading() as session:
            window = self.window(session, section)
        ack: Any = self.ack
        use_case_section.save(ack, BODY, sent(window, **typed), self.deps)
        return self.errors()

    def changes_row(self, section: str, field_id: str, index: int, **typed: Any) -> dict[str, str]:  # noqa: ANN401 - as sent
        """Open a row, change some of its cells and send it; return what is said at which."""
        with self.transactions.reading() as session:
            ids = RowIds(metadata(self.window(session, section)), field_id, index)
            row = draft_of(session, self.use_case_id).document.rows(field_id)[index]
            window = draw_row(session, ids, row).to_dict()
        ack: Any = self.ack
        use_case_row.save(ack, BODY, sent(window, **typed), WebClient(), self.deps)
        return self.errors()

    def errors(self) -> dict[str, str]:
        """What the last window was answered with, by the name of each field."""
        errors = self.answers[-1].get("errors", {})
        return {name.partition(":")[0]: text for name, text in errors.items()}

    def window(self, session: Session, section: str) -> dict[str, Any]:
        """A section's window, as Slack has it."""
        use_case = find_use_case(session, self.use_case_id)
        return draw_section(session, use_case, Where(section), self.now).to_dict()


BODY = {"user": {"id": "U0BEA"}}


def typed_as(asked: Asked, value: Any) -> Any:  # noqa: ANN401 - what Slack sends
    """What a person types or chooses for a value; a number as it's written."""
    if is_number(value):
        return str(value)
    element = untouched(element_of(asked, value).to_dict())
    return next(state for key, state in element.items() if key != "type")

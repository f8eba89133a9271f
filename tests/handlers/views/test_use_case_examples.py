"""The worked examples, typed into the windows of a use case: what they hold comes out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from slack_sdk import WebClient
from sqlmodel import Session

from assessments.scoring.use_case_part import WrittenUseCase, scored_use_case
from assessments.use_cases.contract.content import ACCEPTANCE, Kind
from assessments.use_cases.contract.document import Document, read_values
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.values import is_number
from assessments.use_cases.definition import find_use_case, start_use_case
from assessments.use_cases.drafts import draft_of, set_fields
from assessments.use_cases.row_defaults import defaults_for
from bot.storage.database import Database
from bot.transactions import Transactions
from ground.yaml_files import own_yaml
from handlers.blocks.use_cases.asked import Asked
from handlers.blocks.use_cases.field_inputs import value_at
from handlers.blocks.use_cases.row_windows import METRIC, row_inputs
from handlers.blocks.use_cases.section_windows import fields_of
from handlers.blocks.use_cases.widgets import element_of
from handlers.dependencies import Dependencies
from handlers.payload import metadata
from handlers.surfaces.surface import place_surface
from handlers.use_cases.forms import Where, draw_section
from handlers.use_cases.rows import NEW, RowIds, draw_row
from handlers.views import use_case_row, use_case_section
from tests.bot.jobs.test_questions import NoTalk
from tests.handlers.blocks.use_cases.drawn import sent, untouched

pytestmark = pytest.mark.sqlite_alone
RULES = load_rules()
FILE = Path(__file__).parents[2] / "assessments" / "examples.yaml"
EXAMPLES: dict[str, dict[str, Any]] = {one["id"]: one for one in own_yaml(FILE)["examples"]}
REFUSED = {"quick_three_people": {"AC-01": "threshold", "AC-02": "comparator"}}
"""The rows that a window refuses, and at which of their fields."""
LINKED = ("DEF-2", "DAT-1", "SRV-3", "MON-1")


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

    def ack(self, **answer: Any) -> None:  # noqa: ANN401 - as Bolt's
        """Keep what a window was answered with."""
        self.answers.append(answer)

    def draft(self) -> Document:
        """What is written now."""
        with self.transactions.reading() as session:
            return draft_of(session, self.use_case_id).document

    def takes_in(self, wanted: Document) -> None:
        """Write the pass marks as a file brings them: a window refuses wrong ones."""
        with self.transactions.begin() as work:
            use_case = find_use_case(work.session, self.use_case_id)
            rows = {ACCEPTANCE: wanted.values[ACCEPTANCE]}
            set_fields(work.session, RULES, use_case, rows, "U0BEA", self.now)

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

    def window(self, session: Session, section: str) -> dict[str, Any]:
        """A section's window, as Slack has it."""
        use_case = find_use_case(session, self.use_case_id)
        return draw_section(session, use_case, Where(section), self.now).to_dict()


BODY = {"user": {"id": "U0BEA"}}


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    """A use case that Bea began."""
    transactions = Transactions(database, place_surface, lambda: now)
    with transactions.begin() as work:
        begun = start_use_case(work.session, created_by="U0BEA", channel_id="C0", now=now)
        return Desk(transactions, now, begun.id)


def typed_as(asked: Asked, value: Any) -> Any:  # noqa: ANN401 - what Slack sends
    """What a person types or chooses for a value; a number as it's written."""
    if is_number(value):
        return str(value)
    element = untouched(element_of(asked, value).to_dict())
    return next(state for key, state in element.items() if key != "type")


def written(given: Mapping[str, Any]) -> Document:
    """An example's use case, its people and channels with IDs as Slack has them."""
    whole = {name: found for name, found in RULES.example.items() if name not in given["remove"]}
    text = json.dumps({**whole, **given["set"]}, default=str)
    named = text.replace('"U_', '"U0').replace('"C_', '"C0')
    return read_values(RULES, json.loads(named))[0]


@pytest.mark.parametrize("example_id", EXAMPLES)
def test_an_example_is_typed_into_the_windows(desk: Desk, example_id: str) -> None:
    """All is kept as typed, a wrong row is said at its field; with it, the figures come out."""
    example = EXAMPLES[example_id]
    given = {"remove": [], "set": {}, **example["input"]["use_case"]}
    wanted, refused = written(given), REFUSED.get(example_id, {})

    for section in RULES.sections:
        desk.writes_section(section.id, wanted)
    typed = desk.draft()
    desk.takes_in(wanted)

    wrong = [name for answer in desk.answers for name in answer.get("errors", {})]
    kept = [row for row in wanted.rows(ACCEPTANCE) if row["id"] not in refused]
    assert wrong == [f"{name}:1" for name in refused.values()]
    assert [without_id(row) for row in typed.rows(ACCEPTANCE)] == [without_id(row) for row in kept]
    assert {**typed.values, ACCEPTANCE: None} == {**wanted.values, ACCEPTANCE: None}
    assert figures(example, desk.draft()) == example["expected"]["use_case"]


def figures(example: Mapping[str, Any], document: Document) -> dict[str, Any]:
    """What the rules say of a document, asked as the example asks."""
    given, items = example["input"]["use_case"], example["expected"]["maturity"]["items"]
    written_so = WrittenUseCase(
        asked_status=given["asked_status"],
        remove=list(RULES.example),
        set=dict(document.values),
        observed=given.get("observed"),
    )
    scores = [items[name]["score"] for name in LINKED]
    return scored_use_case(RULES, written_so, example["input"]["today"], scores)


def without_id(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without the number that it was given when it was added."""
    return {name: value for name, value in row.items() if name != "id"}

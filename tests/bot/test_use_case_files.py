"""A file that names a model whose pass marks others keep: they are asked, and nothing counts."""

import json
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.values import plain
from assessments.use_cases.importing import Imported, Importer
from assessments.use_cases.tables import UseCaseAsk
from assessments.use_cases.versions import agree_alone
from bot.storage.database import Database
from bot.transactions import Transactions
from bot.use_case_files import import_file, read_file, told
from deployments.models import ModelFacts, register_model
from ground.yaml_files import parse_yaml
from handlers.surfaces.surface import place_surface
from tests.audit.use_case_steps import BEA, RULES, written

pytestmark = pytest.mark.sqlite_alone
MODEL = "calls"


@pytest.fixture
def transactions(database: Database, now: datetime) -> Transactions:
    """Bea agreed the pass marks of a model that Mia owns."""
    found = Transactions(database, place_surface, lambda: now)
    with found.begin() as work:
        register_model(work.session, ModelFacts(MODEL, "U0MIA", "C1"), now)
        use_case = written(work.session, now)
        use_case.model_name = MODEL
        agree_alone(work.session, RULES, use_case, BEA, now)
    return found


def imports(transactions: Transactions, **changes: Any) -> Imported:  # noqa: ANN401 - any JSON
    """Take in the example's file, about the same model."""
    values = {name: plain(value) for name, value in load_rules().example.items()}
    text = json.dumps({"model": MODEL, "values": {**values, **changes}})
    with transactions.begin() as work:
        file = read_file(parse_yaml("use-case.json", text))
        return import_file(work, file, Importer("cli:ci", work.now, overwrites=True))


def asks(session: Session) -> dict[str, str]:
    """Who is asked for a section, with the reason."""
    return {ask.asked_of: ask.text for ask in session.exec(select(UseCaseAsk)).all()}


def test_the_keepers_are_asked_to_choose_the_model(transactions: Transactions) -> None:
    """Once, however often the file comes; until they do, it isn't linked."""
    first = imports(transactions, title="My own marks")
    again = imports(transactions, title="My own marks", summary="Less")

    with transactions.reading() as session:
        asked = asks(session)
    assert first.use_case.model_name is None
    assert first.asked == [BEA, "U0MIA"]
    assert "asked to choose its model" in told(first)
    assert again.asked == []
    assert asked.keys() == {BEA, "U0MIA"}
    assert MODEL in asked[BEA]


def test_the_file_of_the_agreed_use_case_asks_nobody(transactions: Transactions) -> None:
    """It is about its own model."""
    imported = imports(transactions, summary="Agents call 500 customers a week.")

    with transactions.reading() as session:
        assert asks(session) == {}
    assert (imported.use_case.model_name, imported.asked) == (MODEL, ())

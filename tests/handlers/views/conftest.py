"""A desk with the windows of a use case."""

from datetime import datetime

import pytest

from assessments.use_cases.definition import start_use_case
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.surfaces.surface import place_surface
from tests.handlers.views.desk import Desk


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    """A use case that Bea began."""
    transactions = Transactions(database, place_surface, lambda: now)
    with transactions.begin() as work:
        begun = start_use_case(work.session, created_by="U0BEA", channel_id="C0", now=now)
        return Desk(transactions, now, begun.id)

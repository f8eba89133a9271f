"""App Home asks for what concerns the person alone, by a number of queries that doesn't grow."""

import pytest

from bench.home import MANY, NOW, OTHER, PERSON, cost_of_home, cost_of_status, fill
from bot.storage.database import Database
from handlers.surfaces.home import home_card

pytestmark = pytest.mark.sqlite_alone
FEW = 20
OTHERS = MANY // 20


def test_others_requests_and_alerts_cost_no_query(database: Database) -> None:
    """Nor do more of one's own."""
    with database.transaction() as session:
        fill(session, 1, PERSON)
    before = cost_of_home(database).queries, cost_of_status(database).queries
    with database.transaction() as session:
        fill(session, OTHERS, OTHER)

    after = cost_of_home(database).queries, cost_of_status(database).queries

    assert after == before
    assert before[0] <= FEW


def test_home_lists_what_the_person_may_decide(database: Database) -> None:
    """Another owner's stay away."""
    with database.transaction() as session:
        fill(session, 2, PERSON)
        fill(session, 3, OTHER)

    with database.reading() as session:
        card = home_card(session, PERSON, NOW)

    assert [found.model_name for found in card.requests] == [
        f"{PERSON} model 0",
        f"{PERSON} model 1",
    ]
    assert [found.model_name for found in card.alerts] == [
        f"{PERSON} model 0",
        f"{PERSON} model 1",
    ]

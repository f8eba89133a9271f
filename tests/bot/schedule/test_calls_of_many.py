"""What a look for due reminders costs where a model has many open alerts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.schedule.calls import CallSchedule
from bot.storage.database import Database
from bot.transactions import Transactions
from deployments.models import ModelFacts, register_model
from handlers.surfaces.surface import place_surface
from monitors.alerts.lifecycle import update_cause
from tests.audit.model_steps import CAUSE, FACTS, MIA, monitor
from tests.bot.schedule.conftest import utc

pytestmark = pytest.mark.sqlite_alone
MONDAY = utc("2026-11-09T10:00")


def queries_of_a_look(database: Database, alerts: int) -> int:
    """Count them once every reminder was sent."""
    transactions = Transactions(database, place_surface, lambda: MONDAY)
    with transactions.begin(now=MONDAY) as work:
        watching = monitor(work.session, MONDAY)
        register_model(work.session, ModelFacts("churn", MIA, "C1", ("U0OLA",)), MONDAY)
        for number in range(alerts):
            update_cause(work.session, watching, replace(CAUSE, part=str(number)), FACTS, MONDAY)
    schedule, later = CallSchedule(transactions), MONDAY + timedelta(days=1)
    while schedule.step(later) is not None:
        pass
    counted: list[object] = []
    event.listen(database.engine, "before_cursor_execute", lambda *_: counted.append(_))

    schedule.step(later)

    return len(counted)


@pytest.mark.parametrize("alerts", [2, 40])
def test_a_look_asks_once_about_a_model(database: Database, alerts: int) -> None:
    """With a thousand open alerts it took sixteen seconds, again and again."""
    assert queries_of_a_look(database, alerts) < 14

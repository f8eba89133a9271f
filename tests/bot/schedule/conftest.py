"""A weekly monitor, and the times around its firings."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.storage.database import Database
from monitors.tables import Monitor

BERLIN = ZoneInfo("Europe/Berlin")


def utc(text: str) -> datetime:
    """A time."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def monitor(database: Database) -> Monitor:
    """A weekly monitor, due on Monday at nine in Berlin."""
    created = Monitor(
        name="weekly", model_name="m", channel_id="C1", owner_user_id="U1", reference="r",
        current="c", rows_per_window=1, columns={}, cron="0 9 * * 1", timezone="Europe/Berlin",
        next_firing_at=datetime(2026, 11, 23, 9, tzinfo=BERLIN).astimezone(UTC),
    )  # fmt: skip
    with database.transaction() as session:
        session.add(created)
    return created

"""The guard against slow work in a transaction that writes finds each kind of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import duckdb
import pytest

from bot.schedule.cron import next_firing
from bot.storage.database import Database
from tests.slow_work import nothing_slow_while_writing

pytestmark = pytest.mark.sqlite_alone


def _ask_slack() -> None:
    with pytest.raises(OSError, match="refused"):
        urlopen("http://127.0.0.1:1/api/")


SLOW: dict[str, Callable[[], object]] = {
    "schedule": lambda: next_firing("0 9 * * 1", "UTC", after=datetime(2026, 11, 23, tzinfo=UTC)),
    "file": lambda: Path(__file__).read_text(encoding="utf-8"),
    "data": lambda: duckdb.connect().close(),
    "http": _ask_slack,
}


@pytest.mark.parametrize("kind", SLOW)
def test_slow_work_is_found_while_writing_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Before, after and while reading it harms nobody."""
    with nothing_slow_while_writing(monkeypatch) as found:
        SLOW[kind]()
        with database.reading():
            SLOW[kind]()
        harmless = list(found)
        with database.transaction():
            SLOW[kind]()

    assert harmless == []
    assert len(found) >= 1

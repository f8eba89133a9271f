"""Journeys run over both of Slack's transports: SQLite has the one, PostgreSQL the other."""

from collections.abc import Iterator

import pytest

from bot.adapters.data_sources.opening import OpenTables
from bot.audit_check import verify_record
from bot.jobs.replays import Replays
from monitors.replay.past import Window
from monitors.tables import Monitor
from tests.journeys.office import Office, open_office
from tests.slow_work import nothing_slow_while_writing

LEARNED: dict[str, list[Window]] = {}
SETTINGS = {"reference", "rows_per_window", "columns", "options", "runs_per_quarter"}


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office with the demo's people.

    On SQLite over Socket Mode, as a small installation runs; on PostgreSQL over HTTP, as a large
    one does. Whatever a journey did, its record is intact at the end.
    """
    with open_office(database_url, is_socket=database_url.startswith("sqlite")) as opened:
        yield opened
        with opened.runtime.database.snapshot() as session:
            verification = verify_record(session)
    assert verification.is_whole, verification.sentence


@pytest.fixture(autouse=True)
def quick_transactions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse slow work in a transaction that writes, wherever a journey leads."""
    with nothing_slow_while_writing(monkeypatch) as found:
        yield
    assert found == [], found[0]


@pytest.fixture(autouse=True)
def learned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compute what a reference teaches once: it follows from files and settings alone."""
    learn = Replays.past_of

    def remembered(replays: Replays, monitor: Monitor, tables: OpenTables) -> list[Window]:
        key = monitor.model_dump_json(include=SETTINGS | {"alert_budget_per_quarter"})
        if key not in LEARNED:
            LEARNED[key] = learn(replays, monitor, tables)
        return list(LEARNED[key])

    monkeypatch.setattr(Replays, "past_of", remembered)

"""The database is locked by another process, or its disk is full: each press has its answer."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen

import httpx
import pytest
from structlog.testing import capture_logs

from bot.storage.receipts import PRESS_WITHIN_SECONDS
from handlers.errors import NOT_SAVED, TO_COPY
from tests.journeys.office import MODEL_CHANNEL, OLA, Office, open_office
from tests.journeys.test_release import ask

pytestmark = pytest.mark.sqlite_alone
HOLD = """
import sys, pysqlite3
held = pysqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def office(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office over HTTP, where a press waits as long as with Slack."""
    monkeypatch.setattr("bot.storage.receipts.PRESS_WITHIN_SECONDS", PRESS_WITHIN_SECONDS)
    with open_office(database_url) as opened:
        yield opened


@contextmanager
def locked(office: Office) -> Iterator[None]:
    """Have another process hold SQLite's lock."""
    path = office.runtime.settings.database_url.removeprefix("sqlite:///")
    with Popen([sys.executable, "-c", HOLD, path], stdin=PIPE, stdout=PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.communicate()


def test_a_press_on_a_locked_database_is_answered_in_words(office: Office) -> None:
    """It is acked, said, and works once the lock is gone; the log has one line of it."""
    ask(office)
    office.until_delivered()
    message, approve = office.until(lambda: office.find(MODEL_CHANNEL, "approve_deployment"))
    workspace = office.running.workspace
    with capture_logs() as lines, locked(office):
        acks = [workspace.press(OLA, MODEL_CHANNEL, message.ts, approve) for _ in range(2)]
        ready = httpx.get(f"{office.address}/readyz").status_code
        office.until(lambda: NOT_SAVED in office.sees_alone(OLA) or None)

    office.presses(OLA, MODEL_CHANNEL, "approve_deployment")

    assert [ack.status for ack in acks] == [200, 200]
    assert ready == 503
    assert [line["event"] for line in lines if line["log_level"] in {"error", "critical"}] == [
        "database_away"
    ]
    office.until_seen(MODEL_CHANNEL, "*Released.*")
    assert httpx.get(f"{office.address}/readyz").status_code == 200


def test_a_window_on_a_locked_database_returns_what_was_typed(office: Office) -> None:
    """Ola's reason can be copied, and nothing was rejected."""
    ask(office)
    office.presses(OLA, MODEL_CHANNEL, "reject_deployment")

    with locked(office):
        office.fills(OLA, reason="Weak on young people")

    text = office.window_text(OLA)
    assert NOT_SAVED in text
    assert TO_COPY in text
    assert "Weak on young people" in text
    assert office.find(MODEL_CHANNEL, "approve_deployment")

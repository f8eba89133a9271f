"""The database is locked by another process, or its disk is full: each press has its answer."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

import httpx
import pytest
from sqlalchemy import inspect
from structlog.testing import capture_logs

from bot.storage.database import KNOWN_LOCK_TIMEOUT_MS, LOCK_TIMEOUT_MS
from bot.storage.receipts import PRESS_WITHIN_SECONDS
from handlers.errors import NOT_SAVED, TO_COPY
from tests.journeys.office import DAN, MODEL_CHANNEL, OLA, Office, open_office
from tests.journeys.test_release import ask
from tests.postgres import PostgresServer

pytestmark = pytest.mark.sqlite_alone
SOON_SECONDS = 20.0
"""A press gives up after 2.2, and the lock is held until it is answered."""
HOLD = """
import sys, pysqlite3
held = pysqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def as_hurried_as_slack(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up when it matters to Slack: elsewhere tests are patient."""
    monkeypatch.setattr("bot.storage.receipts.PRESS_WITHIN_SECONDS", PRESS_WITHIN_SECONDS)
    monkeypatch.setattr("bot.storage.database.LOCK_TIMEOUT_MS", LOCK_TIMEOUT_MS)
    monkeypatch.setattr("bot.storage.database.KNOWN_LOCK_TIMEOUT_MS", KNOWN_LOCK_TIMEOUT_MS)


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office over HTTP."""
    with open_office(database_url) as opened:
        yield opened


@pytest.fixture
def server_office(postgres_server: PostgresServer) -> Iterator[Office]:
    """The same on PostgreSQL."""
    with postgres_server.fresh_database("migrated") as url, open_office(url) as opened:
        yield opened


@contextmanager
def locked(office: Office) -> Iterator[None]:
    """Have another process hold SQLite's lock, or one on every table of PostgreSQL."""
    engine = office.runtime.database.engine
    if engine.dialect.name == "postgresql":
        with engine.begin() as holding:
            tables = ", ".join(inspect(holding).get_table_names())
            holding.exec_driver_sql(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")
            yield
        return
    path = office.runtime.settings.database_url.removeprefix("sqlite:///")
    with Popen([sys.executable, "-c", HOLD, path], stdin=PIPE, stdout=PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.communicate()


@contextmanager
def frozen(office: Office) -> Iterator[None]:
    """Stop PostgreSQL's processes: connections stay open and silent, and no new one is taken."""
    with office.runtime.database.reading() as session:
        found = session.connection().exec_driver_sql(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        )
        backends = [int(pid) for pid in found.scalars()]
    pids = [_parent_of(backends[0]), *backends]
    try:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def _parent_of(pid: int) -> int:
    words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(words[1])


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


@pytest.mark.both_databases
def test_each_ack_comes_before_slack_gives_up(office: Office) -> None:
    """A press, a refused one and a command: while it is locked, each with its sentence."""
    ask(office)
    office.until_delivered()
    message, approve = office.until(lambda: office.find(MODEL_CHANNEL, "approve_deployment"))
    workspace = office.running.workspace
    seconds = []
    with locked(office):
        for user_id in (OLA, DAN):
            began = time.monotonic()
            workspace.press(user_id, MODEL_CHANNEL, message.ts, approve)
            seconds.append(time.monotonic() - began)
        began = time.monotonic()
        told = workspace.run_command(OLA, MODEL_CHANNEL, "/lamplighter", "ask drift")
        seconds.append(time.monotonic() - began)
        office.until(lambda: NOT_SAVED in office.sees_alone(OLA) or None)
        office.until(lambda: NOT_SAVED in office.sees_alone(DAN) or None)

    assert told.body["text"] == NOT_SAVED
    assert [one for one in seconds if one > SOON_SECONDS] == []
    office.presses(OLA, MODEL_CHANNEL, "approve_deployment")
    office.until_seen(MODEL_CHANNEL, "*Released.*")


@pytest.mark.postgres
@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="finds the server by Linux's /proc"
)
def test_a_press_on_a_frozen_server_is_answered_in_words(server_office: Office) -> None:
    """No statement ends there, at any deadline; once it goes on, the press can be made again."""
    office = server_office
    ask(office)
    office.until_delivered()
    message, approve = office.until(lambda: office.find(MODEL_CHANNEL, "approve_deployment"))
    with frozen(office):
        began = time.monotonic()
        ack = office.running.workspace.press(OLA, MODEL_CHANNEL, message.ts, approve)
        seconds = time.monotonic() - began
        office.until(lambda: NOT_SAVED in office.sees_alone(OLA) or None)
        ready = {httpx.get(f"{office.address}/readyz").status_code for _ in range(4)}
        alive = httpx.get(f"{office.address}/healthz").status_code

    before = office.sees(MODEL_CHANNEL)
    office.presses(OLA, MODEL_CHANNEL, "approve_deployment")

    assert ack.is_ok
    assert seconds < SOON_SECONDS
    assert not any("*Released.*" in text for text in before)
    assert (ready, alive) == ({503}, 200)
    office.until_seen(MODEL_CHANNEL, "*Released.*")


@pytest.mark.both_databases
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

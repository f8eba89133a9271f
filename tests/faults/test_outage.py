"""The database goes away and comes back: one line each, and everything goes on within seconds."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
import pytest
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs

from bot.local_slack.server import WorkspaceSetup, run_workspace
from bot.runtime import create_runtime
from bot.settings import Settings
from tests.faults.conftest import PEOPLE, invite, messages_by_person
from tests.patience import until, waiting_surfaces
from tests.postgres import PostgresServer

AWAY_SECONDS = 3.0
ASKED = PEOPLE[:20]


@pytest.mark.postgres
def test_its_absence_is_one_line_and_nothing_is_lost(postgres_server: PostgresServer) -> None:
    """Twenty invitations are on their way when it goes."""
    setup = WorkspaceSetup(ASKED, [], has_rate_limits=False)
    with (
        postgres_server.fresh_database("migrated") as url,
        run_workspace(setup) as running,
        capture_logs() as lines,
        ExitStack() as at_the_end,
    ):
        settings = Settings(
            _env_file=None,
            slack_bot_token=setup.bot_token,
            slack_api_url=running.api_url,
            database_url=url,
        )
        runtime = create_runtime(settings)
        at_the_end.callback(runtime.stop)
        invite(runtime.transactions, ASKED)
        runtime.start()
        until(lambda: running.workspace.world.messages, what="the first invitation")
        with away(postgres_server, url):
            time.sleep(AWAY_SECONDS)
        until(lambda: waiting_surfaces(runtime.transactions.database) == 0, what="all to be shown")
        shown = messages_by_person(running.workspace.world)

    events = [line["event"] for line in lines if line["log_level"] in {"error", "warning"}]
    assert len(shown) == len(ASKED)
    assert set(shown.values()) == {1}
    assert events == ["database_away", "database_back"]


@contextmanager
def away(server: PostgresServer, url: str) -> Iterator[None]:
    """Let nobody into a database, and throw out who is in it."""
    name = make_url(url).database
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield
        finally:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())

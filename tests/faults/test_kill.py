"""kill -9 of the serving process, again and again, while it delivers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

import httpx
from sqlalchemy import update
from sqlmodel import col

from bot.local_slack.faults import Faults
from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.queues.surfaces import Surface
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.surfaces.surface import place_surface
from tests.faults.conftest import PEOPLE, invite, messages_by_person
from tests.patience import PATIENCE_SECONDS, until, waiting_surfaces

KILLS = {"sqlite": 6, "postgresql": 2}  # each costs half a second of a processor
NURSERY = """
import os, sys
import alembic.command, bot.migrations.upgrade, bot.runtime, bot.server
from bot.cli.serve import serve
from bot.jobs.job import all_jobs
from handlers.surfaces.surface import all_surfaces

all_jobs(), all_surfaces()

for _ in sys.stdin:
    process = os.fork()
    if not process:
        serve()
    print(process, flush=True)
    os.waitpid(process, 0)
    print("gone", flush=True)
"""


@dataclass
class Nursery:
    """A process that has imported everything, and forks `lamplighter serve` from itself."""

    process: "subprocess.Popen[str]"

    @contextmanager
    def served(self) -> Iterator[None]:
        """Run one life of the bot, and end it with kill -9."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        born = int(self.process.stdout.readline())
        try:
            yield
        finally:
            os.kill(born, signal.SIGKILL)
            assert self.process.stdout.readline() == "gone\n"


def test_each_surface_is_shown_once_and_none_is_lost(
    database_url: str, database: Database
) -> None:
    """Many lives of the process deliver 200 invitations between them."""
    transactions = Transactions(database, place_surface, lambda: datetime.now(UTC))
    invite(transactions, PEOPLE)
    random = Random(11)
    faults = Faults(answer_after_seconds=0.1)
    left_after_each_kill = []
    setup = WorkspaceSetup(PEOPLE, [], faults=faults)
    with run_workspace(setup) as running, nursery(running, database_url) as bots:
        for _ in range(KILLS[database.engine.dialect.name]):
            running.workspace.world.calls.clear()
            with bots.served():
                until(lambda: has_posted(running), what="the first post of this life")
                time.sleep(random.uniform(0.0, 0.3))
            let_leases_run_out(running, transactions)
            left_after_each_kill.append(waiting_surfaces(transactions.database))
        faults.answer_after_seconds = 0.0
        with bots.served():
            until(lambda: waiting_surfaces(transactions.database) == 0, what="all to be shown")
        shown = messages_by_person(running.workspace.world)

    assert left_after_each_kill[0] > left_after_each_kill[-1] > 0
    assert len(shown) == len(PEOPLE)
    assert set(shown.values()) == {1}


@contextmanager
def nursery(running: RunningWorkspace, database_url: str) -> Iterator[Nursery]:
    """Have bots for a workspace, each a process of its own, without each importing anew."""
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY],
        env=environment(running, database_url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield Nursery(process)


def environment(running: RunningWorkspace, database_url: str) -> Mapping[str, str]:
    """What an installation sets, for this workspace."""
    setup = running.setup
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "SLACK_BOT_TOKEN": setup.bot_token,
        "SLACK_APP_TOKEN": setup.app_token,
        "SLACK_API_URL": running.api_url,
        "DATABASE_URL": database_url,
        "LAMPLIGHTER_PORT": "0",
    }


def has_posted(running: RunningWorkspace) -> bool:
    """Tell whether the newest process has posted its first message."""
    world = running.workspace.world
    with world.changed:
        return any(call.method == "chat.postMessage" for call in world.calls)


def let_leases_run_out(running: RunningWorkspace, transactions: Transactions) -> None:
    """Do what half a minute after a kill does: the last calls are through, then leases end."""
    httpx.post(f"{running.api_url}api.test", timeout=PATIENCE_SECONDS)
    with transactions.begin() as work:
        work.session.connection().execute(
            update(Surface)
            .where(col(Surface.leased_until).is_not(None))
            .values(leased_until=work.now)
        )

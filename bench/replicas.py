"""Two replicas on one PostgreSQL database: clocks apart, slow answers, connections cut.

Counts what must never be: a card that stands twice, a release carried out twice, one shown as
failed though it is live. `--own-clocks` has each replica decide by its machine's clock, as
Lamplighter once did, to show what that does.
"""

import argparse
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from pydantic import SecretStr
from sqlalchemy import Engine, event
from sqlmodel import col, select

from assessments.rounds.starting import RoundPlan, start_round
from assessments.tables import Participant
from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local_slack.state import BOT_USER_ID, Channel, Person
from bot.queues.lengths import queue_lengths
from bot.runtime import create_runtime
from bot.settings import Settings
from bot.storage.database import Database
from bot.transactions import Transaction, Transactions, clock_of
from deployments.models import ModelFacts, register_model, register_version, set_first_champion
from deployments.requests.metrics_file import MetricsFile
from deployments.requests.requests import ReleaseFacts, request_deployment
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.tables import (
    DeploymentRequest,
    ModelAlias,
    RegisteredModel,
    RequestState,
    SignOffVerdict,
)
from ground.audit import AuditEntry
from handlers.job_kinds import JobKind
from handlers.surfaces.releases import show_request
from handlers.surfaces.surface import place_surface

APART = (40.0, 600.0)
OWNER, DECIDER, BUILDER = "U9000", "U9001", "U9002"
LOOKS_EVERY_SECONDS, LOOKS_SOON_SECONDS, LONGEST_RACE_SECONDS = 0.5, 0.05, 1_800.0


@dataclass(frozen=True)
class Race:
    """What the replicas have to do, and what is in their way.

    Attributes:
        cards: Invitations to post.
        releases: Approved releases to carry out, each of a model of its own.
        latency_seconds: What each statement takes to reach the database.
        cut_every_seconds: How often a connection is cut.
        has_own_clocks: Whether each replica goes by its machine's clock.
    """

    cards: int
    releases: int
    latency_seconds: float
    cut_every_seconds: float
    has_own_clocks: bool = False


@dataclass(frozen=True)
class Tally:
    """What came of a race; but for the cuts and the seconds, each number should be 0."""

    lost: int
    doubled: int
    not_released: int
    failed_though_live: int
    carried_out_twice: int
    tracebacks: int = 0
    cuts: int = 0
    seconds: float = 0.0


def run_race(race: Race, database_url: str) -> Tally:
    """Let two replicas, each a process, do all there is, and count."""
    database = Database(database_url)
    transactions = Transactions(database, place_surface, clock_of(database))
    people = [Person(f"U{number:04d}", f"Person {number}") for number in range(race.cards)]
    channels = [
        Channel(f"C{number:04d}", f"model-{number}", {OWNER, DECIDER, BUILDER, BOT_USER_ID})
        for number in range(race.releases)
    ]
    deciders = [Person(user_id, user_id) for user_id in (OWNER, DECIDER, BUILDER)]
    setup = WorkspaceSetup([*people, *deciders], channels, has_rate_limits=False)
    with run_workspace(setup) as running, ExitStack() as stack:
        logs = [
            stack.enter_context(_replica(race, ahead, running, database_url)) for ahead in APART
        ]
        began = time.monotonic()
        _ask(transactions, people, channels)
        cuts = _wait(database, race, database_url)
        took = round(time.monotonic() - began, 1)
        stack.close()
        messages = running.workspace.world.messages
        shown = Counter((found.channel_id, str(found.metadata)) for found in messages)
    tally = replace(
        _count(database, shown, race),
        tracebacks=sum(log.tracebacks for log in logs),
        cuts=cuts,
        seconds=took,
    )
    database.close()
    return tally


def _ask(
    transactions: Transactions, people: Sequence[Person], channels: Sequence[Channel]
) -> None:
    with transactions.begin() as work:
        groups = {person.id: "business" for person in people}
        if groups:
            start_round(work.session, RoundPlan("C0000", OWNER, groups), work.now)
        for participant in work.session.exec(select(Participant)).all():
            work.show("invitation", participant.id)
    for channel in channels:
        with transactions.begin() as work:
            _approve(work, channel)


def _approve(work: Transaction, channel: Channel) -> None:
    """Have a release asked for and approved, so that it is to be carried out."""
    facts = ModelFacts(channel.name, OWNER, channel.id, (DECIDER,))
    model = register_model(work.session, facts, work.now)
    register_version(
        work.session,
        model_name=model.name,
        version="v1",
        registered_by=BUILDER,
        trained_by=BUILDER,
        digest="",
        now=work.now,
    )
    set_first_champion(work.session, model, "v1", work.now)
    release = ReleaseFacts(model.name, "v2", MetricsFile({"accuracy": 0.84}, 5_000), BUILDER)
    request = request_deployment(work.session, release, work.now).request
    attempt = SignOffAttempt(request.id, SignOffVerdict.APPROVE, DECIDER)
    record_sign_off(work.session, attempt, work.now)
    show_request(work, request.id)
    payload = {"request_id": str(request.id)}
    work.enqueue(JobKind.RELEASE, key=str(request.id), payload=payload)


@dataclass
class _Log:
    tracebacks: int = 0


@contextmanager
def _replica(
    race: Race, ahead_seconds: float, running: RunningWorkspace, database_url: str
) -> Iterator[_Log]:
    log = _Log()
    options = [ahead_seconds, race.latency_seconds, int(race.has_own_clocks)]
    command = [sys.executable, "-m", "bench.replicas", "--replica", *map(str, options)]
    token = running.setup.bot_token
    with subprocess.Popen(
        [*command, token, running.api_url, database_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        if process.stdout is None or process.stdout.readline() != "ready\n":
            raise RuntimeError("The replica didn't start.")
        try:
            yield log
        finally:
            said, _ = process.communicate("stop\n")
            log.tracebacks = said.count("Traceback (most recent call last)")


def serve_replica(given: Sequence[str]) -> None:
    """Be one replica, until a line comes in.

    Its machine's clock is ahead, and each of its statements is late.
    """
    ahead, latency, has_own_clock = float(given[0]), float(given[1]), given[2] == "1"
    token, api_url, database_url = given[3:]

    def skewed() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=ahead)

    for module in ("bot.clock", "bot.transactions"):
        vars(sys.modules[module])["utc_now"] = skewed
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr(token),
        slack_api_url=api_url,
        database_url=database_url,
    )
    runtime = create_runtime(settings, clock=skewed if has_own_clock else None)
    _slow_down(runtime.database.engine, latency)
    runtime.start()
    print("ready", flush=True)
    sys.stdin.readline()
    runtime.stop()


def _slow_down(engine: Engine, latency_seconds: float) -> None:
    def wait(*given: Any) -> None:  # noqa: ANN401 - whatever the event tells
        del given
        time.sleep(latency_seconds)

    event.listen(engine, "before_cursor_execute", wait)
    event.listen(engine, "commit", wait)


def _wait(database: Database, race: Race, database_url: str) -> int:
    """Wait until nothing is left to do; cut connections meanwhile, and count those."""
    cuts = 0
    ends_at = time.monotonic() + LONGEST_RACE_SECONDS
    cut_at = time.monotonic()
    while time.monotonic() < ends_at and _is_busy(database):
        if time.monotonic() >= cut_at and _cut_one(database_url):
            cuts += 1
            cut_at = time.monotonic() + race.cut_every_seconds
        is_due = time.monotonic() >= cut_at
        time.sleep(LOOKS_SOON_SECONDS if is_due else LOOKS_EVERY_SECONDS)
    return cuts


def _is_busy(database: Database) -> bool:
    with database.reading() as session:
        lengths = queue_lengths(session)
        return lengths.surfaces_waiting + lengths.jobs_waiting > 0


def _cut_one(database_url: str) -> int:
    """Cut the connection of a replica that is in the middle of something, if there is one."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        cut = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND state LIKE 'idle in%'"
            " ORDER BY random() LIMIT 1"
        )
        return cut.rowcount


def _count(database: Database, shown: Counter[tuple[str, str]], race: Race) -> Tally:
    with database.reading() as session:
        requests = session.exec(select(DeploymentRequest)).all()
        aliases = select(RegisteredModel.id, ModelAlias.version).join(
            ModelAlias, col(ModelAlias.model_id) == col(RegisteredModel.id)
        )
        live = dict(session.exec(aliases).all())
        carried_out = Counter(
            entry.subject
            for entry in session.exec(
                select(AuditEntry).where(AuditEntry.action == "release.carry_out")
            )
        )
    channels = {channel for channel, _ in shown if not channel.startswith("D9")}
    released = [request for request in requests if request.state is RequestState.RELEASED]
    failed = [request for request in requests if request.state is RequestState.FAILED]
    return Tally(
        lost=race.cards + race.releases - len(channels),
        doubled=sum(count - 1 for count in shown.values()),
        not_released=race.releases - len(released),
        failed_though_live=sum(live[request.model_id] == request.version for request in failed),
        carried_out_twice=sum(count - 1 for count in carried_out.values()),
    )


def main() -> None:
    """Run the race of the command line and print what came of it."""
    if sys.argv[1:2] == ["--replica"]:
        serve_replica(sys.argv[2:])
        return
    from bot.migrations.upgrade import upgrade_database  # noqa: PLC0415 - slow to import
    from tests.postgres import running_postgres  # noqa: PLC0415 - likewise

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=60)
    parser.add_argument("--releases", type=int, default=80)
    parser.add_argument("--latency", type=float, default=0.4)
    parser.add_argument("--cut-every", type=float, default=3.0)
    parser.add_argument("--own-clocks", action="store_true")
    asked = parser.parse_args()
    race = Race(asked.cards, asked.releases, asked.latency, asked.cut_every, asked.own_clocks)
    with running_postgres() as server:
        server.create_database("race")
        upgrade_database(server.url("race"))
        print(run_race(race, server.url("race")))


if __name__ == "__main__":
    main()

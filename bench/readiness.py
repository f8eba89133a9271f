"""A round of 200 people on SQLite: how long a window's acknowledgement and the result take.

Fifty people submit in one wave, then the next fifty, until all have answered all their items.
`lamplighter serve` runs as a process of its own; this one is Slack and the people.
`python -m bench.readiness [--write]`; processor time is taken in this process afterwards.
"""

import argparse
import hashlib
import hmac
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from threading import local
from uuid import UUID

from bench.drift import write
from bench.processor_time import ProcessorTime, measure_processor_time
from bench.round_of_many import (
    AT_ONCE,
    COUNCIL,
    EVERYONE,
    PEOPLE,
    Submission,
    ask,
    body_of,
    waves_of,
)
from bot.listening import listen
from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local_slack.state import BOT_USER_ID, Channel
from bot.migrations.upgrade import upgrade_database
from bot.storage.database import Database
from handlers.blocks.rounds.farewell import FAREWELL_VIEW
from handlers.blocks.rounds.interview import QUESTION_VIEW
from handlers.surfaces.surface import draw_surface

MARK = "bench.readiness"
STARTS_WITHIN_SECONDS, SETTLES_WITHIN_SECONDS = 120.0, 300.0
own = local()


@dataclass(frozen=True)
class Bench:
    """The bot under load, and the round that is asked."""

    port: int
    secret: str
    database: Database
    assessment_id: UUID
    bot_pid: int


def main() -> None:
    """Print the acknowledgements' times and the result's; when asked, write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/why/benchmarks.md")
    asked = parser.parse_args()
    with running_bench() as bench, ThreadPoolExecutor(AT_ONCE) as people:
        seconds: dict[bool, list[float]] = {True: [], False: []}
        for number, wave in enumerate(waves_of(bench.database, bench.assessment_id)):
            is_burst = number % 2 == 0
            start = time.monotonic() + 0.1
            gap = 0 if is_burst else 1 / len(wave)
            starts = [start + gap * place for place in range(len(wave))]
            seconds[is_burst] += people.map(submit, [bench] * len(wave), wave, starts)
        settle(bench.port)
        result = seconds_for_result(bench)
    text = report(seconds, measure_processor_time(), result)
    print(text)
    if asked.write:
        write(text, mark=MARK)


def report(seconds: dict[bool, list[float]], processor: ProcessorTime, result: float) -> str:
    """Write the tables."""
    lines = [
        f"{PEOPLE} people, 28 items, {AT_ONCE} people submit in one wave:",
        "",
        "| what | windows | median, ms | 99th percentile, ms | longest, ms |",
        "|---|---|---|---|---|",
        _line("all at the same instant", seconds[True]),
        _line("all within one second", seconds[False]),
        _line("processor time of a window", processor.ordinary),
        _line("processor time of a person's last window", processor.last),
    ]
    return "\n".join([*lines, "", f"Result scored and drawn in {result * 1_000:.0f} ms."])


def _line(name: str, seconds: list[float]) -> str:
    took = [found * 1_000 for found in seconds]
    cuts = quantiles(took, n=100)
    return f"| {name} | {len(took)} | {cuts[49]:.1f} | {cuts[98]:.1f} | {max(took):.1f} |"


@contextmanager
def running_bench() -> Iterator[Bench]:
    """Start Slack here, the bot as a process, and a round that asks 200 people."""
    members = {person.id for person in EVERYONE} | {BOT_USER_ID}
    free = listen("127.0.0.1", 0)
    port = free.getsockname()[1]
    free.close()
    setup = WorkspaceSetup(
        EVERYONE, [Channel(COUNCIL, "ml-council", members)], has_rate_limits=False
    )
    with tempfile.TemporaryDirectory() as folder, run_workspace(setup) as workspace:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        upgrade_database(url)
        database = Database(url)
        assessment_id = ask(database)
        bot = start_bot(setup, workspace, url, port)
        try:
            wait_until_ready(port)
            settle(port)
            yield Bench(port, setup.signing_secret, database, assessment_id, bot.pid)
        finally:
            bot.terminate()
            bot.wait(10)
            database.close()


def start_bot(
    setup: WorkspaceSetup, workspace: RunningWorkspace, url: str, port: int
) -> "subprocess.Popen[bytes]":
    """Start `lamplighter serve`."""
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": setup.bot_token,
        "SLACK_SIGNING_SECRET": setup.signing_secret,
        "SLACK_API_URL": workspace.api_url,
        "DATABASE_URL": url,
        "LAMPLIGHTER_PORT": str(port),
        "LAMPLIGHTER_LOG_LEVEL": "WARNING",
    }
    program = str(Path(sys.executable).parent / "lamplighter")
    return subprocess.Popen([program, "serve"], env=environment, stderr=subprocess.DEVNULL)


def submit(bench: Bench, sent: Submission, start: float) -> float:
    """Send one window at its moment; give the seconds to the ack."""
    body = body_of(bench.assessment_id, sent)
    timestamp = str(int(time.time()))
    signed = f"v0:{timestamp}:".encode() + body
    digest = hmac.new(bench.secret.encode(), signed, hashlib.sha256).hexdigest()
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": f"v0={digest}",
    }
    if not hasattr(own, "connection"):
        own.connection = HTTPConnection("127.0.0.1", bench.port)
    time.sleep(max(0.0, start - time.monotonic()))
    started = time.perf_counter()
    own.connection.request("POST", "/slack/events", body, headers)
    answer = own.connection.getresponse()
    shown = answer.read()
    took = time.perf_counter() - started
    if not any(view.encode() in shown for view in (QUESTION_VIEW, FAREWELL_VIEW)):
        raise SystemExit(f"{answer.status}: {shown[:300]!r}")
    return took


def seconds_for_result(bench: Bench) -> float:
    """Time scoring and drawing the channel's result from the database."""
    started = time.perf_counter()
    with bench.database.transaction() as session:
        shown = draw_surface(session, "result", str(bench.assessment_id), datetime.now(UTC))
    took = time.perf_counter() - started
    if "Result" not in shown.text:
        raise SystemExit(f"No result: {shown.text}")
    return took


def wait_until_ready(port: int) -> None:
    """Wait until the bot answers."""
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", "/readyz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The bot did not start.")


def settle(port: int) -> None:
    """Wait until every message is delivered."""
    deadline = time.monotonic() + SETTLES_WITHIN_SECONDS
    while time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/metrics")
        if b"\nlamplighter_surfaces_waiting 0.0" in connection.getresponse().read():
            return
        time.sleep(0.2)
    raise SystemExit("Messages still wait.")


if __name__ == "__main__":
    main()

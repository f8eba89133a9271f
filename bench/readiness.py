"""A round of 200 people on SQLite: how long a window's acknowledgement and the result take.

Fifty people submit in one wave, then the next fifty, until all have answered all their items.
`lamplighter serve` runs as a process of its own; this one is Slack and the people.
"""

import hashlib
import hmac
import json
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
from urllib.parse import urlencode
from uuid import UUID

from assessments.asking import Mode
from assessments.interview import open_interview
from assessments.rounds.starting import RoundPlan, start_round
from bot.database import Database, create_database_engine
from bot.local.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local.world import BOT_USER_ID, Channel, Person
from bot.migrations.upgrade import upgrade_database
from bot.projections import draw_surface, place_surface
from bot.server import listen
from bot.unit_of_work import Transactions
from handlers.blocks.interview import ANSWER_BLOCK, QUESTION_VIEW
from handlers.round_surfaces import show_everyone

PEOPLE, AT_ONCE = 200, 50
GROUPS = ("business", "data_science", "operations")
COUNCIL = "C0COUNCIL"
STARTS_WITHIN_SECONDS, SETTLES_WITHIN_SECONDS = 120.0, 300.0
own = local()


@dataclass(frozen=True)
class Submission:
    """One window that a person sends off."""

    user_id: str
    position: int
    question_ids: tuple[str, ...]


@dataclass(frozen=True)
class Bench:
    """The bot under load, and the round that is asked."""

    port: int
    secret: str
    database: Database
    assessment_id: UUID


def main() -> None:
    """Print the acknowledgements' times and the result's."""
    with running_bench() as bench, ThreadPoolExecutor(AT_ONCE) as people:
        seconds: dict[bool, list[float]] = {True: [], False: []}
        for number, wave in enumerate(waves_of(bench)):
            is_burst = number % 2 == 0
            start = time.monotonic() + 0.1
            gap = 0 if is_burst else 1 / len(wave)
            starts = [start + gap * place for place in range(len(wave))]
            seconds[is_burst] += people.map(submit, [bench] * len(wave), wave, starts)
        settle(bench.port)
        result = seconds_for_result(bench)
    print(f"{PEOPLE} people, 28 items, {AT_ONCE} people submit in one wave\n")
    print("| what | windows | median, ms | 99th percentile, ms | longest, ms |")
    print("|---|---|---|---|---|")
    for is_burst, name in ((True, "all at the same instant"), (False, "all within one second")):
        took = [found * 1_000 for found in seconds[is_burst]]
        cuts = quantiles(took, n=100)
        print(f"| {name} | {len(took)} | {cuts[49]:.0f} | {cuts[98]:.0f} | {max(took):.0f} |")
    print(f"\nResult scored and drawn in {result * 1_000:.0f} ms.")


@contextmanager
def running_bench() -> Iterator[Bench]:
    """Start Slack here, the bot as a process, and a round that asks 200 people."""
    people = [Person(f"U{number:04d}", f"Person {number}") for number in range(PEOPLE)]
    members = {person.id for person in people} | {BOT_USER_ID}
    free = listen("127.0.0.1", 0)
    port = free.getsockname()[1]
    free.close()
    setup = WorkspaceSetup(
        people, [Channel(COUNCIL, "ml-council", members)], has_rate_limits=False
    )
    with tempfile.TemporaryDirectory() as folder, run_workspace(setup) as workspace:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        upgrade_database(url)
        database = Database(create_database_engine(url))
        assessment_id = ask(database, people)
        bot = start_bot(setup, workspace, url, port)
        try:
            wait_until_ready(port)
            settle(port)
            yield Bench(port, setup.signing_secret, database, assessment_id)
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


def ask(database: Database, people: list[Person]) -> UUID:
    """Start the round, with everyone's invitation waiting to be sent."""
    asked = {person.id: GROUPS[number % 3] for number, person in enumerate(people)}
    plan = RoundPlan(COUNCIL, people[0].id, asked, mode=Mode.FULL)
    clock = lambda: datetime.now(UTC)  # noqa: E731 - two words
    with Transactions(database, place_surface, clock).begin() as work:
        assessment = start_round(work.session, plan, work.now)
        show_everyone(work, assessment.id)
        return assessment.id


def waves_of(bench: Bench) -> Iterator[list[Submission]]:
    """Give who sends what at the same moment: fifty people, window by window."""
    with bench.database.transaction() as session:
        interviews = [
            open_interview(session, bench.assessment_id, f"U{number:04d}")
            for number in range(PEOPLE)
        ]
    for first in range(0, PEOPLE, AT_ONCE):
        for position in range(max(len(found.pages) for found in interviews)):
            wave = [
                Submission(
                    found.participant.user_id,
                    position + 1,
                    tuple(asked.id for asked in found.pages[position].questions),
                )
                for found in interviews[first : first + AT_ONCE]
                if position < len(found.pages)
            ]
            yield wave


def submit(bench: Bench, sent: Submission, start: float) -> float:
    """Send one window at its moment; give the seconds to the ack."""
    body = urlencode({"payload": json.dumps(payload(bench, sent))}).encode()
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
    if not any(words in shown for words in (b"Topic ", b"That was all")):
        raise SystemExit(f"{answer.status}: {shown[:300]!r}")
    return took


def payload(bench: Bench, sent: Submission) -> dict[str, object]:
    """Write what Slack sends for a submitted window."""
    metadata = {"assessment_id": str(bench.assessment_id), "position": sent.position}
    values = {
        f"{ANSWER_BLOCK}_{question_id}": {
            "choose_answer": {"type": "radio_buttons", "selected_option": {"value": "2"}}
        }
        for question_id in sent.question_ids
    }
    return {
        "type": "view_submission",
        "team": {"id": "T0LOCAL", "domain": "local"},
        "user": {"id": sent.user_id, "team_id": "T0LOCAL"},
        "api_app_id": "A0LOCAL",
        "trigger_id": f"{sent.user_id}.{sent.position}",
        "view": {
            "id": f"V{sent.user_id}",
            "hash": str(sent.position),
            "type": "modal",
            "callback_id": QUESTION_VIEW,
            "private_metadata": json.dumps(metadata),
            "title": {"type": "plain_text", "text": "Readiness questions"},
            "blocks": [],
            "state": {"values": values},
        },
    }


def seconds_for_result(bench: Bench) -> float:
    """Time scoring and drawing the channel's result from the database."""
    started = time.perf_counter()
    with bench.database.transaction() as session:
        shown = draw_surface(session, "round", str(bench.assessment_id), datetime.now(UTC))
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

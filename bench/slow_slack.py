"""Presses while Slack's Web API hangs, then fails, then is away: the acks, and what is kept.

Five presses a second: approvals, refused approvals, windows and `status`, in turn.
`lamplighter serve` runs as a process of its own; this one is Slack and the people.
`python -m bench.slow_slack [--minutes N]`
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from sqlmodel import col, select

from bench.locked import locked_now_and_then
from bench.readiness import start_bot, wait_until_ready
from bot.clock import utc_now
from bot.listening import listen
from bot.local_slack.faults import (
    EVERY_METHOD,
    RESPONSE_URL,
    UPLOAD,
    Fault,
    Faults,
    drop,
    fail,
    hang,
)
from bot.local_slack.outbound import Ack
from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local_slack.sight import text_of
from bot.local_slack.state import BOT_USER_ID, Channel, Message, Person
from bot.migrations.upgrade import upgrade_database
from bot.storage.database import Database
from bot.transactions import Transactions
from deployments.models import ModelFacts, register_model
from deployments.requests.metrics_file import parse_metrics
from deployments.requests.requests import ReleaseFacts, request_deployment
from deployments.tables import DeploymentRequest, RegisteredModel, SignOff
from handlers.errors import NOT_SAVED
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import place_surface

EVERYONE = OWNER, BUILDER, STRANGER = "U0OWNER", "U0BUILDER", "U0STRANGER"
PRESSES_A_SECOND = 5
SCENES = (("hangs 30 s", hang(30.0)), ("fails", fail()), ("is away", drop()))
TRUE_WITHIN_SECONDS = 90.0
LOOKS_EVERY_SECONDS = 0.5
AT_ONCE = 64


@dataclass(frozen=True)
class Press:
    """Who does what to which request's card."""

    kind: str
    user_id: str
    channel_id: str
    action_id: str = ""


@dataclass(frozen=True)
class Taken:
    """What became of a press, and how long its ack took."""

    press: Press
    seconds: float
    ack: Ack


@dataclass(frozen=True)
class Bench:
    """The workspace, the bot's database and what Slack does to calls."""

    running: RunningWorkspace
    database: Database
    faults: Faults


def presses_of(count: int) -> list[Press]:
    """List the presses in turn; each approval has a request of its own, others share one."""
    found = []
    for number in range(count):
        kind = number % 4
        own, shared = channel_of(number // 4), channel_of(count)
        found.append(
            (
                Press("approve", OWNER, own, "approve_deployment"),
                Press("refused", STRANGER, shared, "approve_deployment"),
                Press("window", OWNER, shared, "reject_deployment"),
                Press("status", OWNER, shared),
            )[kind]
        )
    return found


def channel_of(number: int) -> str:
    """Name a request's channel and model: each has its own, so that posting needs no pace."""
    return f"C{number:05d}"


def main() -> None:
    """Print the acks' times by scene, what was lost and when all cards were true."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--locked", action="store_true")
    given = parser.parse_args()
    presses = presses_of(int(given.minutes * 60 * PRESSES_A_SECOND))
    channels = sorted({press.channel_id for press in presses})
    with running_bench(channels) as bench:
        until_shown(bench, channels, "Release request", 600.0)
        with locked_now_and_then(bench.database) if given.locked else nullcontext():
            taken = [found for scene in scenes_of(bench, presses) for found in scene]
        bench.faults.heal()
        approved = [one.press for one in taken if one.press.kind == "approve"]
        again = press_again(bench, approved)
        places = [press.channel_id for press in approved]
        seconds = until_shown(bench, places, "Released", TRUE_WITHIN_SECONDS)
        untold = until_told(bench, again)
        lost = len(set(places) - approved_channels(bench))
    print(
        f"{len(approved)} approvals, {lost} lost; {len(again)} were not saved at first, of which "
        f"{untold} weren't told so, and pressed again."
    )
    print(
        f"All cards were true {seconds:.0f} s after."
        if seconds is not None
        else f"Not all cards were true {TRUE_WITHIN_SECONDS:.0f} s after."
    )


def scenes_of(bench: Bench, presses: list[Press]) -> Iterator[list[Taken]]:
    """Play the scenes one after the other, and print each one's figures."""
    share = -(-len(presses) // len(SCENES))
    for place, (name, fault) in enumerate(SCENES):
        break_all(bench.faults, fault)
        part = presses[place * share : (place + 1) * share]
        start = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as people:
            starts = [start + number / PRESSES_A_SECOND for number in range(len(part))]
            taken = list(people.map(take, [bench] * len(part), part, starts))
        print(figures(name, taken), flush=True)
        yield taken


def approved_channels(bench: Bench) -> set[str]:
    """Name the channels whose approval is in the database."""
    with bench.database.reading() as session:
        found = session.exec(
            select(RegisteredModel.name)
            .join(DeploymentRequest, col(DeploymentRequest.model_id) == RegisteredModel.id)
            .join(SignOff, col(SignOff.request_id) == DeploymentRequest.id)
        )
        return set(found.all())


def press_again(bench: Bench, approved: list[Press]) -> list[str]:
    """Approve once more what couldn't be saved; return the channels."""
    saved = approved_channels(bench)
    unsaved = [press for press in approved if press.channel_id not in saved]
    for press in unsaved:
        take(bench, press, 0.0)
    return [press.channel_id for press in unsaved]


def until_told(bench: Bench, channels: list[str]) -> int:
    """Wait until the owner has read of each that it wasn't saved; return how many are left.

    Where Slack refuses a sentence in the channel, it comes as a direct message.
    """
    began, left = time.monotonic(), len(channels)
    while left > 0 and time.monotonic() - began < TRUE_WITHIN_SECONDS:
        time.sleep(LOOKS_EVERY_SECONDS)
        direct = bench.running.workspace.world.open_direct_message(OWNER).id
        places = [*channels, *[direct] * told(bench, direct)]
        left = len(channels) - sum(min(1, told(bench, place)) for place in places)
    return max(0, left)


def told(bench: Bench, channel_id: str) -> int:
    """Count how often the owner reads in a place that something wasn't saved."""
    found = bench.running.workspace.messages(channel_id, OWNER)
    return sum(message.text == NOT_SAVED for message in found)


def break_all(faults: Faults, fault: Fault) -> None:
    """Let every call of the bot's meet a fault, beside the Web API too."""
    faults.heal()
    for name in (EVERY_METHOD, RESPONSE_URL, UPLOAD):
        faults.meet(name, fault)


def take(bench: Bench, press: Press, at: float) -> Taken:
    """Press at a moment, and wait for the ack."""
    time.sleep(max(0.0, at - time.monotonic()))
    workspace = bench.running.workspace
    found = button(bench, press) if press.action_id else None
    began = time.monotonic()
    if found is None:
        ack = workspace.run_command(press.user_id, press.channel_id, "/lamplighter", "status")
    else:
        message, action = found
        ack = workspace.press(press.user_id, press.channel_id, message.ts, action)
    return Taken(press, time.monotonic() - began, ack)


def button(bench: Bench, press: Press) -> tuple[Message, dict[str, Any]]:
    """Find a press's button in its channel."""
    return next(
        (message, {**element, "block_id": block["block_id"]})
        for message in bench.running.workspace.messages(press.channel_id)
        for block in message.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == press.action_id
    )


def figures(name: str, taken: list[Taken]) -> str:
    """Write a scene's line."""
    seconds = [found.seconds for found in taken]
    bad = sum(not found.ack.is_ok for found in taken)
    p99 = quantiles(seconds, n=100, method="inclusive")[98]
    return (
        f"Slack {name}: {len(taken)} presses, {bad} not acked 200; "
        f"p99 {p99 * 1_000:.0f} ms, longest {max(seconds) * 1_000:.0f} ms."
    )


def until_shown(
    bench: Bench, channels: list[str], words: str, patience_seconds: float
) -> float | None:
    """Wait until each channel shows some words; None when that takes too long."""
    began = time.monotonic()
    left = set(channels)
    while time.monotonic() - began < patience_seconds:
        left = {channel for channel in left if words not in seen(bench, channel)}
        if not left:
            return time.monotonic() - began
        time.sleep(LOOKS_EVERY_SECONDS)
    return None


def seen(bench: Bench, channel_id: str) -> str:
    """Read a channel."""
    return "\n".join(map(text_of, bench.running.workspace.messages(channel_id)))


@contextmanager
def running_bench(channels: list[str]) -> Iterator[Bench]:
    """Start Slack here, the bot as a process, and an open request in each channel."""
    free = listen("127.0.0.1", 0)
    port = free.getsockname()[1]
    free.close()
    members = {*EVERYONE, BOT_USER_ID}
    faults = Faults()
    setup = WorkspaceSetup(
        [Person(user_id, user_id) for user_id in EVERYONE],
        [Channel(found, found.lower(), set(members)) for found in channels],
        events_url=f"http://127.0.0.1:{port}/slack/events",
        has_rate_limits=False,
        patience_seconds=30.0,
        faults=faults,
    )
    with tempfile.TemporaryDirectory() as folder, run_workspace(setup) as running:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        upgrade_database(url)
        database = Database(url)
        ask_for_releases(database, channels)
        bot = start_bot(setup, running, url, port)
        try:
            wait_until_ready(port)
            yield Bench(running, database, faults)
        finally:
            bot.terminate()
            bot.wait(60)
            database.close()


def ask_for_releases(database: Database, channels: list[str]) -> None:
    """Open a request in each channel, each of a model of its own."""
    evidence = parse_metrics('{"metrics": {"accuracy": 0.9}, "samples": 9000}')
    with Transactions(database, place_surface, utc_now).begin() as work:
        for channel_id in channels:
            register_model(work.session, ModelFacts(channel_id, OWNER, channel_id), work.now)
            facts = ReleaseFacts(channel_id, "v2", evidence, BUILDER, BUILDER, "sha256:1")
            asked = request_deployment(work.session, facts, work.now)
            work.show(SurfaceKind.DEPLOYMENT_REQUEST, asked.request.id)


if __name__ == "__main__":
    main()

"""The app's calls to the Web API and their times, so that tests can check pace and retries."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

OK = "ok"


@dataclass
class Call:
    """One call, from its arrival on; `answer` is empty until it is answered.

    `answer` is `ok`, Slack's code, an HTTP status or `dropped`; `pause_seconds` is the
    `Retry-After` that was asked for.
    """

    method: str
    arguments: dict[str, Any]
    at: float
    answer: str = ""
    pause_seconds: int = 0
    is_carried_out: bool = False


def calls_of(calls: Sequence[Call], method: str, channel_id: str = "") -> list[Call]:
    """Pick the calls of a method, to one channel when it is named."""
    return [
        call
        for call in calls
        if call.method == method and channel_id in {"", call.arguments.get("channel")}
    ]


def seconds_between_posts(calls: Sequence[Call], channel_id: str) -> list[float]:
    """Measure the seconds from each message to the next in a channel, as Slack saw them."""
    times = [
        call.at for call in calls_of(calls, "chat.postMessage", channel_id) if call.is_carried_out
    ]
    return [later - earlier for earlier, later in pairwise(times)]


def calls_within_a_pause(calls: Sequence[Call]) -> list[Call]:
    """Find the calls that came before the `Retry-After` of their method was over."""
    until: dict[str, float] = {}
    too_early = []
    for call in calls:
        if call.at < until.get(call.method, 0.0):
            too_early.append(call)
        if call.pause_seconds:
            until[call.method] = call.at + call.pause_seconds
    return too_early

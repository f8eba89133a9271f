"""A recorded request that is sent again changes nothing: on any replica, by any clock."""

import time
from datetime import timedelta

import httpx
import pytest

from bot.listening import listen
from bot.runtime import Runtime, create_runtime
from bot.server import serving
from bot.slack.signature import OLDEST_SECONDS
from bot.storage.receipts import KEPT_FOR
from tests.bot.slack.conftest import command, noted, signed
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.sqlite_alone


@pytest.mark.both_databases
def test_a_replay_to_another_replica_is_not_answered(
    client: httpx.Client, runtime: Runtime
) -> None:
    """What one has seen, all have seen."""
    body = command("help")
    headers = signed(body)
    other = create_runtime(runtime.settings)

    client.post("/slack/events", content=body, headers=headers)
    with (
        serving(other, listen("127.0.0.1", 0)) as address,
        httpx.Client(base_url=address, timeout=PATIENCE_SECONDS) as second,
    ):
        replay = second.post("/slack/events", content=body, headers=headers)

    assert (replay.status_code, replay.text) == (200, "")


@pytest.mark.parametrize(
    "hours", [pytest.param(-2, id="set back"), pytest.param(23.8, id="a day later")]
)
def test_a_replay_is_known_whatever_the_machines_clock_says(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, hours: float
) -> None:
    """A clock that was wrong lets an old request pass for a new one; its receipt is kept."""
    at = time.time() - hours * 3_600
    body = command("help")
    headers = signed(body, at=at)
    monkeypatch.setattr("bot.slack.http.time.time", lambda: at)

    first = client.post("/slack/events", content=body, headers=headers)
    second = client.post("/slack/events", content=body, headers=headers)

    assert "What I can do for you" in first.text
    assert (second.status_code, second.text) == (200, "")


def test_receipts_outlive_the_time_in_which_a_signature_counts() -> None:
    """Five minutes either way, by a clock that may be a few hours off."""
    assert timedelta(seconds=2 * OLDEST_SECONDS) + timedelta(hours=12) < KEPT_FOR


@pytest.mark.parametrize("seconds", [-360, 360])
def test_a_request_out_of_its_time_is_refused_before_anything_is_read(
    client: httpx.Client, runtime: Runtime, seconds: float
) -> None:
    """By this machine's clock, either way; nothing is noted."""
    body = command("help")

    answer = client.post(
        "/slack/events", content=body, headers=signed(body, at=time.time() + seconds)
    )

    assert answer.status_code == 401
    assert noted(runtime) == []

"""A serving process in HTTP mode, and what Slack sends it."""

import hashlib
import hmac
import time
from collections.abc import Iterator

import httpx
import pytest
from pydantic import SecretStr
from sqlmodel import select

from bot.listening import listen
from bot.local_slack.outbound import Shape, encode
from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local_slack.state import TEAM_ID, Person
from bot.runtime import Runtime, create_runtime
from bot.server import serving
from bot.settings import Settings
from bot.storage.receipts import Receipt
from tests.patience import PATIENCE_SECONDS

SECRET = "0123456789abcdef"


@pytest.fixture(scope="module")
def slack() -> Iterator[RunningWorkspace]:
    """A workspace with one member; its app is nowhere."""
    setup = WorkspaceSetup([Person("U0MIA", "Mia")], [], events_url="http://127.0.0.1:1/events")
    with run_workspace(setup) as running:
        yield running


@pytest.fixture
def runtime(database_url: str, slack: RunningWorkspace) -> Runtime:
    """A serving process in HTTP mode."""
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr(slack.setup.bot_token),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=slack.api_url,
        database_url=database_url,
    )
    return create_runtime(settings)


@pytest.fixture
def client(runtime: Runtime) -> Iterator[httpx.Client]:
    """A client of the running server."""
    with (
        serving(runtime, listen("127.0.0.1", 0)) as address,
        httpx.Client(base_url=address, timeout=PATIENCE_SECONDS) as opened,
    ):
        yield opened


def signed(body: bytes, *, at: float | None = None) -> dict[str, str]:
    """Headers as Slack would send them."""
    timestamp = str(int(at or time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": f"v0={digest.hexdigest()}",
    }


def command(text: str) -> bytes:
    """A slash command as it comes over the wire."""
    payload = {
        "command": "/lamplighter", "text": text, "user_id": "U0MIA", "channel_id": "C1",
        "team_id": TEAM_ID, "trigger_id": "1.2", "response_url": "http://127.0.0.1:1/r",
    }  # fmt: skip
    return encode(Shape.COMMAND, payload)[0]


def noted(runtime: Runtime) -> list[str]:
    """The kinds of receipts that are kept, in order."""
    with runtime.database.reading() as session:
        return sorted(key.partition(":")[0] for key in session.exec(select(Receipt.key)).all())

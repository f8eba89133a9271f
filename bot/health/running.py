"""The bot itself: whether it runs here and is ready, and whether a press is saved and answered."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

import httpx
from slack_bolt import BoltRequest

from bot.health.checkup import Checkup
from bot.runtime import create_client
from bot.settings import Settings
from bot.slack.bolt import create_bolt
from bot.slack.members import Members
from bot.slack.talk import Lanes
from bot.storage.database import Database
from bot.transactions import Transactions, clock_of
from handlers.actions.doctor import DOCTOR_PRESS, SAVED
from handlers.surfaces.surface import place_surface

PATIENCE_SECONDS = 3.0
OK, UNAUTHORIZED, NOT_FOUND = 200, 401, 404
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - read, not listened on
NOT_SAVED = (
    "The button was pressed, but the press couldn't be saved: the database is busy or full."
)


def examine_running_bot(settings: Settings) -> Iterator[Checkup]:
    """Ask the bot that runs here how it is, and press a button that does nothing else.

    In HTTP mode the press goes to the running bot, signed as Slack would. In Socket Mode only
    Slack can send one, so the press is handled here, and the bot says whether it is connected.
    """
    address = _address(settings)
    is_running = False
    try:
        ready = httpx.get(f"{address}/readyz", timeout=PATIENCE_SECONDS)
    except httpx.ConnectError:
        sentence = f"No bot runs at {address}. Start it with `lamplighter serve`."
        yield Checkup("bot", is_fine=True, sentence=sentence)
    except httpx.HTTPError as error:
        sentence = f"The bot at {address} doesn't respond ({type(error).__name__}). Restart it."
        yield Checkup("bot", is_fine=False, sentence=sentence)
    else:
        is_running = True
        sentence = f"The bot at {address} says: {_status(ready)}."
        yield Checkup("bot", ready.status_code == OK, sentence)
    secret = settings.slack_signing_secret
    if settings.slack_app_token is None and secret is not None and is_running:
        yield _press_over_http(address, secret.get_secret_value())
    else:
        yield _press_here(settings)


def _press_over_http(address: str, secret: str) -> Checkup:
    body = urlencode({"payload": json.dumps(_press())}).encode()
    timestamp = str(int(time.time()))
    signed = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": f"v0={signed.hexdigest()}",
    }
    began = time.monotonic()
    try:
        answer = httpx.post(
            f"{address}/slack/events", content=body, headers=headers, timeout=PATIENCE_SECONDS
        )
    except httpx.HTTPError as error:
        return Checkup(
            "button",
            is_fine=False,
            sentence=f"The button was pressed, and nothing answered within {PATIENCE_SECONDS:.0f} "
            f"s ({type(error).__name__}). Slack would show an error.",
        )
    wrong = {
        UNAUTHORIZED: "The bot refused the signature of its own button. It was started with "
        "another SLACK_SIGNING_SECRET: restart it.",
        NOT_FOUND: "The bot runs in Socket Mode, but these settings are for HTTP mode. Restart.",
    }
    if answer.status_code != OK:
        sentence = wrong.get(
            answer.status_code, f"The bot answered its own button with {answer.status_code}."
        )
        return Checkup("button", is_fine=False, sentence=sentence)
    return _answered(is_saved=answer.text == SAVED, began=began)


def _press_here(settings: Settings) -> Checkup:
    database = Database(settings.database_url)
    try:
        clock = clock_of(database)
        client, lanes = create_client(settings), Lanes()
        transactions = Transactions(database, place_surface, clock)
        members = Members(client, lanes.questions)
        bolt = create_bolt(client, transactions, clock, lanes, members)
        began = time.monotonic()
        answer = bolt.dispatch(BoltRequest(body=_press(), mode="socket_mode"))
    finally:
        database.close()
    return _answered(is_saved=answer.body == SAVED, began=began)


def _answered(*, is_saved: bool, began: float) -> Checkup:
    if not is_saved:
        return Checkup("button", is_fine=False, sentence=NOT_SAVED)
    took_ms = (time.monotonic() - began) * 1_000
    sentence = f"A press on its own button was saved and answered in {took_ms:.0f} ms."
    return Checkup("button", is_fine=True, sentence=sentence)


def _press() -> dict[str, Any]:
    """Build a press by nobody, each time another, so that nobody is told anything."""
    return {
        "type": "block_actions",
        "actions": [
            {
                "type": "button",
                "action_id": DOCTOR_PRESS,
                "block_id": DOCTOR_PRESS,
                "value": token_hex(8),
                "action_ts": f"{time.time():.6f}",
            }
        ],
    }


def _status(ready: httpx.Response) -> str:
    try:
        return str(ready.json()["status"])
    except (ValueError, KeyError, TypeError):
        return f"status {ready.status_code}"


def _address(settings: Settings) -> str:
    host = ANY_ADDRESS.get(settings.lamplighter_host, settings.lamplighter_host)
    return f"http://{host}:{settings.lamplighter_port}"

"""A real MCP client lists and calls the tools; a token without the scope is refused."""

import os
import sys
from collections.abc import Awaitable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Thread

import anyio
import httpx2
import pytest
import uvicorn
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, TextContent

from bot.api.tokens import Scope, create_token, revoke_token
from bot.listening import listen
from bot.mcp_server import create_mcp, create_mcp_app
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.surfaces.surface import place_surface
from tests.assistant import world

pytestmark = pytest.mark.sqlite_alone
WORDS = {"how_to", "what_it_means"}
MODELS = {"model_state", "model_history", "who_may_approve", "why_this_alert"}
NOISY = """
import os, sys
import assistant.tools as tools
quiet = tools.all_tools
def loud():
    print("a library's banner")
    os.write(1, b"printed in C")
    return quiet()
tools.all_tools = loud
from bot.__main__ import main
sys.argv = ["lamplighter", "mcp"]
main()
"""


@pytest.fixture
def transactions(database: Database, now: datetime) -> Transactions:
    """The company's database."""
    with database.transaction() as session:
        world.fill(session, now)
    return Transactions(database, place_surface, lambda: now)


def token(transactions: Transactions, *scopes: Scope) -> str:
    """A token with some scopes."""
    with transactions.begin() as work:
        return create_token(work.session, "editor", list(scopes), "cli:me", work.now)


def names(client: Client) -> Awaitable[set[str]]:
    """List the tools' names."""

    async def look() -> set[str]:
        return {tool.name for tool in (await client.list_tools()).tools}

    return look()


def told(result: CallToolResult) -> str:
    """Read a result's text."""
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_a_token_offers_what_its_scopes_allow(transactions: Transactions) -> None:
    """Listed and called; a model's state with its sources, and never what is a person's own."""
    secret = token(transactions, Scope.MODELS_READ)
    server = create_mcp(transactions, lambda _: f"Bearer {secret}")

    async def use() -> tuple[set[str], CallToolResult, CallToolResult, CallToolResult]:
        async with Client(server) as client:
            return (
                await names(client),
                await client.call_tool("model_state", {"about": "churn"}),
                await client.call_tool("what_was_promised", {"about": "churn"}),
                await client.call_tool("waiting", {}),
            )

    listed, state, promise, waiting = anyio.run(use)

    assert listed == MODELS | WORDS
    assert "Version v3 is live." in told(state)
    assert "Sources: " in told(state)
    assert (promise.is_error, "use_cases:read" in told(promise)) == (True, True)
    assert waiting.is_error


@pytest.mark.parametrize(
    ("scopes", "is_told"),
    [([Scope.MODELS_READ], False), ([Scope.MODELS_READ, Scope.USE_CASES_READ], True)],
)
def test_an_alert_tells_of_a_use_case_what_the_token_may_read(
    transactions: Transactions, scopes: list[Scope], *, is_told: bool
) -> None:
    """The number that the model is there to move is the use case's."""
    secret = token(transactions, *scopes)
    server = create_mcp(transactions, lambda _: f"Bearer {secret}")

    async def use() -> CallToolResult:
        async with Client(server) as client:
            return await client.call_tool("why_this_alert", {"about": "churn"})

    assert ("1,200 to 1,080" in told(anyio.run(use))) is is_told


def test_a_revoked_token_is_refused_at_once(transactions: Transactions) -> None:
    """While the client is connected."""
    secret = token(transactions, *Scope)
    server = create_mcp(transactions, lambda _: f"Bearer {secret}")

    async def use() -> CallToolResult:
        async with Client(server) as client:
            await client.list_tools()
            with transactions.begin() as work:
                revoke_token(work.session, "editor", "cli:me", work.now)
            return await client.call_tool("model_state", {"about": "churn"})

    result = anyio.run(use)

    assert (result.is_error, "isn't valid" in told(result)) == (True, True)


@pytest.fixture
def address(transactions: Transactions) -> Iterator[str]:
    """The same over HTTP."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_mcp_app(transactions), log_config=None))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/mcp"
    server.should_exit = True
    thread.join()
    listening.close()


def test_http_takes_a_bearer_token(transactions: Transactions, address: str) -> None:
    """Without one the answer is 401."""
    secret = token(transactions, Scope.ROUNDS_READ)

    async def use() -> set[str]:
        headers = {"Authorization": f"Bearer {secret}"}
        async with (
            httpx2.AsyncClient(headers=headers) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            return await names(client)

    assert httpx2.post(address, json={}).status_code == 401
    assert anyio.run(use) == WORDS | {"weakest_topic", "rounds_due"}


def test_stdout_carries_the_protocol_alone(transactions: Transactions, tmp_path: Path) -> None:
    """With every warning on, and a library that prints: the client reads nothing but answers."""
    secret = token(transactions, Scope.MODELS_READ)
    server = StdioServerParameters(
        command=sys.executable,
        args=["-W", "always", "-c", NOISY],
        env={
            "DATABASE_URL": str(transactions.database.engine.url),
            "LAMPLIGHTER_TOKEN": secret,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "PATH": os.environ["PATH"],
        },
        cwd=tmp_path,
    )

    async def use() -> tuple[set[str], CallToolResult]:
        async with Client(server) as client:
            return await names(client), await client.call_tool("model_state", {"about": "churn"})

    listed, state = anyio.run(use)

    assert listed == MODELS | WORDS
    assert "Version v3 is live." in told(state)

"""The assistant's tools for editors and other agents, over the Model Context Protocol (MCP)."""

from collections.abc import Callable, Mapping
from typing import Any, TextIO

import anyio
import mcp_types as types
from anyio.to_thread import run_sync
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as AsgiScope

from assistant.answer import LONGEST_QUESTION
from assistant.desk import Asker, Desk, Tool, Topic
from assistant.tools import all_tools
from bot.api.tokens import Bearer, Scope, find_bearer
from bot.jobs.passages import passages
from bot.transactions import Transactions
from handlers.blocks.assistant import plain_finding
from handlers.blocks.phrases import phrases

NEEDS: Mapping[Topic, Scope | None] = {
    Topic.MODELS: Scope.MODELS_READ,
    Topic.USE_CASES: Scope.USE_CASES_READ,
    Topic.ROUNDS: Scope.ROUNDS_READ,
    Topic.WORDS: None,
}
"""What a token needs to read each topic; what is a person's own isn't for programs."""
INSTRUCTIONS = (
    "Read-only answers about machine-learning models, their releases, alerts, use cases and "
    "readiness rounds, from Lamplighter. People decide there; nothing can be changed from here."
)
NOT_VALID = "This token isn't valid. Create one with `lamplighter token create`."
Context = ServerRequestContext[Any, Any]
BearerOf = Callable[[Context], str]
"""Returns a request's `Authorization` header."""


def create_mcp(transactions: Transactions, authorization: BearerOf) -> "Server[Any]":
    """Build the server; each request is limited by what its token may do now."""

    def bearer(context: Context) -> Bearer | None:
        with transactions.reading() as session:
            return find_bearer(session, authorization(context))

    async def list_tools(context: Context, _params: object) -> types.ListToolsResult:
        found = await run_sync(bearer, context)
        tools = [_described(tool) for tool in all_tools().values() if _may(found, tool)]
        return types.ListToolsResult(tools=tools)

    async def call_tool(
        context: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        found = await run_sync(bearer, context)
        about = str((params.arguments or {}).get("about") or "")[:LONGEST_QUESTION]
        return await run_sync(_called, transactions, found, params.name, about)

    return Server(
        "lamplighter",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def create_mcp_app(transactions: Transactions) -> ASGIApp:
    """Build the HTTP application: `POST /mcp` with `Authorization: Bearer …`."""
    server = create_mcp(transactions, lambda context: _header(context.request))
    inner = server.streamable_http_app(json_response=True, stateless_http=True)

    async def guarded(scope: AsgiScope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            header = Request(scope).headers.get("authorization")
            with transactions.reading() as session:
                is_known = find_bearer(session, header) is not None
            if not is_known:
                refusal = JSONResponse({"detail": NOT_VALID}, status_code=401)
                await refusal(scope, receive, send)
                return
        await inner(scope, receive, send)

    return guarded


def serve_stdio(transactions: Transactions, token: str, stdout: TextIO) -> None:
    """Serve one client over stdin and a file of its own for the protocol, until it hangs up."""
    server = create_mcp(transactions, lambda _: f"Bearer {token}")

    async def serve() -> None:
        written = anyio.wrap_file(stdout)
        async with stdio_server(stdout=written) as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(serve)


def _described(tool: Tool) -> types.Tool:
    about = {"about": {"type": "string", "description": tool.argument, "maxLength": 2_000}}
    return types.Tool(
        name=tool.name,
        description=tool.description,
        input_schema={"type": "object", "properties": about if tool.argument else {}},
        annotations=types.ToolAnnotations(read_only_hint=True, open_world_hint=False),
    )


def _called(
    transactions: Transactions, bearer: Bearer | None, name: str, about: str
) -> types.CallToolResult:
    tool = all_tools().get(name)
    if bearer is None:
        return _text(NOT_VALID, is_error=True)
    if tool is None or tool.topic not in NEEDS:
        return _text(f"There is no tool named {name[:100]}.", is_error=True)
    if not _may(bearer, tool):
        needed = NEEDS[tool.topic]
        return _text(f"This token may not do that: it needs the scope {needed}.", is_error=True)
    with transactions.reading() as session:
        topics = frozenset(topic for topic in NEEDS if _covers(bearer, topic))
        asker = Asker("", topics=topics, sees_all=True)
        desk = Desk(session, asker, transactions.clock(), phrases(), passages())
        return _text(plain_finding(tool.answer(desk, about)))


def _may(bearer: Bearer | None, tool: Tool) -> bool:
    return bearer is not None and tool.topic in NEEDS and _covers(bearer, tool.topic)


def _covers(bearer: Bearer, topic: Topic) -> bool:
    needed = NEEDS[topic]
    return needed is None or needed.value in bearer.scopes


def _text(text: str, *, is_error: bool = False) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text)], is_error=is_error
    )


def _header(request: object) -> str:
    return request.headers.get("authorization", "") if isinstance(request, Request) else ""

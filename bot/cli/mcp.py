"""`lamplighter mcp`: the assistant's tools for an editor or another agent."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import typer

TOKEN = "LAMPLIGHTER_TOKEN"  # noqa: S105 - the variable's name


def mcp(
    *,
    http: bool = typer.Option(
        False, "--http", help="Serve over HTTP at /mcp instead of stdin and stdout."
    ),
    port: int = typer.Option(3001, help="Port of the HTTP server; 0 picks a free one."),
) -> None:
    """Offer read-only answers to an editor or agent (MCP), within the scopes of a token.

    Over stdin and stdout, the token is in the variable LAMPLIGHTER_TOKEN; over HTTP, each request
    brings its own.
    """
    if http:
        _serve_http(port)
        return
    from bot.api.tokens import TokenError

    token = os.environ.get(TOKEN, "")
    if not token:
        raise TokenError(f"Set {TOKEN} to a token from `lamplighter token create`.")
    with own_stdout() as stdout:
        from bot.cli.session import offline_transactions
        from bot.mcp_server import serve_stdio

        with offline_transactions(must_exist=True) as transactions:
            serve_stdio(transactions, token, stdout)


@contextmanager
def own_stdout() -> Iterator[TextIO]:
    """Keep stdout for the protocol alone: whatever else is printed goes to stderr.

    It's the file itself that is turned, so that what a library prints in C goes there too.
    """
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        with os.fdopen(kept, "w", encoding="utf-8", closefd=False) as stdout:
            yield stdout
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _serve_http(port: int) -> None:
    import uvicorn

    from bot.cli.session import offline_transactions
    from bot.listening import listen
    from bot.mcp_server import create_mcp_app
    from bot.settings import read_settings

    listening = listen(read_settings().lamplighter_host, port)
    host, bound = listening.getsockname()[:2]
    with offline_transactions(must_exist=True) as transactions:
        app = create_mcp_app(transactions)
        config = uvicorn.Config(app, log_config=None, access_log=False)
        typer.echo(f"Lamplighter answers at http://{host}:{bound}/mcp", err=True)
        uvicorn.Server(config).run(sockets=[listening])

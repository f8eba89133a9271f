"""`lamplighter demo`: the whole story in a browser, without a Slack account."""

import signal
import sys
import webbrowser
from threading import Event

import typer

PORT = 8642


def demo(
    *,
    port: int = typer.Option(PORT, help="Port to use; 0 picks a free one."),
    no_browser: bool = typer.Option(
        False, "--no-browser", help="Print the address without opening a browser."
    ),
) -> None:
    """Open a local workspace where you play five people and walk through the whole story."""
    typer.echo("Starting Lamplighter's demo: loading the bot …")
    from bot.demo.run_demo import run_demo
    from bot.logs import set_up_logs

    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with run_demo(port, say=typer.echo) as running:
        set_up_logs(running.runtime.settings)
        typer.echo(f"Lamplighter's demo is ready: {running.address}")
        typer.echo("Press Ctrl+C to stop. Nothing is kept.")
        database_url = running.runtime.settings.database_url
        typer.echo(
            f"To look behind the scenes: DATABASE_URL={database_url} {sys.argv[0]} audit verify"
        )
        if not no_browser:
            webbrowser.open(running.address)
        stop.wait()

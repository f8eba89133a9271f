"""`lamplighter manifest`: the app manifest to paste into Slack."""

import json

import typer

from bot.manifest import app_manifest


def manifest() -> None:
    """Print the app manifest, to paste into Slack under Create an app, From a manifest."""
    typer.echo(json.dumps(app_manifest(), indent=2))

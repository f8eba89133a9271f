"""`lamplighter deploy`: request a release, and wait for the decision."""

import getpass
import time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from uuid import UUID

    from bot.transactions import Transactions

deploy = typer.Typer(help="Request releases.", no_args_is_help=True)
POLL_SECONDS = 1.0


@deploy.callback()
def options() -> None:
    """Request releases."""


@deploy.command()
def request(  # noqa: PLR0913 - each is an option of the command
    model: str = typer.Argument(help="Name of the registered model."),
    version: str = typer.Argument(help="The version to release."),
    *,
    metrics: Path = typer.Option(
        help='JSON file: {"metrics": {"accuracy": 0.83}, "samples": 5000}.',
        show_default=False,
    ),
    requested_by: str = typer.Option(
        "", "--requested-by", help="Slack user ID of the requester, who can't approve it."
    ),
    trained_by: str = typer.Option(
        "",
        "--trained-by",
        help="Slack user ID of the person who trained it, who can't approve it.",
    ),
    digest: str = typer.Option("", "--digest", help="Hash of the model's content."),
    wait: bool = typer.Option(False, "--wait", help="Wait for the decision; exit 1 if it's no."),
) -> None:
    """Ask the model's deciders to release a version."""
    from bot.cli.files import json_text
    from bot.cli.refused import say_if_refused
    from bot.cli.session import offline_transactions
    from deployments.models import find_model
    from deployments.requests.metrics_file import parse_metrics
    from deployments.requests.requests import ReleaseFacts, request_deployment
    from handlers.surfaces.releases import show_request

    facts = ReleaseFacts(
        model,
        version,
        parse_metrics(json_text(metrics)),
        requested_by or f"cli:{getpass.getuser()}",
        trained_by or None,
        digest,
    )
    with offline_transactions() as transactions:
        with transactions.begin() as work:
            asked = request_deployment(work.session, facts, work.now)
            for request_id in (asked.request.id, *asked.superseded):
                show_request(work, request_id)
            channel_id = find_model(work.session, model).channel_id
        typer.echo(f"requested: {model} {version}, request {asked.request.id}")
        with transactions.reading() as session:
            is_said = say_if_refused(session, channel_id)
        if wait:
            _wait(transactions, asked.request.id, "" if is_said else channel_id)


def _wait(transactions: "Transactions", request_id: "UUID", channel_id: str) -> None:
    """Wait until the request is settled; print the audit head, so that CI keeps a copy.

    A channel that can't be posted to is named once; it is empty where that was said.
    """
    from bot.audit_check import verify_record
    from bot.cli.refused import say_if_refused
    from deployments.outcomes import read_outcome
    from deployments.requests.requests import find_request
    from deployments.tables import RequestState
    from ground.refusals import Refusal
    from handlers.wording.sentences import plain_sentence

    settled = set(RequestState) - {RequestState.OPEN, RequestState.APPROVED}
    while True:
        with transactions.database.snapshot() as session:
            found = find_request(session, request_id)
            is_settled = found.state in settled
            head = verify_record(session).head if is_settled else ""
            if channel_id and say_if_refused(session, channel_id):
                channel_id = ""
        if is_settled:
            break
        time.sleep(POLL_SECONDS)
    outcome = read_outcome(found.outcome)
    text = plain_sentence(outcome) if isinstance(outcome, Refusal) else outcome or ""
    typer.echo(f"{found.state.value}. {text}".strip())
    typer.echo(f"audit head: {head}")
    if found.state is not RequestState.RELEASED:
        raise typer.Exit(1)

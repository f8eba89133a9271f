"""Bolt, set up so that every listener has its dependencies and commits before it acks."""

from functools import partial

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.kwargs_injection.args import Args
from slack_sdk import WebClient

from bot.clock import Clock
from bot.storage.receipts import Arrival, delivery_key
from bot.transactions import Transactions
from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp
from handlers.listeners import register_listeners

ARRIVAL = "arrival"


def create_bolt(client: WebClient, transactions: Transactions, clock: Clock) -> App:
    """Create the Bolt app with all listeners.

    `process_before_response` answers Slack after the listener, so that what was acked is kept;
    the signature is checked by our own layer before Bolt sees a request. Bolt's own authorization
    would call `auth.test` first, so that a press would be lost whenever Slack's Web API is away.
    """
    bolt = App(
        client=_without_token(client),
        authorize=partial(_authorize, client.token),
        request_verification_enabled=False,
        ssl_check_enabled=False,
        process_before_response=True,
    )

    def dependencies_for(args: Args) -> Dependencies:
        arrival = args.context.setdefault(ARRIVAL, Arrival())
        key = delivery_key(args.body)
        return Dependencies(
            partial(transactions.begin, arrival, key),
            partial(transactions.begin, arrival),
            transactions.reading,
            clock,
        )

    register_listeners(GuardedApp(bolt, dependencies_for))
    return bolt


def _without_token(client: WebClient) -> WebClient:
    """Copy a client without its token, which each request gets from its authorization."""
    return WebClient(base_url=client.base_url, timeout=client.timeout, retry_handlers=[])


def _authorize(
    token: str | None, enterprise_id: str | None, team_id: str | None
) -> AuthorizeResult:
    """Return every request our one workspace's token."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

"""Bolt, set up so that every listener has its dependencies and commits before it acks."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.kwargs_injection.args import Args
from slack_sdk import WebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.queues.moves import refused_places
from bot.slack.channels import Channels
from bot.slack.in_time import InTime
from bot.slack.members import Members
from bot.slack.press import press_of
from bot.slack.talk import Lanes, PressTalk
from bot.storage.receipts import Arrival, delivery_key, press_deadline
from bot.threads.outage import Outage, is_away
from bot.transactions import Transaction, Transactions
from handlers.actions.doctor import is_doctors
from handlers.dependencies import Dependencies, NotSavedError, call
from handlers.errors import NotDoneError
from handlers.guarded_app import GuardedApp
from handlers.listeners import register_listeners
from handlers.members import record_refused_press, refusal_to_act

ARRIVAL, EVENT = "arrival", "event_callback"
T = TypeVar("T")


def create_bolt(
    client: WebClient, transactions: Transactions, clock: Clock, lanes: Lanes, members: Members
) -> App:
    """Create the Bolt app with all listeners.

    No press, window or command begins a transaction unless a full member of our workspace sent
    it, so whatever a listener does, nobody else changes anything.

    `process_before_response` answers Slack after the listener, so that what was acked is kept;
    the signature is checked by our own layer before Bolt sees a request. Bolt's own authorization
    would call `auth.test` first, so that a press would be lost whenever Slack's Web API is away.
    """
    bolt = App(
        name="lamplighter",  # without one, Bolt looks through all loaded modules: 0.1 s
        client=_without_token(client),
        authorize=partial(_authorize, client.token),
        request_verification_enabled=False,
        ssl_check_enabled=False,
        process_before_response=True,
    )

    channels = Channels(client, lanes.questions)
    outage = transactions.outage
    in_time = InTime(outage)

    def dependencies_for(args: Args) -> Dependencies:
        arrival = args.context.setdefault(ARRIVAL, Arrival(deadline=press_deadline()))
        arrival.press = press_of(args.body)
        key = delivery_key(args.body)
        door = Door(args.body, arrival, transactions, members)
        return Dependencies(
            lambda: door.enter(key),
            door.enter,
            lambda: _or_not_saved(transactions.reading(deadline=arrival.deadline), outage),
            clock,
            PressTalk(args.body, args.client, lanes),
            door.check_sender,
            partial(in_time.call, arrival) if transactions.database.is_shared else call,
            refused_places,
            channels.refusal,
            members.name_of,
        )

    register_listeners(GuardedApp(bolt, dependencies_for))
    return bolt


@dataclass(frozen=True)
class Door:
    """The way from a request into a transaction."""

    body: Mapping[str, Any]
    arrival: Arrival
    transactions: Transactions
    members: Members

    def check_sender(self) -> None:
        """Let nobody press or send off anything but full members; anyone may look by a command.

        Raises:
            NotDoneError: The person isn't one.
            NotSavedError: The database is away.
        """
        if not self.body.get("command"):
            self._check_sender()

    def enter(self, key: str | None = None) -> AbstractContextManager[Transaction]:
        """Begin a transaction, as a full member or for an event, which comes from Slack itself.

        Raises:
            NotDoneError: The person isn't a member.
            NotSavedError: The database is away.
        """
        self._check_sender()
        return self._begin(key)

    def _check_sender(self) -> None:
        if self.body.get("type") == EVENT or is_doctors(self.body):
            return
        refusal = refusal_to_act(self.members.standing(self.body))
        if refusal is not None:
            with self._begin() as work:
                record_refused_press(work.session, self.body, refusal, work.now)
            raise NotDoneError(refusal)

    def _begin(self, key: str | None = None) -> AbstractContextManager[Transaction]:
        return _or_not_saved(self.transactions.begin(self.arrival, key), self.transactions.outage)


@contextmanager
def _or_not_saved(work: AbstractContextManager[T], outage: Outage) -> Iterator[T]:
    """Work, and tell the database's absence from what is wrong with a statement.

    Raises:
        NotSavedError: The database is away.
    """
    try:
        with work as opened:
            yield opened
    except SQLAlchemyError as error:
        if not is_away(error):
            raise
        outage.begins("press", error)
        raise NotSavedError from error


def _without_token(client: WebClient) -> WebClient:
    """Copy a client without its token, which each request gets from its authorization."""
    return WebClient(base_url=client.base_url, timeout=client.timeout, retry_handlers=[])


def _authorize(
    token: str | None, enterprise_id: str | None, team_id: str | None
) -> AuthorizeResult:
    """Authorize every request with our one workspace's token."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

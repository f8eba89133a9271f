"""The app as it is installed: its tokens, their scopes, the events that it subscribed to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.local_slack.errors import SlackSaysNoError
from bot.manifest import BOT_EVENTS, BOT_SCOPES

APP_METHOD = "apps.connections.open"
EITHER_TOKEN = "auth.test"  # noqa: S105 - a method, no secret
MESSAGE_EVENTS = {"im": "message.im", "channel": "message.channels", "group": "message.groups"}


@dataclass
class Installation:
    """What the app may do and is told; by default what its manifest says.

    `refusal` is what every call with the bot's token is answered, such as `account_inactive`,
    `token_revoked` or `token_expired`; `is_distributed` gives the app the limits of one that is
    sold outside Slack's Marketplace.
    """

    bot_token: str
    app_token: str
    scopes: set[str] = field(default_factory=lambda: set(BOT_SCOPES))
    events: set[str] = field(default_factory=lambda: set(BOT_EVENTS))
    refusal: str = ""
    is_distributed: bool = False

    def check_token(self, method: str, token: str) -> None:
        """Check that a call comes with a token that it may come with.

        Raises:
            SlackSaysNoError: `not_authed`, `invalid_auth`, `not_allowed_token_type` for the bot's
                token in the place of the app's or the reverse, or the installation's refusal.
        """
        if not token:
            raise SlackSaysNoError("not_authed")
        if token not in {self.bot_token, self.app_token}:
            raise SlackSaysNoError("invalid_auth")
        is_for_app = method == APP_METHOD
        if method != EITHER_TOKEN and is_for_app != (token == self.app_token):
            raise SlackSaysNoError("not_allowed_token_type")
        if self.refusal and token == self.bot_token:
            raise SlackSaysNoError(self.refusal)

    def is_told(self, event: Mapping[str, Any]) -> bool:
        """Tell whether the app subscribed to an event."""
        name = event["type"]
        if name == "message":
            name = MESSAGE_EVENTS[event["channel_type"]]
        return name in self.events

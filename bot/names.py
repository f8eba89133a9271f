"""What people are called, for a terminal: asked of Slack once, and never waited for long."""

from collections.abc import Iterable

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.settings import Settings
from bot.slack import RetryAfterError, Slack, SlackRefusedError

TIMEOUT_SECONDS = 3


def names_of(settings: Settings, user_ids: Iterable[str]) -> dict[str, str]:
    """Give people's names by id; without a token, or once Slack fails, the rest is left out."""
    names: dict[str, str] = {}
    if settings.slack_bot_token is None:
        return names
    client = WebClient(
        settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=TIMEOUT_SECONDS,
        retry_handlers=[],
    )
    slack = Slack(client)
    for user_id in user_ids:
        try:
            names[user_id] = slack.look_up(user_id).name or user_id
        except SlackRefusedError:
            continue
        except (RetryAfterError, SlackClientError, OSError):
            break
    return names

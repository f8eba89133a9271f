"""What people are called, where words leave Slack: in a report's files and on a terminal."""

from collections.abc import Iterable

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery.client import Slack
from bot.delivery.slack_errors import UNREACHED, RetryAfterError, SlackRefusedError
from bot.settings import Settings

TIMEOUT_SECONDS = 3


def names_of(slack: Slack, user_ids: Iterable[str]) -> dict[str, str]:
    """Return people's names by id; whom Slack does not tell is left out, and once it is away, all.

    Raises:
        RetryAfterError: Slack asked for a pause.
    """
    names: dict[str, str] = {}
    for user_id in user_ids:
        try:
            names[user_id] = slack.look_up(user_id).name or user_id
        except (SlackApiError, SlackRefusedError):
            continue
        except UNREACHED:
            break
    return names


def names_for_terminal(settings: Settings, user_ids: Iterable[str]) -> dict[str, str]:
    """Return names for a person who waits: none without a token or in a pause, and never late."""
    if settings.slack_bot_token is None:
        return {}
    client = WebClient(
        settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=TIMEOUT_SECONDS,
        retry_handlers=[],
    )
    try:
        return names_of(Slack(client), user_ids)
    except RetryAfterError:
        return {}

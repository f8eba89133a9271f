"""What people are called, where words leave Slack: in a report's files and on a terminal."""

from collections.abc import Iterable

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery.client import Slack
from bot.delivery.slack_errors import (
    UNREACHED,
    OperatorNeededError,
    RetryAfterError,
    SlackRefusedError,
)
from bot.settings import Settings

TIMEOUT_SECONDS = 3
NOT_KNOWN = {"user_not_found", "user_not_visible"}


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


def unknown_people(slack: Slack, user_ids: Iterable[str]) -> set[str]:
    """Return whom Slack says it doesn't know; once it can't be asked, nobody more."""
    unknown: set[str] = set()
    for user_id in user_ids:
        try:
            slack.look_up(user_id)
        except SlackRefusedError as refusal:
            if str(refusal) in NOT_KNOWN:
                unknown.add(user_id)
        except (RetryAfterError, OperatorNeededError, *UNREACHED):
            break
    return unknown


def names_for_terminal(settings: Settings, user_ids: Iterable[str]) -> dict[str, str]:
    """Return names for a person who waits: none without a token or in a pause, and never late."""
    if settings.slack_bot_token is None:
        return {}
    try:
        return names_of(_for_terminal(settings), user_ids)
    except RetryAfterError:
        return {}


def unknown_for_terminal(settings: Settings, user_ids: Iterable[str]) -> set[str]:
    """Return whom Slack doesn't know, for a person who waits: nobody without a token."""
    if settings.slack_bot_token is None:
        return set()
    return unknown_people(_for_terminal(settings), user_ids)


def _for_terminal(settings: Settings) -> Slack:
    token = settings.slack_bot_token
    return Slack(
        WebClient(
            token.get_secret_value() if token else None,
            base_url=settings.slack_api_url,
            timeout=TIMEOUT_SECONDS,
            retry_handlers=[],
        )
    )

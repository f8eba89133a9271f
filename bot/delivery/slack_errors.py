"""Slack's errors, sorted by what to do: give up, post again, wait, or simply try again."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

UNREACHED = (SlackClientError, OSError, HTTPException)
"""What a call raises that may or may not have been carried out."""
TOO_MANY_REQUESTS = 429
RATE_LIMITED = {"ratelimited", "rate_limited"}
GONE = {"message_not_found", "cant_update_message"}
PERMANENT = {
    "account_inactive",
    "cannot_dm_bot",
    "channel_not_found",
    "is_archived",
    "msg_too_long",
    "not_in_channel",
    "restricted_action",
    "user_not_found",
}


class SlackRefusedError(Exception):
    """Slack will not do this however often it is asked; the text is Slack's code."""


class MessageGoneError(Exception):
    """The message was deleted."""


class RetryAfterError(Exception):
    """Slack asked for a pause."""

    def __init__(self, seconds: float, method: str) -> None:
        super().__init__(f"Slack asked to wait {seconds} s.")
        self.seconds = seconds
        self.method = method


@contextmanager
def sorted_errors(method: str) -> Iterator[None]:
    """Raise what an error of Slack's means for a call of a method.

    Raises:
        RetryAfterError: Slack asked for a pause.
        MessageGoneError: The message was deleted.
        SlackRefusedError: Asking again would not help.
        SlackApiError: Another error, which may pass.
    """
    try:
        yield
    except SlackApiError as error:
        meaning = meaning_of(error, method)
        if meaning is None:
            raise
        raise meaning from error


def meaning_of(
    error: SlackApiError, method: str
) -> RetryAfterError | MessageGoneError | SlackRefusedError | None:
    """Return what to do about an error; None where a later try may go well."""
    code = str(error.response.get("error", ""))
    if error.response.status_code == TOO_MANY_REQUESTS or code in RATE_LIMITED:
        return RetryAfterError(pause_seconds(error.response.headers), method)
    if code in GONE:
        return MessageGoneError(code)
    return SlackRefusedError(code) if code in PERMANENT else None


def pause_seconds(headers: Mapping[str, Any]) -> float:
    """Read `Retry-After`, at least a second, in whatever form it comes."""
    found = next((headers[name] for name in headers if name.lower() == "retry-after"), 1)
    value = found[0] if isinstance(found, list) else found
    try:
        return max(1.0, float(value))
    except ValueError:
        return 1.0

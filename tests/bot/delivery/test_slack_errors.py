"""What each of Slack's errors means: wait, post again, give up, or try later."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.delivery.slack_errors import (
    MessageGoneError,
    RetryAfterError,
    SlackRefusedError,
    meaning_of,
    pause_seconds,
)


@pytest.mark.parametrize(
    ("status", "code", "meaning"),
    [
        (429, "", RetryAfterError),
        (200, "ratelimited", RetryAfterError),
        (200, "message_not_found", MessageGoneError),
        (200, "is_archived", SlackRefusedError),
        (200, "internal_error", type(None)),
        (503, "", type(None)),
    ],
)
def test_each_error_has_a_meaning(status: int, code: str, meaning: type[object]) -> None:
    """By HTTP's status, or by Slack's code."""
    response = SlackResponse(
        client=WebClient(),
        http_verb="POST",
        api_url="https://slack.com/api/chat.update",
        req_args={},
        data={"ok": False, "error": code},
        headers={},
        status_code=status,
    )

    error = SlackApiError("", response)  # type: ignore[no-untyped-call] # the SDK has no type here

    assert type(meaning_of(error, "chat.update")) is meaning


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({}, 1.0), ({"Retry-After": ["5"]}, 5.0), ({"retry-after": "soon"}, 1.0)],
)
def test_a_pause_in_any_form_is_read(headers: dict[str, object], seconds: float) -> None:
    """None, a list, no number: at least a second."""
    assert pause_seconds(headers) == seconds

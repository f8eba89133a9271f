"""What each of Slack's errors means: wait, post again, give up, or try later."""

from pathlib import Path

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.delivery.slack_errors import (
    MEANINGS,
    Meaning,
    MessageGoneError,
    OperatorNeededError,
    PersonRefusedError,
    PlaceRefusedError,
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
        (200, "is_archived", PlaceRefusedError),
        (200, "cannot_dm_bot", PersonRefusedError),
        (200, "no_such_subteam", SlackRefusedError),
        (200, "msg_blocks_too_long", SlackRefusedError),
        (200, "missing_scope", OperatorNeededError),
        (200, "an_error_of_next_year", type(None)),
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


DOCUMENTED = (Path(__file__).parent / "slack_errors.txt").read_text().split()
AUTHENTICATION = (
    "account_inactive ekm_access_denied enterprise_is_restricted invalid_auth missing_scope "
    "no_permission not_allowed_token_type not_authed org_login_required team_access_not_granted "
    "token_expired token_revoked two_factor_setup_required"
)


@pytest.mark.parametrize("code", [*DOCUMENTED, *AUTHENTICATION.split()])
def test_every_error_that_slack_documents_is_in_the_table(code: str) -> None:
    """Of the methods that the bot calls, and of every call with a token."""
    assert code in MEANINGS


@pytest.mark.parametrize(
    "code", ["account_inactive", "token_revoked", "missing_scope", "not_allowed_token_type"]
)
def test_what_an_operator_can_fix_is_never_given_up(code: str) -> None:
    """The app was removed, or lacks a scope."""
    assert MEANINGS[code] is Meaning.OPERATOR


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 1.0),
        ({"Retry-After": ["5"]}, 5.0),
        ({"Retry-After": []}, 1.0),
        ({"Retry-After": None}, 1.0),
        ({"retry-after": "soon"}, 1.0),
        ({"retry-after": "nan"}, 1.0),
        ({"retry-after": "1e999"}, 86_400.0),
    ],
)
def test_a_pause_in_any_form_is_read(headers: dict[str, object], seconds: float) -> None:
    """None, a list, no number, no end: at least a second, at most a day."""
    assert pause_seconds(headers) == seconds

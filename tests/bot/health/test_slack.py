"""What doctor learns from Slack: scopes, the app token, the clock."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.health.checkup import Checkup
from bot.health.slack import examine_slack
from bot.local_slack.faults import fail
from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.manifest import BOT_SCOPES, OPTIONAL_SCOPES
from bot.settings import Settings


@pytest.fixture
def running() -> Iterator[RunningWorkspace]:
    """A workspace in which the app is installed as its manifest says."""
    with run_workspace(WorkspaceSetup([], [])) as opened:
        yield opened


def examine(
    running: RunningWorkspace, *, app_token: str | None = None, now: datetime | None = None
) -> dict[str, Checkup]:
    """Look at the tokens as doctor does; by default the app token is the installed one."""
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr(running.setup.bot_token),
        slack_app_token=SecretStr(app_token or running.setup.app_token),
        slack_api_url=running.api_url,
    )
    found = examine_slack(settings, now or datetime.now(UTC))
    return {checkup.name: checkup for checkup in found}


def test_an_app_as_its_manifest_says_is_fine(running: RunningWorkspace) -> None:
    """Both tokens have what is used."""
    found = examine(running)

    assert {name: checkup.is_fine for name, checkup in found.items()} == {
        "slack": True,
        "scopes": True,
        "clock": True,
        "app token": True,
    }
    assert found["scopes"].sentence == "The bot token has every scope it needs."


@pytest.mark.parametrize("scope", [scope for scope in BOT_SCOPES if scope not in OPTIONAL_SCOPES])
def test_each_scope_that_is_missing_is_named_with_its_use(
    running: RunningWorkspace, scope: str
) -> None:
    """And with what to do."""
    running.installation.scopes.discard(scope)

    scopes = examine(running)["scopes"]

    assert not scopes.is_fine
    assert scopes.sentence.startswith(f"The bot token lacks {scope} (")
    assert "reinstall the app" in scopes.sentence


@pytest.mark.parametrize("scope", OPTIONAL_SCOPES)
def test_an_optional_scope_may_be_missing(running: RunningWorkspace, scope: str) -> None:
    """What doesn't work without it is said."""
    running.installation.scopes.discard(scope)

    scopes = examine(running)["scopes"]

    assert scopes.is_fine
    assert f"Without {scope}: {OPTIONAL_SCOPES[scope]}" in scopes.sentence


def test_a_scope_too_many_is_named(running: RunningWorkspace) -> None:
    """A token should do no more than is used."""
    running.installation.scopes.add("users:read.email")

    assert "It also has users:read.email, which" in examine(running)["scopes"].sentence


@pytest.mark.parametrize(
    ("token", "sentence"),
    [
        ("xapp-wrong", "Slack rejected the app token (invalid_auth)."),
        ("the bot's", "SLACK_APP_TOKEN lacks the scope connections:write."),
    ],
)
def test_a_wrong_app_token_is_named(running: RunningWorkspace, token: str, sentence: str) -> None:
    """One that Slack doesn't know, and the bot's in its place."""
    given = running.setup.bot_token if token == "the bot's" else token

    found = examine(running, app_token=given)["app token"]

    assert not found.is_fine
    assert found.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("seconds", "is_fine"), [(50, True), (-50, True), (70, False), (-70, False)]
)
def test_a_clock_that_is_off_is_named(
    running: RunningWorkspace, seconds: float, *, is_fine: bool
) -> None:
    """Long before Slack's requests would be refused."""
    now = datetime.now(UTC) + timedelta(seconds=seconds)

    assert examine(running, now=now)["clock"].is_fine is is_fine


def test_slack_out_of_order_is_no_fault_of_a_token(running: RunningWorkspace) -> None:
    """Nobody is sent to install the app again."""
    running.setup.faults.meet("auth.test", fail())

    found = examine(running)

    assert [(checkup.name, checkup.sentence) for checkup in found.values()] == [
        (name, "Slack is out of order or busy (status 500). Try again in a while.")
        for name in ("slack", "app token")
    ]


def test_a_revoked_bot_token_hides_no_wrong_app_token(running: RunningWorkspace) -> None:
    """Each token is checked on its own."""
    running.installation.refusal = "token_revoked"

    found = examine(running, app_token="xapp-wrong")

    assert "token_revoked" in found["slack"].sentence
    assert "invalid_auth" in found["app token"].sentence

"""Names asked of Slack: whoever it tells of, and no waiting once it is away."""

from http.client import IncompleteRead
from typing import Any

import pytest
from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery import names
from bot.delivery.client import PersonFacts, Slack
from bot.delivery.names import (
    names_for_terminal,
    names_of,
    unknown_for_terminal,
)
from bot.delivery.slack_errors import RetryAfterError, SlackRefusedError
from bot.settings import Settings

NO_RIGHT = SlackApiError("no", {"error": "missing_scope"})  # type: ignore[no-untyped-call] # the SDK's
PEOPLE = ["U0ANN", "U0BOB", "U0EVE"]


class Directory(Slack):
    """Slack that knows Ann and Eve, and raises something when asked about Bob."""

    def __init__(self, about_bob: Exception) -> None:
        super().__init__(WebClient())
        self.about_bob = about_bob

    def look_up(self, user_id: str) -> PersonFacts:
        """Answer about anyone but Bob; nobody told us Eve's name."""
        if user_id == "U0BOB":
            raise self.about_bob
        return PersonFacts("UTC", is_deactivated=False, name={"U0ANN": "Ann"}.get(user_id, ""))


@pytest.mark.parametrize(
    ("about_bob", "known"),
    [
        pytest.param(SlackRefusedError("user_not_found"), ["Ann", "U0EVE"], id="not there"),
        pytest.param(NO_RIGHT, ["Ann", "U0EVE"], id="right"),
        pytest.param(TimeoutError(), ["Ann"], id="no answer"),
        pytest.param(IncompleteRead(b""), ["Ann"], id="half an answer"),
    ],
)
def test_names_are_those_that_slack_tells(about_bob: Exception, known: list[str]) -> None:
    """A refusal is about one person; once Slack is away, nobody else is waited for."""
    assert list(names_of(Directory(about_bob), PEOPLE).values()) == known


def test_a_terminal_waits_for_no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job would come again; a person has their report with ids."""
    pause = RetryAfterError(30, "users.info")
    settings = Settings(_env_file=None, slack_bot_token=SecretStr("xoxb-1"))

    def directory(_: Any) -> Slack:  # noqa: ANN401 - a client that is not used
        return Directory(pause)

    monkeypatch.setattr(names, "Slack", directory)

    assert names_for_terminal(settings, PEOPLE) == {}
    with pytest.raises(RetryAfterError):
        names_of(Directory(pause), PEOPLE)


def test_a_terminal_asks_once_with_the_bots_own_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Slack that the settings name, for seconds, without a second try."""
    clients: list[WebClient] = []

    def directory(client: WebClient) -> Slack:
        clients.append(client)
        return Directory(SlackRefusedError("user_not_found"))

    monkeypatch.setattr(names, "Slack", directory)
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-1"),
        slack_api_url="https://slack.example/api/",
    )

    told = names_for_terminal(settings, PEOPLE), unknown_for_terminal(settings, PEOPLE)

    assert told == ({"U0ANN": "Ann", "U0EVE": "U0EVE"}, {"U0BOB"})
    for client in clients:
        assert (client.token, client.base_url) == ("xoxb-1", "https://slack.example/api/")
        assert client.timeout == names.TIMEOUT_SECONDS
        assert client.retry_handlers == []


def test_without_a_token_a_terminal_asks_nobody() -> None:
    """Ids stay ids."""
    settings = Settings(_env_file=None, slack_bot_token=None)

    assert names_for_terminal(settings, PEOPLE) == {}
    assert unknown_for_terminal(settings, PEOPLE) == set()

"""Tokens and scopes: each method has its own, and what is missing is named."""

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local_slack.state import StoredFile
from bot.manifest import app_manifest
from tests.bot.local_slack.conftest import code


@pytest.mark.parametrize(
    ("method", "arguments", "scope"),
    [
        ("chat.postMessage", {"channel": "C0OPEN", "text": "x"}, "chat:write"),
        ("conversations.history", {"channel": "C0OPEN"}, "channels:history"),
        ("conversations.history", {"channel": "C0TEAM"}, "groups:history"),
        ("conversations.history", {"channel": "D0ANN"}, "im:history"),
        ("conversations.info", {"channel": "C0TEAM"}, "groups:read"),
        ("conversations.join", {"channel": "C0AWAY"}, "channels:join"),
        ("conversations.open", {"users": "U0ANN"}, "im:write"),
        ("users.info", {"user": "U0ANN"}, "users:read"),
        ("usergroups.list", {}, "usergroups:read"),
        ("files.getUploadURLExternal", {"filename": "a", "length": 1}, "files:write"),
        ("files.info", {"file": "F0"}, "files:read"),
    ],
)
def test_a_scope_that_is_missing_is_named(
    client: WebClient,
    running: RunningWorkspace,
    method: str,
    arguments: dict[str, object],
    scope: str,
) -> None:
    """With the scope it works; without it the answer says what is needed, and what is there."""
    running.workspace.world.files["F0"] = StoredFile("F0", "a.txt", b"a", is_complete=True)
    works = code(lambda: client.api_call(method, params=arguments))
    running.installation.scopes.discard(scope)

    with pytest.raises(SlackApiError) as raised:
        client.api_call(method, params=arguments)

    answer = raised.value.response
    assert works == ""
    assert (answer["error"], answer["needed"]) == ("missing_scope", scope)
    assert answer["provided"] == ",".join(sorted(running.installation.scopes))


def test_the_token_has_what_the_manifest_asks_for() -> None:
    """And each answer, a refusal too, says so in its header."""
    with run_workspace(WorkspaceSetup([], [])) as running:
        headers = {"authorization": f"Bearer {running.setup.bot_token}"}
        answers = [
            httpx.post(f"{running.api_url}{method}", headers=headers)
            for method in ("auth.test", "users.info")
        ]
        for_app = httpx.post(
            f"{running.api_url}apps.connections.open",
            headers={"authorization": f"Bearer {running.setup.app_token}"},
        )

    scopes = app_manifest()["oauth_config"]["scopes"]["bot"]  # type: ignore[index]
    assert {answer.headers["x-oauth-scopes"] for answer in answers} == {",".join(scopes)}
    assert for_app.headers["x-oauth-scopes"] == "connections:write"


def test_a_token_can_be_refused_on_demand(client: WebClient, running: RunningWorkspace) -> None:
    """Whatever the code; the app's own token still works."""
    running.installation.refusal = "token_expired"

    assert code(client.auth_test) == "token_expired"
    assert client.apps_connections_open(app_token=running.setup.app_token)["url"].startswith("ws:")


def test_the_apps_token_is_taken_from_the_header_alone(running: RunningWorkspace) -> None:
    """Slack refuses it in the body: slackapi/python-slack-sdk, issue 1877."""
    body = {"token": running.setup.app_token}

    answer = httpx.post(f"{running.api_url}apps.connections.open", data=body)

    assert answer.json()["error"] == "invalid_auth"

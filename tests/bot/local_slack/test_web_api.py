"""The local workspace is as strict as Slack: what Slack refuses, it refuses with Slack's code."""

from typing import Any

import httpx
import pytest
from slack_sdk import WebClient

from bot.local_slack.server import RunningWorkspace
from tests.bot.local_slack.conftest import code

TEXT = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}
INPUT = {
    "type": "input",
    "block_id": "i",
    "label": {"type": "plain_text", "text": "Why?"},
    "element": {"type": "plain_text_input", "action_id": "a"},
}
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Window"},
    "blocks": [TEXT],
}

POST, HOME = "chat.postMessage", {"type": "home", "blocks": [TEXT]}
OPEN = {"channel": "C0OPEN", "text": "x"}
MANY = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2_700}}
LONG = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_001}}
PICTURE = {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a"}
REFUSED = [
    (POST, {"channel": "C0NONE", "text": "x"}, "channel_not_found"),
    (POST, {"channel": "C0OLD", "text": "x"}, "is_archived"),
    (POST, {"channel": "C0AWAY", "text": "x"}, "not_in_channel"),
    (POST, {"channel": "C0OPEN"}, "no_text"),
    (POST, {"channel": "C0SHUT", "text": "x"}, "channel_not_found"),
    (POST, {"channel": "U0EVE", "text": "x"}, "channel_not_found"),
    (POST, {**OPEN, "blocks": [MANY] * 5}, "msg_blocks_too_long"),
    (POST, {**OPEN, "blocks": [{"type": "nope"}]}, "invalid_blocks"),
    (POST, {**OPEN, "blocks": [TEXT] * 51}, "invalid_blocks"),
    (POST, {**OPEN, "blocks": [{**TEXT, "block_id": "b"}] * 2}, "invalid_blocks"),
    (POST, {**OPEN, "blocks": [LONG]}, "invalid_blocks"),
    (POST, {**OPEN, "blocks": "none"}, "invalid_blocks"),
    (POST, {**OPEN, "blocks": [PICTURE]}, "invalid_blocks"),
    ("chat.update", {**OPEN, "ts": "1.0"}, "message_not_found"),
    ("chat.postEphemeral", {**OPEN, "user": "U0EVE"}, "user_not_in_channel"),
    ("conversations.open", {"users": "U0EVE"}, "user_not_found"),
    ("conversations.history", {"channel": "C0AWAY"}, "not_in_channel"),
    ("chat.update", {"channel": "C0OLD", "text": "x", "ts": "1.0"}, "is_inactive"),
    ("chat.update", {"channel": "C0SHUT", "text": "x", "ts": "1.0"}, "channel_not_found"),
    ("chat.postEphemeral", {**OPEN, "user": "U0ANN", "text": "x" * 40_001}, "msg_too_long"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": "U0ANN,U0BOB"}, "too_many_users"),
    ("conversations.info", {"channel": "C0SHUT"}, "channel_not_found"),
    ("conversations.members", {"channel": "C0OPEN", "limit": 0.5}, "invalid_limit"),
    ("conversations.members", {"channel": "C0OPEN", "cursor": "???"}, "invalid_cursor"),
    ("conversations.members", {"channel": "C0OPEN", "cursor": "bmV4dDpVMA=="}, "invalid_cursor"),
    ("conversations.history", {"channel": "C0SHUT"}, "channel_not_found"),
    ("conversations.join", {"channel": "C0SHUT"}, "channel_not_found"),
    ("conversations.join", {"channel": "D0ANN"}, "method_not_supported_for_channel_type"),
    ("conversations.join", {"channel": "C0OLD"}, "is_archived"),
    ("views.open", {"trigger_id": "1.2", "view": MODAL}, "invalid_trigger_id"),
    ("views.update", {"view_id": "V0", "view": MODAL}, "not_found"),
    ("views.publish", {"user_id": "U0EVE", "view": HOME}, "user_not_found"),
    ("views.publish", {"user_id": "U0ANN", "view": MODAL}, "invalid_arguments"),
    ("views.publish", {"user_id": "U0ANN", "view": {"type": "page"}}, "invalid_arguments"),
    ("files.completeUploadExternal", {"files": [{"id": "F1"}]}, "file_not_found"),
    ("admin.users.list", {}, "unknown_method"),
]


@pytest.mark.parametrize(("method", "arguments", "expected"), REFUSED)
def test_refused_as_slack_does(
    client: WebClient, method: str, arguments: dict[str, Any], expected: str
) -> None:
    """Each wrong call has its code."""
    assert code(lambda: client.api_call(method, json=arguments)) == expected


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        pytest.param({**MODAL, "blocks": [INPUT]}, "invalid_arguments", id="input without submit"),
        pytest.param({**MODAL, "blocks": [TEXT] * 101}, "invalid_arguments", id="101 blocks"),
        pytest.param(
            {**MODAL, "title": {"type": "plain_text", "text": "x" * 25}},
            "invalid_arguments",
            id="title",
        ),
        pytest.param({**MODAL, "private_metadata": "x" * 3_001}, "invalid_arguments", id="meta"),
        pytest.param(MODAL, "", id="fine"),
    ],
)
def test_windows_are_held_to_the_limits(
    client: WebClient, running: RunningWorkspace, view: dict[str, Any], expected: str
) -> None:
    """A trigger opens one window; a wrong one is refused."""
    with running.workspace.world.changed:
        trigger_id = running.workspace.world.new_trigger("U0ANN")

    assert code(lambda: client.views_open(trigger_id=trigger_id, view=view)) == expected


def test_a_trigger_opens_once_and_soon(client: WebClient, running: RunningWorkspace) -> None:
    """Used, it is exchanged; after three seconds it has expired."""
    world = running.workspace.world
    with world.changed:
        used, old = world.new_trigger("U0ANN"), world.new_trigger("U0BOB")
        world.triggers[old] = ("U0BOB", world.triggers[old][1] - 3.1)
    opened = client.views_open(trigger_id=used, view=MODAL)["view"]
    update = {"view_id": opened["id"], "view": MODAL, "hash": "stale"}

    assert code(lambda: client.views_open(trigger_id=used, view=MODAL)) == ("exchanged_trigger_id")
    assert code(lambda: client.views_open(trigger_id=old, view=MODAL)) == "expired_trigger_id"
    assert code(lambda: client.views_update(**update)) == "hash_conflict"
    client.views_update(view_id=opened["id"], view=MODAL, hash=opened["hash"])


def test_tokens_are_checked(running: RunningWorkspace) -> None:
    """None, a wrong one, and the bot's where the app's is needed."""
    url = running.api_url

    def answer(method: str, token: str) -> str:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return str(httpx.post(f"{url}{method}", headers=headers).json().get("error", "ok"))

    assert answer("auth.test", "") == "not_authed"
    assert answer("auth.test", "xoxb-wrong") == "invalid_auth"
    assert answer("apps.connections.open", running.setup.bot_token) == "not_allowed_token_type"
    assert answer("users.info", running.setup.app_token) == "not_allowed_token_type"
    assert answer("apps.connections.open", "xapp-wrong") == "invalid_auth"
    assert answer("auth.test", running.setup.app_token) == "ok"
    assert answer("apps.connections.open", running.setup.app_token) == "ok"


def test_a_channel_bears_one_message_a_second(client: WebClient) -> None:
    """After a small burst comes 429 with `Retry-After`; another channel is free."""
    answers = [code(lambda: client.chat_postMessage(channel="C0OPEN", text="x")) for _ in range(4)]

    assert answers == ["", "", "", "ratelimited"]
    assert code(lambda: client.chat_postMessage(channel="U0ANN", text="x")) == ""


def test_another_persons_message_can_not_be_changed(
    client: WebClient, running: RunningWorkspace
) -> None:
    """The bot changes its own messages alone."""
    running.workspace.send_message("U0ANN", "C0OPEN", "mine")
    message = running.workspace.messages("C0OPEN")[0]

    refusal = code(lambda: client.chat_update(channel="C0OPEN", ts=message.ts, text="x"))

    assert refusal == "cant_update_message"


def test_history_comes_in_pages_with_metadata(client: WebClient) -> None:
    """Newest first, from a time on; the metadata only when asked for."""
    for number in range(3):
        client.chat_postMessage(
            channel="C0OPEN",
            text=str(number),
            metadata={"event_type": "e", "event_payload": {"n": number}},
        )
    first = client.conversations_history(channel="C0OPEN", limit=2, include_all_metadata=True)
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_history(channel="C0OPEN", limit=2, cursor=cursor)

    assert [message["text"] for message in first["messages"]] == ["2", "1"]
    assert first["messages"][0]["metadata"]["event_payload"] == {"n": 2}
    assert [message["text"] for message in second["messages"]] == ["0"]
    assert "metadata" not in second["messages"][0]


def test_pictures_are_shown_once_they_have_arrived(
    client: WebClient, running: RunningWorkspace
) -> None:
    """The three steps of an upload, then an image block, then the page shows it."""
    answer = client.files_upload_v2(content=b"\x89PNG...", filename="a.png", title="a.png")
    file_id = answer["files"][0]["id"]
    image = {"type": "image", "slack_file": {"id": file_id}, "alt_text": "A chart"}

    client.chat_postMessage(channel="C0OPEN", text="x", blocks=[image])

    assert httpx.get(f"{running.base_url}/_local/files/{file_id}").content == b"\x89PNG..."
    assert httpx.get(f"{running.base_url}/_local/files/F1").status_code == 404
    assert httpx.post(f"{running.base_url}/_upload/F1", content=b"x").status_code == 404
    multipart = {"file": ("b.png", b"other", "image/png")}
    httpx.post(f"{running.base_url}/_upload/{file_id}", files=multipart)
    assert running.workspace.world.files[file_id].content == b"other"

"""Channels as the Web API shows them: described, their members, their history page by page."""

import pytest
from slack_sdk import WebClient

from bot.local_slack.server import RunningWorkspace
from bot.local_slack.state import BOT_USER_ID, OTHER_TEAM_ID, TEAM_ID
from tests.bot.local_slack.conftest import GONE, GUEST, OUTSIDER, TEMP, code


@pytest.mark.parametrize(
    ("channel_id", "facts"),
    [
        ("C0OPEN", {"is_channel": True, "is_private": False, "is_member": True}),
        ("C0TEAM", {"is_group": True, "is_private": True, "is_member": True}),
        ("C0AWAY", {"is_member": False, "is_archived": False}),
        ("C0OLD", {"is_archived": True}),
        ("C0SHARED", {"is_ext_shared": True, "shared_team_ids": [OTHER_TEAM_ID, TEAM_ID]}),
        ("D0ANN", {"is_im": True, "user": "U0ANN"}),
    ],
)
def test_a_channel_says_what_it_is(
    client: WebClient, channel_id: str, facts: dict[str, object]
) -> None:
    """Public, private, without the bot, archived, shared with another team, direct."""
    described = client.conversations_info(channel=channel_id)["channel"]

    assert {name: described[name] for name in facts} == facts
    assert "num_members" not in described


def test_members_are_counted_when_that_is_asked(client: WebClient) -> None:
    """The deactivated do not count."""
    answer = client.conversations_info(channel="C0SHARED", include_num_members=True)

    assert answer["channel"]["num_members"] == 6


def test_members_come_page_by_page(client: WebClient) -> None:
    """A cursor leads from page to page, and is empty at the end."""
    first = client.conversations_members(channel="C0SHARED", limit=4)
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_members(channel="C0SHARED", limit=4, cursor=cursor)

    everyone = [*first["members"], *second["members"]]
    assert sorted(everyone) == sorted({"U0ANN", "U0BOB", BOT_USER_ID, GUEST, TEMP, OUTSIDER})
    assert GONE not in everyone
    assert second["response_metadata"]["next_cursor"] == ""


def test_a_page_stays_where_it_was_while_people_write(
    client: WebClient, running: RunningWorkspace
) -> None:
    """What is written between two pages moves nothing to the next."""
    for number in range(6):
        running.workspace.send_message("U0ANN", "C0OPEN", str(number))
    first = client.conversations_history(channel="C0OPEN", limit=3)
    running.workspace.send_message("U0ANN", "C0OPEN", "meanwhile")
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_history(channel="C0OPEN", limit=3, cursor=cursor)

    assert [message["text"] for message in first["messages"]] == ["5", "4", "3"]
    assert [message["text"] for message in second["messages"]] == ["2", "1", "0"]
    assert not second["has_more"]


@pytest.mark.parametrize(
    ("bounds", "texts"),
    [
        ({"oldest": 1}, ["2"]),
        ({"oldest": 1, "inclusive": True}, ["2", "1"]),
        ({"latest": 1}, ["0"]),
        ({"latest": 1, "inclusive": True}, ["1", "0"]),
    ],
)
def test_history_has_bounds(
    client: WebClient, running: RunningWorkspace, bounds: dict[str, object], texts: list[str]
) -> None:
    """The bounds themselves are left out unless they are asked for."""
    for number in range(3):
        running.workspace.send_message("U0ANN", "C0OPEN", str(number))
    times = [message.ts for message in running.workspace.messages("C0OPEN")]
    bounds = {
        name: times[value] if isinstance(value, int) and value is not True else value
        for name, value in bounds.items()
    }

    found = client.api_call("conversations.history", params={"channel": "C0OPEN", **bounds})

    assert [message["text"] for message in found["messages"]] == texts


def test_replies_are_read_by_their_thread_alone(client: WebClient) -> None:
    """History has the message, not what is answered to it."""
    above = client.chat_postMessage(channel="C0OPEN", text="above")["ts"]
    client.chat_postMessage(channel="C0OPEN", text="reply", thread_ts=above)

    thread = client.conversations_replies(channel="C0OPEN", ts=above)
    history = client.conversations_history(channel="C0OPEN")

    assert [message["text"] for message in thread["messages"]] == ["above", "reply"]
    assert [message["text"] for message in history["messages"]] == ["above"]
    refused = code(lambda: client.conversations_replies(channel="C0OPEN", ts="1.0"))
    assert refused == "thread_not_found"


def test_a_distributed_app_reads_fifteen_messages_a_minute(
    client: WebClient, running: RunningWorkspace
) -> None:
    """The second call within a minute is 429; after it the next page comes."""
    now = 1_000.0
    running.installation.is_distributed = True
    running.api.history_pace.clock = lambda: now
    for number in range(20):
        running.workspace.send_message("U0ANN", "C0OPEN", str(number))

    first = client.conversations_history(channel="C0OPEN", limit=200)
    cursor = first["response_metadata"]["next_cursor"]
    refused = code(lambda: client.conversations_history(channel="C0OPEN", cursor=cursor))
    pause = running.workspace.world.calls[-1].pause_seconds
    now += pause
    second = client.conversations_history(channel="C0OPEN", cursor=cursor)

    assert (len(first["messages"]), len(second["messages"])) == (15, 5)
    assert (refused, pause) == ("ratelimited", 60)
    assert code(lambda: client.chat_postMessage(channel="C0OPEN", text="x")) == ""

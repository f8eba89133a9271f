"""The limits of what is sent: lengths, numbers, hashes, times."""

from typing import Any

import httpx
import pytest
from slack_sdk import WebClient

from bot.local_slack.server import RunningWorkspace
from tests.bot.local_slack.conftest import code

TEXT = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}
HOME = {"type": "home", "blocks": [TEXT]}


def section(length: int) -> dict[str, Any]:
    """A section of so many characters."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x" * length}}


def menu(options: int) -> dict[str, Any]:
    """A menu of so many options."""
    return {
        "type": "actions",
        "elements": [
            {
                "type": "static_select",
                "action_id": "pick",
                "options": [
                    {"text": {"type": "plain_text", "text": str(number)}, "value": str(number)}
                    for number in range(options)
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        pytest.param([section(2_640)] * 5, "", id="13,200 characters"),
        pytest.param([*[section(2_640)] * 5, section(1)], "msg_blocks_too_long", id="one more"),
        pytest.param([TEXT] * 50, "", id="50 blocks"),
        pytest.param([TEXT] * 51, "invalid_blocks", id="51 blocks"),
        pytest.param([menu(100)], "", id="100 options"),
        pytest.param([menu(101)], "invalid_blocks", id="101 options"),
    ],
)
def test_a_message_has_limits(
    client: WebClient, blocks: list[dict[str, Any]], expected: str
) -> None:
    """To the last that fits, and one more."""
    posting = code(lambda: client.chat_postMessage(channel="C0OPEN", text="x", blocks=blocks))

    assert posting == expected


def test_a_long_text_is_cut_when_posted_and_refused_when_updated(
    client: WebClient, running: RunningWorkspace
) -> None:
    """40,000 characters stay of a new message; an update may have 4,000."""
    message_ts = client.chat_postMessage(channel="C0OPEN", text="x" * 40_001)["ts"]

    lengths = {4_000: "", 4_001: "msg_too_long"}
    updates = {
        length: code(
            lambda length=length: client.chat_update(  # type: ignore[misc]
                channel="C0OPEN", ts=message_ts, text="y" * length
            )
        )
        for length in lengths
    }

    assert updates == lengths
    assert running.workspace.messages("C0OPEN")[0].text == "y" * 4_000


def test_a_new_message_keeps_forty_thousand_characters(
    client: WebClient, running: RunningWorkspace
) -> None:
    """Slack cuts, and doesn't refuse."""
    client.chat_postMessage(channel="C0OPEN", text="x" * 40_001)

    assert len(running.workspace.messages("C0OPEN")[0].text) == 40_000


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        pytest.param([TEXT] * 100, "", id="100 blocks"),
        pytest.param([TEXT] * 101, "invalid_arguments", id="101 blocks"),
        pytest.param([section(2_700)] * 93, "view_too_large", id="more than 250 kB"),
    ],
)
def test_home_has_limits(client: WebClient, blocks: list[dict[str, Any]], expected: str) -> None:
    """More blocks than a message, and a size."""
    view = {"type": "home", "blocks": blocks}

    assert code(lambda: client.views_publish(user_id="U0ANN", view=view)) == expected


def test_home_is_not_published_over_a_newer_one(client: WebClient) -> None:
    """A hash that isn't the present one's is refused; without a hash the last one wins."""
    first = client.views_publish(user_id="U0ANN", view=HOME)["view"]["hash"]
    client.views_publish(user_id="U0ANN", view=HOME, hash=first)

    late = code(lambda: client.views_publish(user_id="U0ANN", view=HOME, hash=first))

    assert late == "hash_conflict"
    assert code(lambda: client.views_publish(user_id="U0ANN", view=HOME)) == ""


@pytest.mark.parametrize(
    ("uses_left", "seconds_left", "expected"),
    [(1, 60.0, ""), (0, 60.0, "used_url"), (5, -1.0, "expired_url")],
)
def test_a_response_url_says_why_it_is_no_good(
    running: RunningWorkspace, uses_left: int, seconds_left: float, expected: str
) -> None:
    """Used five times, or older than half an hour."""
    running.workspace.run_command("U0ANN", "C0OPEN", "/lamplighter", "help")
    key, url = next(iter(running.workspace.world.response_urls.items()))
    url.uses_left = uses_left
    url.expires_at += seconds_left - 1_800

    answer = httpx.post(f"{running.base_url}/_response/{key}", json={"text": "x"})

    assert (answer.json()["error"] if answer.status_code == 404 else "") == expected


@pytest.mark.parametrize("channel_id", ["C0AWAY", "C0OLD"])
def test_a_file_is_not_shared_where_the_bot_may_not_post(
    client: WebClient, channel_id: str
) -> None:
    """Nor is it seen there."""
    expected = {"C0AWAY": "not_in_channel", "C0OLD": "posting_to_channel_denied"}[channel_id]

    shared = code(
        lambda: client.files_upload_v2(content=b"x", filename="a.txt", channel=channel_id)
    )

    assert shared == expected

"""What people change in Slack: who is in a channel, what it is called, whether it is open."""

from collections.abc import Callable

import pytest
from slack_sdk import WebClient

from bot.local_slack.administration import Administration
from bot.local_slack.server import RunningWorkspace
from bot.local_slack.state import BOT_USER_ID, TEAM_ID
from tests.bot.local_slack.conftest import code, told

Change = Callable[[Administration], None]


@pytest.mark.parametrize(
    ("change", "event"),
    [
        pytest.param(
            lambda admin: admin.invite("C0SHUT", BOT_USER_ID, by="U0ANN"),
            {
                "type": "member_joined_channel",
                "channel": "C0SHUT",
                "channel_type": "G",
                "team": TEAM_ID,
                "user": BOT_USER_ID,
                "inviter": "U0ANN",
            },
            id="the bot is invited to a private channel",
        ),
        pytest.param(
            lambda admin: admin.remove("C0OPEN", "U0BOB", by="U0ANN"),
            {
                "type": "member_left_channel",
                "channel": "C0OPEN",
                "channel_type": "C",
                "team": TEAM_ID,
                "user": "U0BOB",
            },
            id="a person leaves",
        ),
        pytest.param(
            lambda admin: admin.remove("C0OPEN", BOT_USER_ID, by="U0ANN"),
            {"type": "channel_left", "channel": "C0OPEN", "actor_id": "U0ANN"},
            id="the bot is removed from a public channel",
        ),
        pytest.param(
            lambda admin: admin.remove("C0TEAM", BOT_USER_ID, by="U0ANN"),
            {"type": "group_left", "channel": "C0TEAM", "actor_id": "U0ANN"},
            id="the bot is removed from a private channel",
        ),
        pytest.param(
            lambda admin: admin.archive("C0AWAY", by="U0ANN"),
            {"type": "channel_archive", "channel": "C0AWAY", "user": "U0ANN", "is_moved": 0},
            id="a public channel is archived, the bot not in it",
        ),
        pytest.param(
            lambda admin: admin.archive("C0TEAM", by="U0ANN"),
            {"type": "group_archive", "channel": "C0TEAM", "user": "U0ANN", "is_moved": 0},
            id="a private channel is archived",
        ),
        pytest.param(
            lambda admin: admin.unarchive("C0OLD", by="U0ANN"),
            {"type": "channel_unarchive", "channel": "C0OLD", "user": "U0ANN"},
            id="a channel is opened again",
        ),
        pytest.param(
            lambda admin: admin.rename("C0OPEN", "wide-open"),
            {
                "type": "channel_rename",
                "channel": {
                    "id": "C0OPEN",
                    "name": "wide-open",
                    "name_normalized": "wide-open",
                    "created": 1_700_000_000,
                    "is_channel": True,
                    "is_mpim": False,
                },
            },
            id="a channel is renamed",
        ),
        pytest.param(
            lambda admin: admin.delete_channel("C0OPEN", by="U0ANN"),
            {"type": "channel_deleted", "channel": "C0OPEN", "actor_id": "U0ANN"},
            id="a channel is deleted",
        ),
    ],
)
def test_a_change_is_told(running: RunningWorkspace, change: Change, event: object) -> None:
    """Each change has its one event, in Slack's shape."""
    change(running.administration)

    assert told(running) == [event]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda admin: admin.archive("C0SHUT", by="U0ANN"), id="archive"),
        pytest.param(lambda admin: admin.rename("C0SHUT", "shut-2"), id="rename"),
        pytest.param(lambda admin: admin.invite("C0SHUT", "U0BOB", by="U0ANN"), id="invite"),
        pytest.param(lambda admin: admin.remove("C0AWAY", "U0BOB", by="U0ANN"), id="remove"),
    ],
)
def test_what_the_bot_can_not_see_is_not_told(running: RunningWorkspace, change: Change) -> None:
    """A private channel without the bot, and who comes and goes where it is not."""
    change(running.administration)

    assert told(running) == []


def test_only_what_the_app_subscribed_to_is_told(running: RunningWorkspace) -> None:
    """Without a subscription nothing is sent, and nobody is warned."""
    running.installation.events.clear()

    running.administration.archive("C0OPEN", by="U0ANN")
    ack = running.workspace.open_home("U0ANN")

    assert ack.is_ok
    assert running.workspace.sender.deliveries == []


def test_a_channel_is_lost_and_found_again(client: WebClient, running: RunningWorkspace) -> None:
    """Archived and opened, removed and invited: the code of each state, then it works."""
    admin = running.administration

    def posting(channel_id: str) -> str:
        return code(lambda: client.chat_postMessage(channel=channel_id, text="x"))

    admin.archive("C0OPEN", by="U0ANN")
    admin.remove("C0TEAM", BOT_USER_ID, by="U0ANN")
    admin.remove("C0SHARED", BOT_USER_ID, by="U0ANN")
    lost = [posting(channel_id) for channel_id in ("C0OPEN", "C0TEAM", "C0SHARED")]
    admin.unarchive("C0OPEN", by="U0ANN")
    admin.invite("C0TEAM", BOT_USER_ID, by="U0ANN")
    client.conversations_join(channel="C0SHARED")
    found = [posting(channel_id) for channel_id in ("C0OPEN", "C0TEAM", "C0SHARED")]
    admin.delete_channel("C0OPEN", by="U0ANN")

    assert lost == ["is_archived", "channel_not_found", "not_in_channel"]
    assert found == ["", "", ""]
    assert posting("C0OPEN") == "channel_not_found"


def test_a_person_is_deactivated_and_comes_back(
    client: WebClient, running: RunningWorkspace
) -> None:
    """Told with the whole person; their direct message stays, and takes messages."""
    running.administration.deactivate("U0BOB")
    gone = client.users_info(user="U0BOB")["user"]
    members = client.conversations_members(channel="C0OPEN")["members"]
    opened = client.conversations_open(users="U0BOB")["channel"]
    posted = code(lambda: client.chat_postMessage(channel="D0BOB", text="x"))
    running.administration.reactivate("U0BOB")

    assert [event["user"]["deleted"] for event in told(running)] == [True, False]
    assert gone["deleted"]
    assert "U0BOB" not in members
    assert (opened["id"], opened["is_user_deleted"], posted) == ("D0BOB", True, "")
    assert "U0BOB" in client.conversations_members(channel="C0OPEN")["members"]


@pytest.mark.parametrize("refusal", ["account_inactive", "token_revoked"])
def test_the_app_is_removed_and_installed_again(running: RunningWorkspace, refusal: str) -> None:
    """Its token is refused until it is back, with a new one."""
    old, new = (
        WebClient(token, base_url=running.api_url, retry_handlers=[])
        for token in (running.setup.bot_token, "xoxb-renewed")
    )

    running.administration.uninstall_app(refusal)
    while_away = [code(old.auth_test), code(lambda: old.users_info(user="U0ANN"))]
    running.administration.install_app_again("xoxb-renewed")

    assert while_away == [refusal] * 2
    assert [code(old.auth_test), code(new.auth_test)] == ["invalid_auth", ""]
    assert [event["type"] for event in told(running)] == ["tokens_revoked", "app_uninstalled"]


def test_joining_by_itself_is_told_too(client: WebClient, running: RunningWorkspace) -> None:
    """As Slack does; joining twice is a warning."""
    joined = client.conversations_join(channel="C0AWAY")
    again = client.conversations_join(channel="C0AWAY")
    with running.workspace.world.changed:
        running.workspace.world.changed.wait_for(lambda: told(running), 10)

    assert joined["channel"]["is_member"]
    assert again["warning"] == "already_in_channel"
    assert [(event["type"], event["user"]) for event in told(running)] == [
        ("member_joined_channel", BOT_USER_ID)
    ]

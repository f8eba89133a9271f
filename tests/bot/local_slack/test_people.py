"""All kinds of people: how Slack describes them, what their presses carry, what reaches them."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local_slack.outbound import Shape
from bot.local_slack.server import RunningWorkspace
from bot.local_slack.state import OTHER_TEAM_ID, TEAM_ID, UserGroup
from tests.bot.local_slack.conftest import (
    GONE,
    GUEST,
    OUTSIDER,
    ROBOT,
    STRANGER,
    TEMP,
    code,
    told,
)

BUTTON = {
    "type": "button",
    "action_id": "go",
    "text": {"type": "plain_text", "text": "Go"},
    "value": "1",
}
CARD = [{"type": "actions", "block_id": "row", "elements": [BUTTON]}]
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Window"},
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}],
}


@pytest.mark.parametrize(
    ("user_id", "facts"),
    [
        ("U0ANN", {"team_id": TEAM_ID, "deleted": False, "is_bot": False, "is_restricted": False}),
        (GUEST, {"is_restricted": True, "is_ultra_restricted": False}),
        (TEMP, {"is_restricted": True, "is_ultra_restricted": True}),
        (OUTSIDER, {"team_id": OTHER_TEAM_ID, "is_stranger": False, "is_restricted": False}),
        (STRANGER, {"team_id": OTHER_TEAM_ID, "is_stranger": True}),
        (ROBOT, {"is_bot": True}),
        (GONE, {"deleted": True, "team_id": TEAM_ID}),
    ],
)
def test_each_kind_is_described(client: WebClient, user_id: str, facts: dict[str, object]) -> None:
    """Full member, guest, single-channel guest, outsider, stranger, bot, deactivated."""
    described = client.users_info(user=user_id)["user"]

    assert {name: described[name] for name in facts} == facts


def test_the_deactivated_lack_what_only_the_active_have(client: WebClient) -> None:
    """No time zone, no roles: who reads them must not take their absence for "no guest"."""
    described = client.users_info(user=GONE)["user"]

    assert {"tz", "real_name", "is_restricted", "is_ultra_restricted"}.isdisjoint(described)
    assert described["profile"]["real_name"] == "Gwen"


def test_nobody_has_no_description(client: WebClient) -> None:
    """An id that never was."""
    assert code(lambda: client.users_info(user="U0EVE")) == "user_not_found"


@pytest.mark.parametrize(
    ("user_id", "opened", "posted"),
    [
        ("U0ANN", "", ""),
        (GUEST, "", ""),
        (OUTSIDER, "", ""),
        (STRANGER, "invalid_user_combination", "invalid_user_combination"),
        (ROBOT, "cannot_dm_bot", "cannot_dm_bot"),
        (GONE, "user_disabled", ""),
        ("U0EVE", "user_not_found", "channel_not_found"),
    ],
)
def test_not_everybody_gets_direct_messages(
    client: WebClient, user_id: str, opened: str, posted: str
) -> None:
    """Opening one, and posting to the person's id."""
    assert code(lambda: client.conversations_open(users=user_id)) == opened
    assert code(lambda: client.chat_postMessage(channel=user_id, text="x")) == posted


@pytest.mark.parametrize("user_id", [GONE, STRANGER, "U0EVE"])
def test_only_members_are_shown_something_alone(client: WebClient, user_id: str) -> None:
    """Who is not in the channel, or deactivated, is not."""
    refused = code(
        lambda: client.chat_postEphemeral(channel="C0SHARED", user=user_id, text="for you")
    )

    assert refused == "user_not_in_channel"


@pytest.mark.parametrize(
    ("user_id", "team_id"),
    [("U0ANN", TEAM_ID), (GUEST, TEAM_ID), (TEMP, TEAM_ID), (ROBOT, TEAM_ID), (GONE, TEAM_ID),
     (OUTSIDER, OTHER_TEAM_ID), (STRANGER, OTHER_TEAM_ID)],
)  # fmt: skip
def test_a_press_tells_whose_it_is(
    client: WebClient, running: RunningWorkspace, user_id: str, team_id: str
) -> None:
    """In a message `team` is ours whoever presses; in a window it is the person's own."""
    message_ts = client.chat_postMessage(channel="C0SHARED", text="x", blocks=CARD)["ts"]
    action = {**BUTTON, "block_id": "row"}
    workspace = running.workspace

    workspace.press(user_id, "C0SHARED", message_ts, action)
    pressed = workspace.sender.deliveries[-1].payload
    view = client.views_open(trigger_id=pressed["trigger_id"], view=MODAL)["view"]
    workspace.press_in_view(user_id, view["id"], action)
    workspace.submit_view(user_id, view["id"], {})
    in_window, submitted = (sent.payload for sent in workspace.sender.deliveries[-2:])

    assert (pressed["team"]["id"], pressed["user"]["team_id"]) == (TEAM_ID, team_id)
    for payload in (in_window, submitted):
        assert (payload["team"]["id"], payload["user"]["team_id"]) == (team_id, team_id)
        assert payload["view"]["team_id"] == team_id
        assert payload["view"]["app_installed_team_id"] == TEAM_ID
    assert {sent.shape for sent in workspace.sender.deliveries} == {Shape.INTERACTION}


def test_windows_lie_on_one_another_and_keep_what_was_typed(
    client: WebClient, running: RunningWorkspace
) -> None:
    """Three at most; shown again, an input with the same ids keeps its text, others don't."""
    workspace = running.workspace

    def trigger() -> str:
        return str(workspace.sender.deliveries[-1].payload["trigger_id"])

    def window(block_id: str) -> dict[str, Any]:
        element = {"type": "plain_text_input", "action_id": "a", "initial_value": "new"}
        label = {"type": "plain_text", "text": "Label"}
        block = {"type": "input", "block_id": block_id, "label": label, "element": element}
        return {**MODAL, "submit": label, "blocks": [block]}

    workspace.run_command("U0ANN", "C0SHARED", "/x")
    first = client.views_open(trigger_id=trigger(), view=window("one"))["view"]
    workspace.press_in_view("U0ANN", first["id"], BUTTON, {"one": {"a": {"value": "typed"}}})
    second = client.views_push(trigger_id=trigger(), view=window("one"))["view"]
    workspace.press_in_view("U0ANN", second["id"], BUTTON)
    client.views_push(trigger_id=trigger(), view=window("one"))
    workspace.press_in_view("U0ANN", second["id"], BUTTON)

    assert second["previous_view_id"] == second["root_view_id"] == first["id"]
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        client.views_push(trigger_id=trigger(), view=window("one"))
    client.views_update(view_id=first["id"], view=window("one"))
    assert workspace.world.stacks["U0ANN"][0].typed == {"one": {"a": {"value": "typed"}}}
    client.views_update(view_id=first["id"], view=window("two"))
    assert workspace.world.stacks["U0ANN"][0].typed == {}


def test_an_outsiders_message_is_told_as_shared(running: RunningWorkspace) -> None:
    """The event names the team of who wrote it; the envelope is ours."""
    running.workspace.send_message(OUTSIDER, "C0SHARED", "hello")

    payload = running.workspace.sender.deliveries[-1].payload
    (event,) = told(running)
    assert (payload["team_id"], payload["is_ext_shared_channel"]) == (TEAM_ID, True)
    assert event["user_team"] == event["source_team"] == OTHER_TEAM_ID


def test_an_event_can_come_again(running: RunningWorkspace) -> None:
    """With the `event_id` that it had, and the number of the try."""
    running.workspace.send_message("U0ANN", "D0ANN", "hello")
    first = running.workspace.sender.deliveries[0].payload

    running.workspace.sender.tell_again(first)

    ids = [sent.payload["event_id"] for sent in running.workspace.sender.deliveries]
    assert ids == [first["event_id"]] * 6


class TestUserGroups:
    """`usergroups.*`: lists of people, some of them disabled."""

    @pytest.fixture(autouse=True)
    def groups(self, running: RunningWorkspace) -> None:
        """One group that is in use, one that is disabled."""
        running.workspace.world.user_groups |= {
            "S1": UserGroup("S1", "Sales", ["U0ANN"]),
            "S2": UserGroup("S2", "Old guard", ["U0BOB"], is_disabled=True),
        }

    @pytest.mark.parametrize(
        ("arguments", "found"),
        [({}, ["S1"]), ({"include_disabled": True}, ["S1", "S2"])],
    )
    def test_disabled_groups_are_listed_when_that_is_asked(
        self, client: WebClient, arguments: dict[str, Any], found: list[str]
    ) -> None:
        """`date_delete` tells them apart."""
        groups = client.usergroups_list(**arguments)["usergroups"]

        assert [group["id"] for group in groups] == found
        assert [bool(group["date_delete"]) for group in groups] == [False, True][: len(found)]

    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            ({"usergroup": "S1"}, ""),
            ({"usergroup": "S2"}, "no_such_subteam"),
            ({"usergroup": "S2", "include_disabled": True}, ""),
            ({"usergroup": "S3"}, "no_such_subteam"),
        ],
    )
    def test_a_group_that_is_not_in_use_has_no_people(
        self, client: WebClient, arguments: dict[str, Any], expected: str
    ) -> None:
        """Disabled or never there."""
        assert code(lambda: client.usergroups_users_list(**arguments)) == expected

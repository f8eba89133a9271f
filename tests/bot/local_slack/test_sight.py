"""What each person sees, and what stays when a message is deleted."""

import pytest
from slack_sdk import WebClient

from bot.local_slack.server import RunningWorkspace
from bot.local_slack.sight import seen_by
from bot.local_slack.state import BOT_USER_ID
from tests.bot.local_slack.conftest import GONE, GUEST, OUTSIDER, STRANGER, TEMP, code, told

HOME = {
    "type": "home",
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "At home"}}],
}
CARD = [{"type": "section", "text": {"type": "mrkdwn", "text": "card"}}]


@pytest.mark.parametrize(
    ("user_id", "places"),
    [
        ("U0ANN", {"C0OPEN", "C0SHARED", "C0TEAM", "C0SHUT", "C0AWAY", "C0OLD", "D0ANN"}),
        (GUEST, {"C0SHARED", "D0GUEST"}),
        (TEMP, {"C0SHARED", "D0TEMP"}),
        (OUTSIDER, {"C0SHARED", "D0OUTSIDER"}),
        (STRANGER, {"D0STRANGER"}),
        (GONE, {"C0SHARED"}),
    ],
)
def test_each_kind_sees_its_places(
    running: RunningWorkspace, user_id: str, places: set[str]
) -> None:
    """Members see what is public; guests and outsiders only where they are."""
    assert set(seen_by(running.workspace.world, user_id).places) == places


def test_a_private_channel_is_hidden_from_who_left(running: RunningWorkspace) -> None:
    """A public one stays in sight."""
    for channel_id in ("C0TEAM", "C0OPEN"):
        running.administration.remove(channel_id, "U0BOB", by="U0ANN")

    places = seen_by(running.workspace.world, "U0BOB").places

    assert "C0OPEN" in places
    assert "C0TEAM" not in places


def test_everything_that_one_sees_is_gathered(
    client: WebClient, running: RunningWorkspace
) -> None:
    """Messages with their blocks, what is for one alone, windows, Home, notices."""
    client.chat_postMessage(channel="C0OPEN", text="to all", blocks=CARD)
    client.chat_postEphemeral(channel="C0OPEN", user="U0ANN", text="for Ann")
    client.views_publish(user_id="U0ANN", view=HOME)
    running.workspace.world.notice("U0ANN", "passing")
    with running.workspace.world.changed:
        trigger_id = running.workspace.world.new_trigger("U0ANN")
    window = {**HOME, "type": "modal", "title": {"type": "plain_text", "text": "Window"}}
    client.views_open(trigger_id=trigger_id, view=window)

    ann, bob = (seen_by(running.workspace.world, user) for user in ("U0ANN", "U0BOB"))

    assert ann.places["C0OPEN"] == ["to all\ncard", "for Ann"]
    assert (ann.windows, ann.home, ann.notices) == (["Window\nAt home"], "At home", ["passing"])
    assert bob.places["C0OPEN"] == ["to all\ncard"]
    assert "for Ann" in ann.everything()
    assert "for Ann" not in bob.everything()


@pytest.mark.parametrize(
    ("channel_id", "kind"), [("C0OPEN", "channel"), ("C0TEAM", "group"), ("D0ANN", "im")]
)
def test_a_message_that_somebody_deletes_is_gone(
    client: WebClient, running: RunningWorkspace, channel_id: str, kind: str
) -> None:
    """From the channel and its history; the app is told, and Home stays."""
    client.views_publish(user_id="U0ANN", view=HOME)
    message_ts = client.chat_postMessage(channel=channel_id, text="card")["ts"]

    running.workspace.delete_message(channel_id, message_ts)

    (event,) = told(running)
    assert (event["subtype"], event["channel_type"]) == ("message_deleted", kind)
    assert (event["deleted_ts"], event["previous_message"]["text"]) == (message_ts, "card")
    assert event["previous_message"]["user"] == BOT_USER_ID
    updated = code(lambda: client.chat_update(channel=channel_id, ts=message_ts, text="again"))
    assert updated == "message_not_found"
    assert client.conversations_history(channel=channel_id)["messages"] == []
    assert seen_by(running.workspace.world, "U0ANN").home == "At home"


def test_a_deletion_is_told_to_those_who_asked(
    client: WebClient, running: RunningWorkspace
) -> None:
    """Without the subscription the app learns of it when it asks."""
    running.installation.events.discard("message.channels")
    message_ts = client.chat_postMessage(channel="C0OPEN", text="card")["ts"]

    running.workspace.delete_message("C0OPEN", message_ts)

    assert told(running) == []

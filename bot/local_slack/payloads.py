"""The payloads that Slack sends, in Slack's shapes."""

import time
from typing import Any

from bot.local_slack.objects import message_object
from bot.local_slack.state import APP_ID, BOT_USER_ID, TEAM_ID, Message, View, World

Payload = dict[str, Any]
DOMAINS = {TEAM_ID: "local"}


def command_payload(
    world: World, user_id: str, channel_id: str, command: str, text: str
) -> Payload:
    """A slash command; whether Slack takes one from an outsider isn't documented."""
    team = _team(world.people[user_id].team_id)
    return {
        "token": "local",
        "team_id": team["id"],
        "team_domain": team["domain"],
        "channel_id": channel_id,
        "channel_name": world.channels[channel_id].name,
        "user_id": user_id,
        "user_name": world.people[user_id].name.lower(),
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "trigger_id": world.new_trigger(user_id),
    }


def block_actions_payload(
    world: World, user_id: str, action: Payload, container: Payload
) -> Payload:
    """A press on a button or menu."""
    return {
        "type": "block_actions",
        **_envelope(world, user_id, in_view="view" in container),
        "trigger_id": world.new_trigger(user_id),
        "actions": [{"action_ts": f"{time.time():.6f}", **action}],
        **container,
    }


def block_suggestion_payload(
    world: World, user_id: str, view: View, menu: Payload, typed: str
) -> Payload:
    """What somebody has typed so far in a menu of a window; `menu` names its block and action."""
    return {
        "type": "block_suggestion",
        **_envelope(world, user_id, in_view=True),
        **menu,
        "value": typed,
        **view_container(view, {}),
    }


def message_container(world: World, message: Message) -> Payload:
    """Where a press in a message happened."""
    channel = world.channels[message.channel_id]
    return {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel_id,
            "is_ephemeral": message.visible_to is not None,
        },
        "channel": {"id": channel.id, "name": channel.name},
        "message": message_object(message, with_metadata=True),
        "state": {"values": {}},
    }


def view_container(view: View, values: Payload) -> Payload:
    """Where a press in a window or App Home happened, and what its inputs hold by then."""
    return {
        "container": {"type": "view", "view_id": view.id},
        "view": {**view.as_slack(), "state": {"values": values}},
    }


def view_payload(
    world: World, kind: str, user_id: str, view: View, values: dict[str, Any]
) -> Payload:
    """A window that was sent off or closed."""
    return {
        "type": kind,
        **_envelope(world, user_id, in_view=True),
        "trigger_id": world.new_trigger(user_id),
        "view": {**view.as_slack(), "state": {"values": values}},
        "response_urls": [],
        "is_cleared": False,
    }


def event_payload(world: World, event: Payload) -> Payload:
    """An event; one of an outsider says so, and is told in our team's name."""
    person = world.people.get(str(event.get("user", "")))
    team_id = person.team_id if person else TEAM_ID
    is_outside = team_id != TEAM_ID
    whose = {"user_team": team_id, "source_team": team_id} if is_outside else {}
    return {
        "token": "local",
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": {"event_ts": f"{time.time():.6f}", **whose, **event},
        "type": "event_callback",
        "event_id": world.next_id("Ev"),
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": is_outside,
    }


def _team(team_id: str) -> dict[str, str]:
    return {"id": team_id, "domain": DOMAINS.get(team_id, "elsewhere")}


def _envelope(world: World, user_id: str, *, in_view: bool) -> Payload:
    """Write whose press it is.

    `team` is ours for a message's button whoever presses it (slackapi/java-slack-sdk, issue
    1041), but the person's own team for a window, which names ours as `app_installed_team_id`
    (slackapi/bolt-js, issue 1614). `user.team_id` is always the person's.
    """
    person = world.people[user_id]
    return {
        "token": "local",
        "api_app_id": APP_ID,
        "team": _team(person.team_id if in_view else TEAM_ID),
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {
            "id": user_id,
            "username": person.name.lower(),
            "name": person.name.lower(),
            "team_id": person.team_id,
        },
    }

"""Channels, people and messages as Slack describes them."""

from typing import Any

from bot.local_slack.state import (
    APP_ID,
    BOT_ID,
    BOT_USER_ID,
    CREATED,
    TEAM_ID,
    Channel,
    Message,
    Person,
    StoredFile,
    World,
)

Described = dict[str, Any]


def channel_object(world: World, channel: Channel) -> Described:
    """Describe a channel; a direct message names its person instead."""
    common = {
        "id": channel.id,
        "created": CREATED,
        "is_channel": not (channel.is_im or channel.is_private),
        "is_group": channel.is_private,
        "is_im": channel.is_im,
        "is_mpim": False,
        "is_private": channel.is_private or channel.is_im,
        "is_archived": channel.is_archived,
        "is_org_shared": False,
        "context_team_id": TEAM_ID,
    }
    if channel.is_im:
        (user_id,) = channel.members - {BOT_USER_ID}
        return {**common, "user": user_id, "is_user_deleted": world.people[user_id].is_deleted}
    teams = world.teams_in(channel)
    is_shared = len(teams) > 1
    return {
        **common,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_member": channel.has_bot and not channel.is_archived,
        "is_general": False,
        "is_shared": is_shared,
        "is_ext_shared": is_shared,
        "shared_team_ids": sorted(teams),
    }


def message_object(message: Message, *, with_metadata: bool) -> Described:
    """Describe a message."""
    is_bot = message.user_id == BOT_USER_ID
    return {
        "type": "message",
        "user": message.user_id,
        "text": message.text,
        "blocks": message.blocks,
        "ts": message.ts,
        **({"bot_id": BOT_ID, "app_id": APP_ID, "team": TEAM_ID} if is_bot else {}),
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        **({"metadata": message.metadata} if with_metadata and message.metadata else {}),
    }


def file_object(file: StoredFile) -> Described:
    """Describe a file."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.name,
        "mode": "hosted",
        "size": len(file.content),
    }


def files_of(world: World, message: Message) -> Described:
    """Describe a message's files; nothing where it has none."""
    found = [file_object(world.files[file_id]) for file_id in message.files]
    return {"files": found} if found else {}


def user_object(world: World, person: Person) -> Described:
    """Describe a person.

    A deactivated person's description lacks what only an active one has, as was measured in
    github.com/brekkylab/backlot, issue 258. An outsider's guest flags are false: only `team_id`
    shows that they aren't a member, since `is_stranger` is true only while they share no channel
    with the bot (docs.slack.dev/reference/objects/user-object).
    """
    common = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name.lower(),
        "deleted": person.is_deleted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": CREATED,
        "profile": {
            "real_name": person.name,
            "display_name": person.name,
            "team": person.team_id,
            **({"api_app_id": APP_ID, "bot_id": BOT_ID} if person.id == BOT_USER_ID else {}),
        },
    }
    if person.is_deleted:
        return {**common, "is_forgotten": False}
    active = {
        **common,
        "real_name": person.name,
        "tz": person.timezone,
        "is_restricted": person.is_restricted or person.is_ultra_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
    }
    if person.team_id != TEAM_ID:
        return {**active, "is_stranger": world.is_stranger(person)}
    return {**active, "is_admin": False, "is_owner": False, "is_primary_owner": False}

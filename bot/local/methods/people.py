"""`auth.test`, `users.*` and `usergroups.*`."""

from typing import Any

from bot.local.errors import SlackSaysNoError
from bot.local.world import BOT_ID, BOT_USER_ID, TEAM_ID, Person, World

Arguments = dict[str, Any]


def auth_test(world: World, arguments: Arguments) -> Arguments:
    """Say who the token is."""
    del world, arguments
    return {
        "url": "http://127.0.0.1/",
        "team": "Local workspace",
        "user": "lamplighter",
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def users_info(world: World, arguments: Arguments) -> Arguments:
    """Say who a person is."""
    person = world.people.get(arguments.get("user", ""))
    if person is None:
        raise SlackSaysNoError("user_not_found")
    return {"user": user_object(person)}


def users_list(world: World, arguments: Arguments) -> Arguments:
    """List everyone."""
    del arguments
    return {
        "members": [user_object(person) for person in world.people.values()],
        "response_metadata": {"next_cursor": ""},
    }


def usergroups_users_list(world: World, arguments: Arguments) -> Arguments:
    """Say who is in a user group: there are none here."""
    del world, arguments
    raise SlackSaysNoError("no_such_subteam")


def user_object(person: Person) -> Arguments:
    """Give a person as Slack describes one."""
    return {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name.lower(),
        "real_name": person.name,
        "deleted": person.is_deleted,
        "is_bot": person.is_bot,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": False,
        "is_stranger": person.team_id != TEAM_ID,
        "tz": "Europe/Berlin",
        "profile": {"real_name": person.name, "display_name": person.name, "title": person.role},
    }


METHODS = {
    "auth.test": auth_test,
    "users.info": users_info,
    "users.list": users_list,
    "usergroups.users.list": usergroups_users_list,
}

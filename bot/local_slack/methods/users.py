"""`users.*` and `usergroups.*`: people, and the lists that the workspace keeps of them."""

from typing import Any

from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.state import World

Arguments = dict[str, Any]


def users_info(world: World, arguments: Arguments) -> Arguments:
    """Say who a person is, and where."""
    person = world.people.get(str(arguments.get("user", "")))
    if person is None:
        raise SlackSaysNoError("user_not_found")
    return {
        "user": {
            "id": person.id,
            "team_id": person.team_id,
            "name": person.name.lower(),
            "real_name": person.name,
            "deleted": person.is_deleted,
            "is_bot": person.is_bot,
            "is_restricted": person.is_restricted,
            "tz": person.timezone,
        }
    }


def usergroups_list(world: World, arguments: Arguments) -> Arguments:
    """List the user groups."""
    del arguments
    return {
        "usergroups": [
            {"id": group.id, "name": group.name, "handle": group.name.lower().replace(" ", "-")}
            for group in world.user_groups.values()
        ]
    }


def usergroups_users_list(world: World, arguments: Arguments) -> Arguments:
    """List who is in a user group."""
    group = world.user_groups.get(str(arguments.get("usergroup", "")))
    if group is None:
        raise SlackSaysNoError("no_such_subteam")
    return {"users": group.members}


METHODS = {
    "users.info": users_info,
    "usergroups.list": usergroups_list,
    "usergroups.users.list": usergroups_users_list,
}

"""`users.*` and `usergroups.*`: people, and the lists that the workspace keeps of them."""

from typing import Any

from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.objects import user_object
from bot.local_slack.state import CREATED, TEAM_ID, UserGroup, World

Arguments = dict[str, Any]


def users_info(world: World, arguments: Arguments) -> Arguments:
    """Return who a person is, and where."""
    person = world.people.get(str(arguments.get("user", "")))
    if person is None:
        raise SlackSaysNoError("user_not_found")
    return {"user": user_object(world, person)}


def usergroups_list(world: World, arguments: Arguments) -> Arguments:
    """List the user groups; the disabled ones are left out unless they are asked for."""
    return {
        "usergroups": [
            {
                "id": group.id,
                "team_id": TEAM_ID,
                "is_usergroup": True,
                "name": group.name,
                "handle": group.name.lower().replace(" ", "-"),
                "date_delete": CREATED if group.is_disabled else 0,
            }
            for group in world.user_groups.values()
            if _is_asked_for(group, arguments)
        ]
    }


def usergroups_users_list(world: World, arguments: Arguments) -> Arguments:
    """List who is in a user group."""
    group = world.user_groups.get(str(arguments.get("usergroup", "")))
    if group is None or not _is_asked_for(group, arguments):
        raise SlackSaysNoError("no_such_subteam")
    return {"users": group.members}


def _is_asked_for(group: UserGroup, arguments: Arguments) -> bool:
    wants_disabled = str(arguments.get("include_disabled", "")).lower() in {"true", "1"}
    return wants_disabled or not group.is_disabled


METHODS = {
    "users.info": users_info,
    "usergroups.list": usergroups_list,
    "usergroups.users.list": usergroups_users_list,
}

"""`auth.test`: who the token is."""

from typing import Any

from bot.local_slack.state import BOT_ID, BOT_USER_ID, TEAM_ID, World

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


METHODS = {
    "auth.test": auth_test,
}

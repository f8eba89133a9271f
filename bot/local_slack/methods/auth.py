"""`auth.test` and `apps.connections.open`: what a token is, and the way to Socket Mode."""

from typing import Any

from bot.local_slack.state import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID, World

Arguments = dict[str, Any]


def auth_test(world: World, arguments: Arguments) -> Arguments:
    """Describe the token: the bot's, or the app's own."""
    del world
    if arguments["_is_app"]:
        return {"app_name": "Lamplighter", "app_id": APP_ID}
    return {
        "url": "http://127.0.0.1/",
        "team": "Local workspace",
        "user": "lamplighter",
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def apps_connections_open(world: World, arguments: Arguments) -> Arguments:
    """Return the address of the websocket."""
    del world
    return {"url": f"{arguments['_base_url'].replace('http', 'ws', 1)}/socket"}


METHODS = {
    "apps.connections.open": apps_connections_open,
    "auth.test": auth_test,
}

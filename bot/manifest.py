"""Slack's description of the app: command, events, scopes, Socket Mode."""

BOT_SCOPES = [
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "usergroups:read",
    "users:read",
]
BOT_EVENTS = [
    "app_home_opened",
    "channel_unarchive",
    "group_unarchive",
    "member_joined_channel",
    "message.im",
]


def app_manifest() -> dict[str, object]:
    """Return Slack's description of the app: command, events, scopes, Socket Mode."""
    return {
        "display_information": {
            "name": "Lamplighter",
            "description": "MLOps readiness, releases and alerts, with the business in the loop.",
            "background_color": "#2c2d30",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Lamplighter", "always_online": True},
            "slash_commands": [
                {
                    "command": "/lamplighter",
                    "description": "Check readiness, write a use case, see what's waiting for you",
                    "usage_hint": "assess | resume | usecase | status | my-answers | ask | help",
                    "should_escape": True,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": BOT_SCOPES}},
        "settings": {
            "event_subscriptions": {"bot_events": BOT_EVENTS},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }

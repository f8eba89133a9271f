"""Slack's description of the app: command, events, scopes, Socket Mode."""

WHY_A_SCOPE = {
    "app_mentions:read": "answer a question that mentions it in a channel",
    "assistant:write": "show that an answer is on its way, and name the thread, in its messages",
    "channels:history": "after a crash, look for its own message before posting it again",
    "channels:join": "join a public channel before posting there",
    "channels:read": "learn that it was invited to a channel, or that one was unarchived, and "
    "check a channel that somebody chooses for a round",
    "chat:write": "post and update its own messages",
    "commands": "the one command, `/lamplighter`",
    "files:read": "read a file that somebody attaches to have a use case drafted from it",
    "files:write": "upload charts, reports and copies of answers",
    "groups:history": "the same as `channels:history`, in private channels",
    "groups:read": "the same as `channels:read`, in private channels",
    "im:history": "the same in direct messages, and answer one that somebody sends it",
    "im:write": "open a direct message to invite someone to answer",
    "usergroups:read": "invite the members of a user group to a round",
    "users:read": "check that whoever presses a button is a full member of your workspace, "
    "send reminders in a person's working hours, and put names in reports",
}
BOT_SCOPES = list(WHY_A_SCOPE)
OPTIONAL_SCOPES = {
    "assistant:write": "Answers come without a status and a title before them.",
    "channels:join": "Invite the bot to each channel that it posts in.",
    "files:read": "A use case isn't drafted from an attached file; people paste its text.",
    "usergroups:read": "Rounds invite people by name only.",
}
"""What the app works without, and what happens then."""
AGENT_PROMPTS = [
    {"title": "What's waiting for me?", "message": "What's waiting for me?"},
    {"title": "How are our models doing?", "message": "How are our models doing?"},
    {
        "title": "Why did we get an alert?",
        "message": "Why did we get this alert, and should I worry?",
    },
    {
        "title": "What should we improve?",
        "message": "What is our weakest topic, and what should we do next?",
    },
]
"""What a person is offered to ask in their messages with the bot; Slack shows four."""
DESCRIPTION = "Answers questions about your models, releases, readiness rounds and use cases."
APP_SCOPE = "connections:write"
"""What the app-level token needs for Socket Mode."""
BOT_EVENTS = [
    "app_home_opened",
    "app_mention",
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
            "agent_view": {
                "agent_description": DESCRIPTION,
                "suggested_prompts": AGENT_PROMPTS,
            },
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
        "oauth_config": {"scopes": {"bot": BOT_SCOPES, "bot_optional": list(OPTIONAL_SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": BOT_EVENTS},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }

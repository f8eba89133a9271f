"""The options that an app answers with when somebody types in a menu that searches."""

from typing import Any

from bot.local_slack.errors import SlackSaysNoError

MOST_OPTIONS = 100
LONGEST_TEXT, LONGEST_VALUE = 75, 150


def checked_options(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return an app's options as Slack takes them.

    Raises:
        SlackSaysNoError: There are too many, or one is too long: Slack would show an error.
    """
    options = answer.get("options")
    if not isinstance(options, list) or len(options) > MOST_OPTIONS:
        raise SlackSaysNoError("invalid_options")
    for option in options:
        text, value = str(option["text"]["text"]), str(option["value"])
        if not (0 < len(text) <= LONGEST_TEXT and 0 < len(value) <= LONGEST_VALUE):
            raise SlackSaysNoError("invalid_options")
    return options

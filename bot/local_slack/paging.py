"""Pages of a list, with cursors as opaque as Slack's."""

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from bot.local_slack.errors import SlackSaysNoError

T = TypeVar("T")
MOST = 999


def page_of(
    items: Sequence[T], key: Callable[[T], str], arguments: Mapping[str, Any], usual: int
) -> tuple[list[T], str]:
    """Cut the page that a call asks for.

    A cursor names the first item of its page, so what is added to the list meanwhile moves
    nothing.

    Args:
        items: The whole list, in its order.
        key: What names an item.
        arguments: The call's `cursor` and `limit`.
        usual: How many without a `limit`; at most 999 with one.

    Returns:
        The page, and the cursor of the next, empty at the end.

    Raises:
        SlackSaysNoError: `invalid_limit`, `invalid_cursor`.
    """
    limit = str(arguments.get("limit") or usual)
    if not limit.isdecimal() or int(limit) == 0:
        raise SlackSaysNoError("invalid_limit")
    start = _start(items, key, str(arguments.get("cursor") or ""))
    stop = start + min(int(limit), MOST)
    return list(items[start:stop]), _cursor(key(items[stop])) if stop < len(items) else ""


def _start(items: Sequence[T], key: Callable[[T], str], cursor: str) -> int:
    if not cursor:
        return 0
    try:
        name = b64decode(cursor, validate=True).decode().removeprefix("next:")
    except (Error, UnicodeDecodeError) as error:
        raise SlackSaysNoError("invalid_cursor") from error
    for index, item in enumerate(items):
        if key(item) == name:
            return index
    raise SlackSaysNoError("invalid_cursor")


def _cursor(name: str) -> str:
    return b64encode(f"next:{name}".encode()).decode()

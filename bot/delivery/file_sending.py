"""Files that a person asked for: sent once, also when the process is killed in between."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.delivery.client import Mark, NewFile, Slack
from handlers.blocks.text import escape, moment


def send_files_once(
    slack: Slack, payload: Mapping[str, Any], files: Sequence[NewFile], about: str, now: datetime
) -> None:
    """Send a person the files that they asked for, unless an earlier try of this job did.

    A file carries no metadata by which its message could be found. Its words do: the second in
    which the person pressed, and nobody presses twice in one.
    """
    asked_at = datetime.fromisoformat(payload["asked_at"]) if "asked_at" in payload else now
    mark = Mark(moment(asked_at), asked_at)
    slack.send_files(payload["user_id"], files, f"{escape(about)}. Asked for {mark.text}.", mark)

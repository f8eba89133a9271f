"""Which channels a person may read: asked once, and nobody's where Slack doesn't answer."""

from types import SimpleNamespace
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.delivery.readable import A_PAGE, KEPT_SECONDS, Readable

PUBLIC, PRIVATE, GROUP, DIRECT, SHARED, INVITED = "C1", "C2", "G3", "D4", "C5", "C6"
CHANNELS: dict[str, dict[str, Any]] = {
    PUBLIC: {"is_private": False},
    PRIVATE: {"is_private": True},
    GROUP: {"is_mpim": True},
    DIRECT: {"is_im": True},
    SHARED: {"is_ext_shared": True},
    INVITED: {"is_pending_ext_shared": True},
}
UNKNOWN = "C9"
MEMBERS = [f"U{number}" for number in range(2 * A_PAGE + 1)]


class Workspace:
    """A Slack with channels and members by pages, which may be down."""

    def __init__(self) -> None:
        self.is_up = True
        self.asked: list[str] = []

    def conversations_info(self, *, channel: str) -> dict[str, Any]:
        """Tell of a channel."""
        self._ask("info", known=channel in CHANNELS)
        return {"channel": {"id": channel, **CHANNELS[channel]}}

    def conversations_members(
        self, *, channel: str, limit: int, cursor: str | None
    ) -> dict[str, Any]:
        """Tell a page of the members."""
        self._ask("members", known=channel in CHANNELS)
        start = int(cursor or 0)
        rest = str(start + limit) if start + limit < len(MEMBERS) else ""
        metadata = {"next_cursor": rest} if rest else None
        return {"members": MEMBERS[start : start + limit], "response_metadata": metadata}

    def _ask(self, what: str, *, known: bool) -> None:
        self.asked.append(what)
        if not self.is_up:
            raise ConnectionResetError
        if not known:
            raise SlackApiError("no", {"error": "channel_not_found"})  # type: ignore[no-untyped-call] # the SDK's


@pytest.fixture
def workspace() -> Workspace:
    """A Slack that answers."""
    return Workspace()


@pytest.fixture
def channels(workspace: Workspace) -> Readable:
    """Asks that Slack."""
    slack: Any = SimpleNamespace(client=workspace)
    return Readable(slack)


@pytest.mark.parametrize(
    ("user_id", "read"),
    [
        pytest.param(MEMBERS[0], {PUBLIC, PRIVATE, GROUP, SHARED}, id="on-the-first-page"),
        pytest.param(MEMBERS[-1], {PUBLIC, PRIVATE, GROUP, SHARED}, id="on-the-last-page"),
        pytest.param("U0EVE", {PUBLIC, SHARED}, id="a-stranger"),
    ],
)
def test_people_read_public_channels_and_those_they_are_in(
    channels: Readable, user_id: str, read: set[str]
) -> None:
    """Whichever page of the members names them; a channel that Slack doesn't know is nobody's."""
    asked = [PUBLIC, PRIVATE, GROUP, SHARED, UNKNOWN]

    assert channels.channels(user_id, asked) == read
    assert channels.public([*asked, DIRECT]) == {PUBLIC, SHARED}


def test_a_channel_is_shared_until_slack_says_otherwise(channels: Readable) -> None:
    """Others may read where a company is invited already, and where nobody knows."""
    shared = {found for found in [*CHANNELS, UNKNOWN] if channels.is_shared(found)}

    assert shared == {SHARED, INVITED, UNKNOWN}


def test_answers_are_kept_for_five_minutes(
    channels: Readable, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not for longer, as people leave."""
    seconds = [0.0]
    monkeypatch.setattr("bot.delivery.readable.time.monotonic", lambda: seconds[0])
    pages = ["members"] * 3
    for at, asked in (
        (1.0, ["info", *pages]),
        (1.0 + KEPT_SECONDS, []),
        (1.1 + KEPT_SECONDS, ["info", *pages]),
    ):
        seconds[0] = at
        workspace.asked.clear()

        assert channels.channels(MEMBERS[0], [PRIVATE]) == {PRIVATE}
        assert workspace.asked == asked


def test_silence_is_not_kept(channels: Readable, workspace: Workspace) -> None:
    """Nobody reads anything while Slack is down; a moment later they do."""
    workspace.is_up = False
    silent = channels.channels(MEMBERS[0], [PUBLIC, PRIVATE]), channels.is_shared(PUBLIC)
    workspace.is_up = True

    assert silent == (frozenset(), True)
    assert channels.channels(MEMBERS[0], [PUBLIC, PRIVATE]) == {PUBLIC, PRIVATE}
    assert not channels.is_shared(PUBLIC)

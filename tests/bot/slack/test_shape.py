"""A payload that isn't as Slack sends it stays outside; what people type and choose comes in."""

from typing import Any

import pytest

from bot.slack.shape import ShapeError, check_shape

USER = {"id": "U1", "team_id": "T1"}
PRESS = {
    "type": "block_actions",
    "user": USER,
    "team": None,
    "actions": [{"action_id": "a", "value": ["whatever"], "action_ts": "1.1"}],
    "message": {"ts": "1.1"},
}
WINDOW = {"type": "view_submission", "user": USER, "view": {"id": "V1", "state": {"values": 7}}}
OTHER: tuple[Any, ...] = (7, True, "x", [None], {"id": []}, "\0")
EVENTS = {
    "app_home_opened": {"user": "U1"},
    "app_mention": {"user": "U1", "channel": "C1", "ts": "1.1"},
    "member_joined_channel": {"user": "U1", "channel": "C1"},
    "message": {"channel": "C1", "ts": "1.1"},
    "channel_unarchive": {"channel": "C1"},
}


def event(kind: str, **parts: object) -> dict[str, Any]:
    """An event, as Slack wraps it."""
    return {"type": "event_callback", "team_id": "T1", "event": {"type": kind, **parts}}


@pytest.mark.parametrize(
    "payload",
    [
        PRESS,
        WINDOW,
        {"command": "/lamplighter", "text": "a\0b", "user_id": "U1", "channel_id": "C1"},
        event("channel_rename", channel={"id": "C1"}),
        *(event(kind, **parts) for kind, parts in EVENTS.items()),
    ],
)
def test_what_slack_sends_comes_in(payload: dict[str, Any]) -> None:
    """With whatever a person typed, or a button carries."""
    check_shape(payload)


@pytest.mark.parametrize("name", ["user", "actions", "view", "team", "channel"])
def test_a_part_of_another_kind_stays_outside(name: str) -> None:
    """Nobody is answered, and nothing is logged but one line."""
    for other in OTHER:
        with pytest.raises(ShapeError):
            check_shape({**PRESS, name: other})


@pytest.mark.parametrize(
    "payload",
    [
        {**PRESS, "actions": []},
        {**PRESS, "user": {"id": 7}},
        {**PRESS, "actions": [{}]},
        {**PRESS, "response_url": "x"},
        {**PRESS, "response_urls": None},
        {**PRESS, "response_urls": ["x"]},
        {"command": "/lamplighter", "user_id": "U1"},
        event("assistant_thread_started", assistant_thread={"user_id": "U1"}),
        {**PRESS, "actions": [{"action_id": None, "action_ts": []}]},
        {**PRESS, "type": ["block_actions"]},
        {**WINDOW, "view": None},
        {**WINDOW, "view": {"callback_id": []}},
        *(event(kind, **{**EVENTS[kind], name: None}) for kind in EVENTS for name in EVENTS[kind]),
        *(event(kind, **{**EVENTS[kind], name: []}) for kind in EVENTS for name in EVENTS[kind]),
        event("assistant_thread_started", user="U1"),
        {**event("message"), "event": []},
        {**event("message"), "authorizations": [7]},
    ],
)
def test_what_lacks_its_parts_stays_outside(payload: dict[str, Any]) -> None:
    """Each event has what it can't be read without."""
    with pytest.raises(ShapeError):
        check_shape(payload)

"""What the audit log keeps of a press: only what Slack signed."""

import pytest

from bot.slack.press import Body, press_of

BLOCKS = [{"type": "divider"}]
US = {"id": "U0MIA", "team_id": "T0US"}
PRESS = {"type": "block_actions", "user": US, "actions": [{"action_ts": "17.5"}]}


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        pytest.param({"type": "event_callback", "event": {}}, {}, id="event"),
        pytest.param({"user": "U0MIA"}, {}, id="no person"),
        pytest.param(
            {"command": "/lamplighter", "team_id": "T0US"}, {"team": "T0US"}, id="command"
        ),
        pytest.param(PRESS, {"team": "T0US", "at": "17.5"}, id="press without a message"),
        pytest.param(
            {**PRESS, "team": {"id": "T0OURS"}, "actions": []},
            {"team": "T0US"},
            id="team of the person",
        ),
        pytest.param(
            {"type": "shortcut", "user": US, "action_ts": "18.1"},
            {"team": "T0US", "at": "18.1"},
            id="shortcut",
        ),
    ],
)
def test_a_payload_is_kept_in_part(body: Body, kept: dict[str, str]) -> None:
    """Team and time, where the payload has them."""
    assert press_of(body) == kept


def test_what_was_seen_is_a_hash_of_its_blocks() -> None:
    """The same card gives the same hash in a message and in a window; another gives another."""
    in_message = press_of({**PRESS, "message": {"blocks": BLOCKS, "ts": "1"}})
    in_window = press_of({**PRESS, "view": {"blocks": BLOCKS}})
    other = press_of({**PRESS, "message": {"blocks": [*BLOCKS, *BLOCKS]}})

    assert in_message["seen"] == in_window["seen"] != other["seen"]

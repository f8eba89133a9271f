"""A replay's picture, and the words for those who don't see it."""

from dataclasses import replace

import pytest
from matplotlib.axes import Axes

from monitors.replay.card import ReplayedAlarm
from monitors.replay.chart import draw_replay, replay_alt_text
from tests.handlers.samples import REPLAY

ALARMS = [ReplayedAlarm(at, "", ["age"]) for at in (2, 5)]
CARD = replace(REPLAY, effects=[0.5, None, 2.0, 0.1, 0.2, 3.0], limit=1.0, alarms=ALARMS)


def test_the_picture_shows_windows_limit_and_alerts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows are counted from 1; one that wasn't measured is left out."""
    drawn: dict[str, list[tuple[object, ...]]] = {"plot": [], "axhline": [], "axvline": []}
    for name, calls in drawn.items():
        ours = getattr(Axes, name)

        def keep(
            self: Axes, *given: object, calls: list[tuple[object, ...]] = calls,
            ours: object = ours, **styles: object,
        ) -> object:  # fmt: skip
            calls.append(given)
            return ours(self, *given, **styles)  # type: ignore[operator] # matplotlib's own

        monkeypatch.setattr(Axes, name, keep)

    picture = draw_replay(CARD)

    assert picture.startswith(b"\x89PNG")
    assert drawn["plot"] == [([1, 3, 4, 5, 6], [0.5, 2.0, 0.1, 0.2, 3.0])]
    assert drawn["axhline"] == [(1.0,)]
    assert drawn["axvline"] == [(3,), (6,)]


def test_the_words_say_which_windows_alert() -> None:
    """Or that none does."""
    assert replay_alt_text(CARD).endswith("Windows that would have opened an alert: 3, 6.")
    assert replay_alt_text(replace(CARD, alarms=[])).endswith("alert: none.")
    assert "in each of 6 windows of employment" in replay_alt_text(CARD)

"""How often the app may call: one message a second to a channel, history once a minute."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

BURST = 3
HISTORY = "conversations.history"
HISTORY_SECONDS = 60.0
HISTORY_PAGE = 15


@dataclass
class ChannelPace:
    """One message a second to a channel, with a small burst."""

    clock: Callable[[], float] = time.monotonic
    tokens: dict[str, tuple[float, float]] = field(default_factory=dict)

    def admits(self, channel_id: str) -> bool:
        """Tell whether a message may go to the channel now, and count it."""
        now = self.clock()
        left, since = self.tokens.get(channel_id, (float(BURST), now))
        left = min(float(BURST), left + now - since)
        self.tokens[channel_id] = (left - 1 if left >= 1 else left, now)
        return left >= 1


@dataclass
class HistoryPace:
    """History for an app that is distributed outside the Marketplace: one call a minute.

    Source: docs.slack.dev/reference/methods/conversations.history, since 29 May 2025.
    """

    clock: Callable[[], float] = time.monotonic
    seconds: float = HISTORY_SECONDS
    free_at: float = 0.0

    def wait_seconds(self) -> int:
        """Return how long to wait, 0 when a call may be made now; such a call is counted."""
        now = self.clock()
        if now < self.free_at:
            return max(1, ceil(self.free_at - now))
        self.free_at = now + self.seconds
        return 0

"""Faults on demand: what a network and a busy Slack do to an app."""

from dataclasses import dataclass, field
from random import Random


@dataclass
class Faults:
    """Which faults happen how often; shares are 0 to 1 of the bot's calls."""

    too_many_share: float = 0.0
    server_error_share: float = 0.0
    hang_share: float = 0.0
    lost_share: float = 0.0
    hang_seconds: float = 12.0
    retry_after_seconds: int = 1
    answer_after_seconds: float = 0.0
    duplicate_deliveries: bool = False
    delay_seconds: float = 0.0
    methods: list[str] = field(default_factory=list)
    random: Random = field(default_factory=lambda: Random(7))  # noqa: S311 - repeatable, not secret

    def draw(self, method: str) -> str | None:
        """Say which fault, if any, meets a call: 429, 500, hang or lost."""
        if self.methods and method not in self.methods:
            return None
        point = self.random.random()
        for name, share in (
            ("429", self.too_many_share),
            ("500", self.server_error_share),
            ("hang", self.hang_share),
            ("lost", self.lost_share),
        ):
            if point < share:
                return name
            point -= share
        return None

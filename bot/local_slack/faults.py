"""Faults on demand: what a network and a busy or broken Slack do to an app.

`faults.meet("chat.postMessage", refuse("internal_error"))` until `faults.heal()`;
`faults.meet(EVERY_METHOD, hang(30))` for all methods; `times=2` for the next two calls alone.
`RESPONSE_URL` and `UPLOAD` name the two addresses beside the Web API. The shares meet calls by
chance, but always in the same order.
"""

from dataclasses import dataclass, field
from random import Random

EVERY_METHOD = "*"
RESPONSE_URL = "response_url"
UPLOAD = "upload"
BESIDE_THE_WEB_API = {RESPONSE_URL, UPLOAD}
OK, TOO_MANY_REQUESTS, SERVER_ERROR = 200, 429, 500


@dataclass(frozen=True)
class Fault:
    """What happens to a call: carried out or not, how late, and what comes back."""

    is_carried_out: bool = False
    seconds: float = 0.0
    is_dropped: bool = False
    status: int = OK
    code: str = ""
    retry_after_seconds: int = 0


def slow(seconds: float) -> Fault:
    """Carry the call out at once, and answer late."""
    return Fault(is_carried_out=True, seconds=seconds)


def hang(seconds: float) -> Fault:
    """Do nothing, and close the connection in the end."""
    return Fault(seconds=seconds, is_dropped=True)


def drop() -> Fault:
    """Close the connection without carrying the call out."""
    return Fault(is_dropped=True)


def lose() -> Fault:
    """Carry the call out, and close the connection before the answer."""
    return Fault(is_carried_out=True, is_dropped=True)


def refuse(code: str) -> Fault:
    """Answer `ok: false` with one of Slack's codes."""
    return Fault(code=code)


def fail(status: int = SERVER_ERROR) -> Fault:
    """Answer with an HTTP status that is no success."""
    return Fault(status=status)


def too_many(retry_after_seconds: int) -> Fault:
    """Answer 429 and ask for a pause."""
    return Fault(status=TOO_MANY_REQUESTS, retry_after_seconds=retry_after_seconds)


@dataclass
class _Planned:
    fault: Fault
    times: int | None


@dataclass
class Faults:
    """Which calls fail, and how; shares are 0 to 1 of the bot's calls."""

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
    planned: dict[str, list[_Planned]] = field(default_factory=dict)

    def meet(self, method: str, fault: Fault, times: int | None = None) -> None:
        """Make a method's calls fail: the next few, or all until it is healed.

        Several faults of one method follow each other, each for its number of times.
        """
        self.planned.setdefault(method, []).append(_Planned(fault, times))

    def heal(self, method: str | None = None) -> None:
        """Make a method work again, or all of them."""
        if method is None:
            self.planned.clear()
        else:
            self.planned.pop(method, None)

    def draw(self, method: str) -> Fault | None:
        """Return the fault of a call, if it has one."""
        names = [method] if method in BESIDE_THE_WEB_API else [method, EVERY_METHOD]
        for name in names:
            waiting = self.planned.get(name, [])
            if waiting:
                return _take(waiting)
        return None if method in BESIDE_THE_WEB_API else self._draw_by_chance(method)

    def _draw_by_chance(self, method: str) -> Fault | None:
        if self.methods and method not in self.methods:
            return None
        point = self.random.random()
        for share, fault in (
            (self.too_many_share, too_many(self.retry_after_seconds)),
            (self.server_error_share, fail()),
            (self.hang_share, Fault(seconds=self.hang_seconds, status=SERVER_ERROR)),
            (self.lost_share, Fault(is_carried_out=True, status=SERVER_ERROR)),
        ):
            if point < share:
                return fault
            point -= share
        return None


def _take(waiting: list[_Planned]) -> Fault:
    first = waiting[0]
    if first.times is not None:
        first.times -= 1
        if first.times <= 0:
            waiting.remove(first)
    return first.fault

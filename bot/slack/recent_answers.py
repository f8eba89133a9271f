"""Answers that are asked for on other threads: whoever needs one waits briefly, not longer."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, NamedTuple, TypeVar

import structlog

from bot.clock import seconds
from bot.threads.lane import Lane

log = structlog.get_logger()
T = TypeVar("T")
MOST_KEPT = 10_000


@dataclass(frozen=True)
class Patience:
    """How old an answer may be, and how long anyone waits for one, in seconds.

    Attributes:
        fresh: So old, it is taken without asking again.
        good: So old, it is taken where no newer one comes.
        wait: How long somebody waits for a newer one.
        pause: After one that didn't come in time, nobody waits for so long, or until one comes.
    """

    fresh: float
    good: float
    wait: float
    pause: float


class _Answer(NamedTuple, Generic[T]):
    value: T
    at: float


@dataclass
class RecentAnswers(Generic[T]):
    """The newest answer to each question.

    Args:
        lane: Whose threads ask.
        ask: Asks one question; raises where there is no answer.
        patience: How old and how late answers may be.
    """

    lane: Lane
    ask: Callable[[str], T]
    patience: Patience
    _answers: dict[str, _Answer[T]] = field(default_factory=dict)
    _asking: dict[str, Event] = field(default_factory=dict)
    _guard: Lock = field(default_factory=Lock)
    _nobody_waits_until: float = 0.0

    def get(self, key: str, *, fresh: float = math.inf) -> T | None:
        """Return the freshest answer to be had in time; None where that is too old to be good.

        Args:
            key: The question.
            fresh: So old, in seconds, it is taken without asking again, if `patience` is longer.
        """
        found = self._not_older_than(min(fresh, self.patience.fresh), key)
        if found is not None:
            return found.value
        is_asked = self.renew(key)
        if seconds() >= self._nobody_waits_until and not is_asked.wait(self.patience.wait):
            self._nobody_waits_until = seconds() + self.patience.pause
        found = self._not_older_than(self.patience.good, key)
        return found.value if found is not None else None

    def renew(self, key: str) -> Event:
        """Have a question asked now, once; returns what is set when that is over."""
        with self._guard:
            if key in self._asking:
                return self._asking[key]
            is_asked = self._asking[key] = Event()
        self.lane.put(lambda: self._ask(key, is_asked))
        return is_asked

    def is_older_than(self, age_seconds: float, key: str) -> bool:
        """Tell whether an answer is older than this, or there is none."""
        return self._not_older_than(age_seconds, key) is None

    def _not_older_than(self, age_seconds: float, key: str) -> _Answer[T] | None:
        found = self._answers.get(key)
        return found if found is not None and seconds() - found.at < age_seconds else None

    def _ask(self, key: str, is_asked: Event) -> None:
        asked_at = seconds()
        try:
            value = self.ask(key)
        except Exception as error:  # noqa: BLE001 - whatever it is, there is no answer
            log.info("question_not_answered", lane=self.lane.name, error=type(error).__name__)
            if seconds() < self._nobody_waits_until:
                self._nobody_waits_until = seconds() + self.patience.pause
        else:
            self._keep(key, _Answer(value, asked_at))
            self._nobody_waits_until = 0.0
        finally:
            with self._guard:
                del self._asking[key]
            is_asked.set()

    def _keep(self, key: str, answer: _Answer[T]) -> None:
        with self._guard:
            if len(self._answers) >= MOST_KEPT:
                self._answers.clear()
            self._answers[key] = answer

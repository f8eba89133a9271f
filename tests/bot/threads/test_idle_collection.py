"""Garbage that refers to itself is found once a minute, and not in the middle of a press."""

import gc
import time
import weakref
from collections.abc import Iterator

import pytest

from bot.clock import utc_now
from bot.threads.idle_collection import EVERY_SECONDS, IdleCollection


class Circle:
    """Refers to itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def collector_as_before() -> Iterator[None]:
    """Put the process's collector back."""
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.freeze()  # as tests/conftest.py has it


def test_old_garbage_is_found_when_it_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not by Python, and not before a minute is over."""
    collection = IdleCollection()
    circle = Circle()
    gc.collect(1)  # now it is old
    found = weakref.ref(circle)
    del circle
    now = time.monotonic()

    collection.step(utc_now())
    was_kept = found() is not None
    monkeypatch.setattr(
        "bot.threads.idle_collection.time.monotonic", lambda: now + EVERY_SECONDS + 1
    )
    collection.step(utc_now())

    assert was_kept
    assert found() is None


def test_python_does_not_look_at_what_is_old_by_itself() -> None:
    """However much is made."""
    IdleCollection()
    before = gc.get_stats()[2]["collections"]

    kept = [Circle() for _ in range(200_000)]

    assert gc.get_stats()[2]["collections"] == before
    assert len(kept) == 200_000

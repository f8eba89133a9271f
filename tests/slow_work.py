"""A guard: while a transaction writes, nothing slow runs: no schedule, file or HTTP call.

It is told by what is called, not by how long it takes, so a fast machine finds it too.
"""

import http.client
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bot.schedule.cron_line import CronLine
from bot.storage.database import IS_WRITING

SLOW: tuple[tuple[object, str], ...] = (
    (CronLine, "firings_after"),
    (http.client.HTTPConnection, "request"),
    (duckdb, "connect"),
    (Path, "open"),
    (Path, "read_text"),
    (Path, "read_bytes"),
)
FRAMES_SHOWN = 12


@contextmanager
def nothing_slow_while_writing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Watch what is slow; list each call that was made while a transaction was writing.

    The call goes on, so that what is watched behaves as always.

    Yields:
        The calls, each with the frames that led to it.
    """
    found: list[str] = []
    for owner, name in SLOW:
        monkeypatch.setattr(owner, name, _watched(getattr(owner, name), found))
    yield found


def _watched(call: Callable[..., Any], found: list[str]) -> Callable[..., Any]:
    @wraps(call)
    def watched(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it takes and returns
        if IS_WRITING.get():
            frames = traceback.format_stack(limit=FRAMES_SHOWN)[:-1]
            found.append(f"{call.__qualname__} while writing:\n{''.join(frames)}")
        return call(*given, **named)

    return watched

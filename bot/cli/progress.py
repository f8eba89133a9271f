"""A progress bar on a terminal, when an answer takes a while."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 2.0


@contextmanager
def sign_of_work(doing: str, patience: float = PATIENCE) -> Iterator[None]:
    """Show a moving bar on stderr from the third second on, if stderr is a terminal."""
    shown: list[Progress] = []

    def show() -> None:
        from rich.console import Console
        from rich.progress import Progress

        bar = Progress(console=Console(stderr=True), transient=True)
        bar.add_task(doing, total=None)
        bar.start()
        shown.append(bar)

    clock = Timer(patience, show)
    if sys.stderr.isatty():
        clock.start()
    try:
        yield
    finally:
        clock.cancel()
        if clock.is_alive():
            clock.join()
        for bar in shown:
            bar.stop()

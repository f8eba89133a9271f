"""Whether a SQLite file is still the one that was opened: what is written to another is lost."""

import os
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import TimeoutError as NoConnectionError


class DatabaseReplacedError(NoConnectionError):
    """The file was deleted or replaced while it was open; nothing was changed."""


class FileInPlace:
    """Notes which file is opened first, and notices when another stands in its place.

    SQLite goes on with a file that has no name any more: what people decide would be gone with
    the process.
    """

    def __init__(self, path: str | None) -> None:
        self._path = Path(path) if path and path != ":memory:" else None
        self._opened: tuple[int, int] | None = None

    def check(self, _: Connection) -> None:
        """Check it as a transaction begins.

        Raises:
            DatabaseReplacedError: It is another, or none.
        """
        if self._path is None:
            return
        try:
            found = os.stat(self._path)  # noqa: PTH116 - twice as fast, before each transaction
        except FileNotFoundError:
            now = None
        else:
            now = (found.st_dev, found.st_ino)
        if self._opened is None:
            self._opened = now
        elif now != self._opened:
            raise DatabaseReplacedError("The database file was replaced while it was open.")

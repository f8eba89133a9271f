"""The database's absence: one line in the log when it begins, one when it is over."""

from threading import Lock

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError

log = structlog.get_logger()
AWAY = ("08", "53", "57P", "57014", "55P03")
"""SQLSTATE: no connection, no room for one, shut down; a statement, or a lock, took too long."""
VALUE_REFUSED = "22000"
"""What stands for no code at all: SQLite gives none for a value that it can't store."""
AWAY_IN_SQLITE = tuple(
    f"SQLITE_{kind}" for kind in ("BUSY", "LOCKED", "FULL", "IOERR", "CANTOPEN", "READONLY")
)


def is_away(error: BaseException) -> bool:
    """Tell whether the database can't be used now, rather than that a statement is wrong."""
    if isinstance(error, NoConnectionError):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    in_sqlite: str | None = getattr(error.orig, "sqlite_errorname", None)
    if in_sqlite is not None:
        return in_sqlite.startswith(AWAY_IN_SQLITE)
    state: str | None = getattr(error.orig, "sqlstate", VALUE_REFUSED)
    return state is None or state.startswith(AWAY)  # no answer, or one that says so


class Outage:
    """What the workers of a process know together of the database's absence."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._cut_off: set[str] = set()

    def begins(self, worker: str, error: BaseException) -> None:
        """Note that a worker found it away; only the first says so."""
        with self._guard:
            is_first = not self._cut_off
            self._cut_off.add(worker)
        if is_first:
            reason = str(getattr(error, "orig", None) or error).strip().splitlines()
            log.error("database_away", worker=worker, reason=reason[0] if reason else "")

    def ends(self, worker: str) -> None:
        """Note that a worker that was cut off works again; only the first says so."""
        with self._guard:
            was_cut_off = worker in self._cut_off
            if was_cut_off:
                self._cut_off.clear()
        if was_cut_off:
            log.warning("database_back", worker=worker)

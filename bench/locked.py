"""Another process that holds SQLite's lock now and then."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import Popen

from bot.storage.database import Database

LOCKED_SECONDS, FREE_SECONDS = 10.0, 20.0
HOLD = """
import sys, time, pysqlite3
while True:
    held = pysqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
    held.execute("BEGIN IMMEDIATE")
    time.sleep(float(sys.argv[2]))
    held.close()
    time.sleep(float(sys.argv[3]))
"""


@contextmanager
def locked_now_and_then(database: Database) -> Iterator[None]:
    """Have the lock held for ten seconds of every thirty, for as long as the block runs."""
    arguments = (database.engine.url.database, LOCKED_SECONDS, FREE_SECONDS)
    with Popen([sys.executable, "-c", HOLD, *map(str, arguments)]) as holder:
        yield
        holder.terminate()

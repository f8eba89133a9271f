"""What an idle bot costs: processor time, and growth of SQLite's log, while nothing is due.

`lamplighter serve` runs as a process of its own, with a round that asks 200 people and a monitor
that waits for its day. `python -m bench.idle [--seconds 600] [--write]`; needs Linux's /proc.
"""

import argparse
import os
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pysqlite3.dbapi2 as sqlite3

from bench.drift import write
from bench.readiness import running_bench, settle
from bot.apply.configuration import Configuration, apply_configuration
from bot.clock import utc_now
from bot.demo import scenario
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.surfaces.surface import place_surface

MARK = "bench.idle"
CALMS_DOWN_WITHIN_SECONDS = 5


@dataclass(frozen=True)
class Spent:
    """What a process has used up so far: seconds of the processor, bytes of the log."""

    processor_seconds: float
    wal_bytes: int


def main() -> None:
    """Print what the time cost; when asked, write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600, help="how long to watch")
    parser.add_argument("--write", action="store_true", help="write docs/why/benchmarks.md")
    asked = parser.parse_args()
    with running_bench() as bench:
        add_monitor(bench.database)
        settle(bench.port)
        time.sleep(CALMS_DOWN_WITHIN_SECONDS)
        path = emptied_log(bench.database)
        before = spent(bench.bot_pid, path)
        time.sleep(asked.seconds)
        after = spent(bench.bot_pid, path)
    text = report(before, after, asked.seconds)
    print(text)
    if asked.write:
        write(text, mark=MARK)


def add_monitor(database: Database) -> None:
    """Let the demo's monitor wait for its day of the week."""
    transactions = Transactions(database, place_surface, utc_now)
    configuration = Configuration.model_validate(scenario.CONFIGURATION)
    apply_configuration(transactions, configuration, scenario.DATA)


def emptied_log(database: Database) -> Path:
    """Move SQLite's log into the database, so that its length is what was written since."""
    path = str(database.engine.url.database)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(f"{path}-wal")


def spent(pid: int, log: Path) -> Spent:
    """Read what a process has used, from /proc, and how long the database's log is."""
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(stat[11]) + int(stat[12])  # utime and stime, proc_pid_stat(5)
    return Spent(ticks / os.sysconf("SC_CLK_TCK"), log.stat().st_size)


def report(before: Spent, after: Spent, seconds: int) -> str:
    """Write the table."""
    processor = after.processor_seconds - before.processor_seconds
    written = after.wal_bytes - before.wal_bytes
    return "\n".join(
        [
            "| watched, s | processor, s | share of a core | written to the log, bytes |",
            "|---|---|---|---|",
            f"| {seconds} | {processor:.2f} | {processor / seconds:.2%} | {written} |",
        ]
    )


if __name__ == "__main__":
    main()

"""How much it takes to verify a long record, and whether flipped bits are named."""

import argparse
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.flips import make_database, report
from bot.audit_check import verify_record
from bot.migrations.upgrade import upgrade_database
from bot.storage.database import Database
from deployments.models import ModelFacts, register_model, register_version
from ground.audit import record

ENTRIES = 100_000
ROWS = 2_000
BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1_024


def fill(database: Database, entries: int) -> None:
    """Write a record: model versions, whose rows it covers, and decisions on alerts."""
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    with database.transaction() as session:
        register_model(session, ModelFacts("churn", "U0MIA", "C0CHURN"), now)
        for number in range(ROWS):
            register_version(
                session,
                model_name="churn",
                version=f"v{number}",
                registered_by="U0DAN",
                trained_by="U0DAN",
                digest="0" * 64,
                now=now,
            )
        for number in range(entries - ROWS - 2):
            record(
                session,
                actor="U0MIA",
                action="alert.keep",
                subject=f"alert:{number}",
                detail={"reason": "The new tariff explains the higher charges.", "n": number},
                now=now,
            )
            if number % 1_000 == 0:
                session.expunge_all()


def main() -> None:
    """Print processor time and the process's largest memory, or what became of flipped bits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="measure this database instead of making one")
    parser.add_argument("--flips", type=int, default=0, help="flip so many bits, one at a time")
    parser.add_argument("--seed", type=int, default=1, help="which bits")
    options = parser.parse_args()
    if options.url:
        measure(options.url)
        return
    with tempfile.TemporaryDirectory() as folder:
        if options.flips:
            is_fine = report(make_database(Path(folder)), options.flips, options.seed)
            sys.exit(0 if is_fine else 1)
        url = f"sqlite:///{Path(folder) / 'record.db'}"
        upgrade_database(url)
        database = Database(url)
        fill(database, ENTRIES)
        database.close()
        measure_apart(url)


def measure_apart(url: str) -> None:
    """Measure in a process that holds nothing of the writing."""
    import subprocess  # noqa: PLC0415 - the measured process needs none of it

    subprocess.run([sys.executable, "-m", "bench.audit", "--url", url], check=True)


def measure(url: str) -> None:
    """Verify and print."""
    database = Database(url)
    started = time.process_time()
    with database.reading() as session:
        verification = verify_record(session)
    took = time.process_time() - started
    database.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_UNIT / 2**20
    print("| entries | intact | processor time, s | peak memory, MB |\n|---|---|---|---|")
    print(f"| {verification.entries} | {verification.is_whole} | {took:.2f} | {peak:.0f} |")


if __name__ == "__main__":
    main()

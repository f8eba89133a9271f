"""A window in the running service, its reference's profile stored, beside a bare scan of its file.

`python -m bench.window [--write]` measures both in one process, in turn, after a warm-up, and the
bare scan as a process of its own too, which is the yardstick of `bench.drift`.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from bench.bare_scan import scan
from bench.drift import MILLION, Took, bare_scan, make_files, run
from bench.drift import write as write_between
from bot.adapters.data_sources.opening import open_tables
from bot.adapters.data_sources.source import Sources
from monitors.check.check import check
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.profile.remembered import Memory, RememberedTables, packed, unpacked

MARK = "bench.window"
TIMES = 5


def measure_window(reference: Path, current: Path, rows: int, payload: bytes) -> bytes:
    """Measure the window as a job of the service does, and give what would be stored."""
    memory = Memory(unpacked(payload))
    with open_tables(Sources(reference, current, rows=range(rows))) as opened:
        check(RememberedTables(opened, memory), Roles(), Limits())
    return payload or packed(memory.used)


def took(work: Callable[[], object]) -> Took:
    """Measure one call in this process; its memory is not told apart."""
    started, used = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - started, time.process_time() - used, 0.0)


def compare(rows: int, times: int = TIMES) -> list[str]:
    """Measure in turn, and give the table's lines: medians."""
    reference, current = make_files(rows)
    payload = measure_window(reference, current, rows, b"")
    works: dict[str, Callable[[], Took]] = {
        f"bare scan of the window, {rows:,} rows": lambda: took(lambda: scan([str(current)])),
        "the same as a process of its own": lambda: run(bare_scan([str(current)])),
        "window, stored profile": lambda: took(
            lambda: measure_window(reference, current, rows, payload)
        ),
        "window, reference counted too": lambda: took(lambda: check_both(reference, current)),
    }
    measured: dict[str, list[Took]] = {name: [] for name in works}
    for _ in range(times + 1):
        for name, work in works.items():
            measured[name].append(work())
    medians = {name: _median(found[1:]) for name, found in measured.items()}
    within, alone = list(medians.values())[:2]
    return [
        "| what | s | x bare scan | x bare scan as a process | processor s |",
        "|---|---|---|---|---|",
        *(_line(name, found, within, alone) for name, found in medians.items()),
    ]


def check_both(reference: Path, current: Path) -> None:
    """Measure without a profile."""
    with open_tables(Sources(reference, current)) as opened:
        check(opened, Roles(), Limits())


def _median(found: list[Took]) -> Took:
    return Took(
        statistics.median(one.seconds for one in found),
        statistics.median(one.processor_seconds for one in found),
        0.0,
    )


def _line(name: str, found: Took, within: Took, alone: Took) -> str:
    return (
        f"| {name} | {found.seconds:.2f} | {found.seconds / within.seconds:.2f} | "
        f"{found.seconds / alone.seconds:.2f} | {found.processor_seconds:.2f} |"
    )


def main() -> None:
    """Measure, print and, when asked, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/why/benchmarks.md")
    asked = parser.parse_args()
    table = "\n".join(compare(MILLION))
    print(table)
    if asked.write:
        write_between(table, mark=MARK)


if __name__ == "__main__":
    main()

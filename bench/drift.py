"""`lamplighter check` on large files beside a bare scan of them: time, processor time, memory.

`python -m bench.drift [--large] [--write]` makes its files under `.bench/`, from a seed.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".bench"
DOCUMENT = ROOT / "docs" / "benchmarks.md"
START, END = "<!-- bench.drift -->", "<!-- /bench.drift -->"
MILLION = 1_000_000
TIMES = 3
NORMAL = "sqrt(-2 * ln(random() + 1e-300)) * cos(2 * pi() * random())"
LAMPLIGHTER = str(Path(sys.executable).parent / "lamplighter")


@dataclass(frozen=True)
class Took:
    """What one process took."""

    seconds: float
    processor_seconds: float
    peak_mb: float


def make_files(rows: int) -> tuple[Path, Path]:
    """Write two tables of 30 columns; one number of the second is shifted by 0.3 deviations."""
    FOLDER.mkdir(exist_ok=True)
    paths = FOLDER / f"reference-{rows}.parquet", FOLDER / f"current-{rows}.parquet"
    for path, seed, shift in zip(paths, (0.1, 0.2), (0.0, 0.3), strict=True):
        if path.exists():
            continue
        with duckdb.connect() as connection:
            connection.execute("SET threads = 1")
            connection.execute(f"SELECT setseed({seed})")
            data = f"SELECT {', '.join(_columns(shift))} FROM range({rows})"  # noqa: S608 - our own
            connection.execute(f"COPY ({data}) TO '{path}' (FORMAT parquet)")
    return paths


def _columns(shift: float) -> list[str]:
    """Write 12 normal, 6 skewed, 3 sparse, 3 whole, 1 gappy number, 4 texts and a yes/no."""
    return [
        *(f"{NORMAL} * {n + 1} + {shift if n == 0 else 0} AS normal_{n}" for n in range(12)),
        *(f"exp(0.7 * {NORMAL}) AS skewed_{n}" for n in range(6)),
        *(f"CASE WHEN random() < 0.3 THEN 0.0 ELSE random() END AS sparse_{n}" for n in range(3)),
        *(f"CAST(floor(random() * {10**n}) AS INTEGER) AS whole_{n}" for n in (1, 2, 3)),
        "CASE WHEN random() < 0.95 THEN random() * 100 END AS gappy",
        *(
            f"'level ' || floor(random() * random() * {n})::INT AS text_{n}"
            for n in (3, 10, 40, 99)
        ),
        "random() < 0.2 AS yes",
    ]


def run(command: Sequence[str]) -> Took:
    """Run one whole process to its end."""
    started = time.perf_counter()
    silent = os.open(os.devnull, os.O_WRONLY)
    pid = os.posix_spawn(
        command[0], list(command), os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, silent, 1)]
    )
    os.close(silent)
    _, _, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - started
    return Took(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def best(command: Sequence[str], times: int = TIMES) -> Took:
    """Give the quickest of several runs."""
    return min((run(command) for _ in range(times)), key=lambda took: took.seconds)


def compare(rows: int, times: int = TIMES) -> list[str]:
    """Measure the bare scan and the check, in turn, and give the table's lines."""
    files = list(map(str, make_files(rows)))
    bare = best([sys.executable, "-m", "bench.bare_scan", *files], times)
    check = best([LAMPLIGHTER, "check", *files, "--json"], times)
    return [
        _line(f"bare scan, 2 x {rows:,} rows", bare, bare),
        _line(f"`lamplighter check`, 2 x {rows:,} rows", check, bare),
    ]


def _line(name: str, took: Took, bare: Took) -> str:
    return (
        f"| {name} | {took.seconds:.2f} | {took.seconds / bare.seconds:.1f} | "
        f"{took.processor_seconds:.2f} | {took.peak_mb:.0f} |"
    )


def write(table: str, document: Path = DOCUMENT, *, marks: tuple[str, str] = (START, END)) -> None:
    """Put the table between its marks in the document."""
    start, end = marks
    text = document.read_text(encoding="utf-8")
    before, _, rest = text.partition(start)
    _, _, after = rest.partition(end)
    document.write_text(f"{before}{start}\n{table}\n{end}{after}", encoding="utf-8")


def main() -> None:
    """Measure, print and, when asked, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="20,000,000 rows too")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    asked = parser.parse_args()
    lines = ["| what | s | x bare scan | processor s | peak MB |", "|---|---|---|---|---|"]
    lines += compare(MILLION)
    if asked.large:
        lines += compare(20 * MILLION, times=1)
    table = "\n".join(lines)
    print(table)
    if asked.write:
        write(table)


if __name__ == "__main__":
    main()

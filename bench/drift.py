"""`lamplighter check` on large files beside a bare scan of them: time, processor time, memory.

`python -m bench.drift [--large] [--write]` makes its files under `.bench/`, from a seed. Both run
in turn, several times; medians count. The large files (9 GB) are deleted afterwards.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import duckdb

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".bench"
DOCUMENT = ROOT / "docs/why/benchmarks.md"
MARK = "bench.drift"
HEAD = ["| what | s | x bare scan | processor s | peak MB |", "|---|---|---|---|---|"]
MILLION = 1_000_000
LARGE = 20 * MILLION
TIMES = {MILLION: 5, LARGE: 3}
MOST_TIMES_BARE = {MILLION: 4.0, LARGE: 2.5}
MOST_MB = 450
BYTES_PER_ROW = 2 * 250
NORMAL = "sqrt(-2 * ln(random() + 1e-300)) * cos(2 * pi() * random())"
STARTER = """
import json, os, sys, time

started = time.perf_counter()
silent = os.open(os.devnull, os.O_WRONLY)
actions = [(os.POSIX_SPAWN_DUP2, silent, 1)]
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=actions)
_, _, used = os.wait4(process, 0)
seconds = time.perf_counter() - started
print(json.dumps([seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
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
    """Run one whole process to its end.

    It is started by a small one: a process begins with the peak memory of whoever starts it.
    """
    starter = [sys.executable, "-S", "-c", STARTER, *command]
    told = subprocess.run(starter, check=True, capture_output=True, text=True).stdout
    return Took(*json.loads(told))


def in_turn(commands: Sequence[Sequence[str]], times: int) -> list[Took]:
    """Run several commands in turn, and give the medians of each.

    What else the machine does weighs on all of them alike.
    """
    rounds = [[run(command) for command in commands] for _ in range(times)]
    return [
        Took(
            median(took.seconds for took in runs),
            median(took.processor_seconds for took in runs),
            max(took.peak_mb for took in runs),
        )
        for runs in zip(*rounds, strict=True)
    ]


def compare(rows: int) -> tuple[list[str], list[str]]:
    """Measure the bare scan and the check; give the table's lines, and what was to be shown."""
    files = list(map(str, make_files(rows)))
    bare, check = in_turn([bare_scan(files), check_command(files)], TIMES[rows])
    lines = [
        line(f"bare scan, 2 x {rows:,} rows", bare, bare),
        line(f"`lamplighter check`, 2 x {rows:,} rows", check, bare),
    ]
    ratio, most = check.seconds / bare.seconds, MOST_TIMES_BARE[rows]
    processor = check.processor_seconds / bare.processor_seconds
    is_quick, is_small = ratio <= most, check.peak_mb <= MOST_MB
    time_taken = f"at {ratio:.1f} x a bare scan (at most {most:g})"
    memory = f"with a peak of {check.peak_mb:.0f} MB (at most {MOST_MB})"
    return lines, [
        f"{verdict(is_quick)}: {rows:,} rows {time_taken}; processor seconds {processor:.1f} x",
        f"{verdict(is_small)}: {rows:,} rows {memory}",
    ]


def verdict(is_so: object) -> str:
    """Return whether a limit holds."""
    return "holds" if is_so else "BROKEN"


def bare_scan(files: Sequence[str]) -> list[str]:
    """Name the yardstick's command."""
    return [sys.executable, "-m", "bench.bare_scan", *files]


def check_command(files: Sequence[str]) -> list[str]:
    """Name our command."""
    return [LAMPLIGHTER, "check", *files, "--json"]


def compare_large() -> tuple[list[str], list[str]]:
    """Compare at 20,000,000 rows, in files that are deleted afterwards."""
    FOLDER.mkdir(exist_ok=True)
    free, needed = shutil.disk_usage(FOLDER).free, LARGE * BYTES_PER_ROW
    if free < needed:
        raise SystemExit(
            f"The large files need {needed / 1e9:.0f} GB of disk; {free / 1e9:.0f} are free."
        )
    try:
        return compare(LARGE)
    finally:
        for path in FOLDER.glob(f"*-{LARGE}.parquet"):
            path.unlink()


def line(name: str, took: Took, bare: Took) -> str:
    """Write a line of the table."""
    return (
        f"| {name} | {took.seconds:.2f} | {took.seconds / bare.seconds:.1f} | "
        f"{took.processor_seconds:.2f} | {took.peak_mb:.0f} |"
    )


def write(table: str, document: Path = DOCUMENT, *, mark: str = MARK) -> None:
    """Put the table between its marks in the document."""
    start, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, _, rest = document.read_text(encoding="utf-8").partition(start)
    _, _, after = rest.partition(end)
    document.write_text(f"{before}{start}\n{table}\n{end}{after}", encoding="utf-8")


def main() -> None:
    """Measure, print and, when asked, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="20,000,000 rows too")
    parser.add_argument("--write", action="store_true", help="write docs/why/benchmarks.md")
    asked = parser.parse_args()
    lines, shown = compare(MILLION)
    if asked.large:
        more, shown_too = compare_large()
        lines, shown = lines + more, shown + shown_too
    table = "\n".join(HEAD + lines)
    print(table, *shown, sep="\n")
    if asked.write:
        write(table)
    sys.exit(any(sentence.startswith("BROKEN") for sentence in shown))


if __name__ == "__main__":
    main()

"""What `lamplighter check` costs beside an earlier version of itself.

    python -m bench.cost /elsewhere/.venv/bin/lamplighter [--rows 1000000] [--times 10]

Both check the same parquet files in turn; medians count.
"""

import argparse

from bench.drift import HEAD, LAMPLIGHTER, MILLION, in_turn, line, make_files


def main() -> None:
    """Measure, and print both and the ratio of their processor seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("earlier", help="the `lamplighter` of the earlier version")
    parser.add_argument("--rows", type=int, default=MILLION)
    parser.add_argument("--times", type=int, default=10)
    asked = parser.parse_args()
    files = list(map(str, make_files(asked.rows)))
    commands = [[each, "check", *files, "--json"] for each in (asked.earlier, LAMPLIGHTER)]
    before, now = in_turn(commands, asked.times)
    print(*HEAD, line("before", before, before), line("now", now, before), sep="\n")
    more = now.processor_seconds / before.processor_seconds - 1
    print(f"{more:+.1%} processor seconds, {now.peak_mb - before.peak_mb:+.0f} MB")


if __name__ == "__main__":
    main()

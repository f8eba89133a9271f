"""The yardstick: DuckDB reads every value of the given files once, as one whole process.

Numbers are summed and texts compared for their maximum, so that no value can be skipped.
"""

import sys
from collections.abc import Sequence

import duckdb


def scan(files: Sequence[str]) -> None:
    """Scan each file."""
    with duckdb.connect() as connection:
        for file in files:
            data = f"read_parquet('{file}')"
            columns = connection.execute(f"DESCRIBE SELECT * FROM {data}").fetchall()  # noqa: S608 - a path of our own
            asked = [
                f'{"max" if kind in {"VARCHAR", "BOOLEAN"} else "sum"}("{name}")'
                for name, kind, *_ in columns
            ]
            connection.execute(f"SELECT {', '.join(asked)} FROM {data}").fetchall()  # noqa: S608 - names of our own


if __name__ == "__main__":
    scan(sys.argv[1:])

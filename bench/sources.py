"""One check in DuckDB and in Spark: is the result the same, and how long does it take?

Run as `make bench-spark`, which makes an environment with pyspark; Spark runs locally and needs a
Java. CI leaves it out: pyspark is 400 MB, and Spark takes minutes for what DuckDB does in seconds.
"""

import json
import os
import sys
import time
from typing import Any

from bench.drift import make_files
from bot.adapters.data_sources.opening import open_tables
from bot.adapters.data_sources.source import Sources
from monitors.check.check import check
from monitors.check.limits import Limits
from monitors.check.questions.fairness import Fairness
from monitors.check.questions.texts import Text
from monitors.check.reports.as_json import check_as_json
from monitors.check.roles import Roles

ROWS = 60_000
SETTINGS = "--conf spark.sql.shuffle.partitions=2 --conf spark.ui.enabled=false"
CLOSE = 1e-9


def main() -> None:
    """Check two tables of 60,000 rows in both engines; exit 1 where they differ."""
    os.environ.setdefault("PYSPARK_SUBMIT_ARGS", f"{SETTINGS} pyspark-shell")
    files = list(map(str, make_files(ROWS)))
    places = {
        "DuckDB": files,
        "Spark": [f"spark:?query=SELECT * FROM parquet.`{file}`" for file in files],  # noqa: S608 - files of our own
    }
    documents = {}
    print("| engine | s |\n|---|---|")
    for engine, (reference, current) in places.items():
        started = time.perf_counter()
        documents[engine] = checked(reference, current)
        print(f"| {engine} | {time.perf_counter() - started:.1f} |", flush=True)
    different = list(differences("", documents["DuckDB"], documents["Spark"]))
    print("\n".join(different[:20]) or "Both give the same, to 1e-9.")
    sys.exit(bool(different))


def checked(reference: str, current: str) -> dict[str, Any]:
    """Check every kind of column, one as truth and one as probability, a group and a text."""
    roles = Roles(target="yes", probability="sparse_0")
    with open_tables(Sources(reference, current)) as tables:
        found = check(tables, roles, Limits(), [Fairness("text_10"), Text("text_40")])
        return check_as_json(found, 0.0)


def differences(place: str, one: Any, other: Any) -> list[str]:  # noqa: ANN401 - whatever JSON holds
    """Name each place where two documents differ."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [
            line for key in one for line in differences(f"{place}/{key}", one[key], other[key])
        ]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [line for at, pair in pairs for line in differences(f"{place}/{at}", *pair)]
    if isinstance(one, float) and isinstance(other, float | int):
        is_same = abs(one - other) <= CLOSE * max(abs(one), abs(other), CLOSE)
        return [] if is_same else [f"{place}: {one!r} and {other!r}"]
    return (
        [] if one == other else [f"{place}: {json.dumps(one)[:80]} and {json.dumps(other)[:80]}"]
    )


if __name__ == "__main__":
    main()

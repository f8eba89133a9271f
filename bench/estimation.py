"""CBPE beside NannyML's on the census data; each in its own environment.

Prepare NannyML once: `make .bench/nannyml`. Prints a table; `--write` puts it into
docs/why/benchmarks.md.
"""

import argparse
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.census import DATA, METRICS, ROWS, numbered
from bench.quiet import PAGE, write_section
from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Sources
from monitors.performance.counted_scores import profile_scores
from monitors.performance.estimated import EstimatedPerformance, estimate_classification
from monitors.performance.metric import Task
from monitors.performance.outcomes import Answers
from monitors.profile.engine import CURRENT, REFERENCE

PEER = Path(__file__).parents[1] / ".bench/nannyml/bin/python"
SCRIPT = Path(__file__).parent / "peers/nannyml_estimates.py"
ANSWERS = Answers("employed", "prediction", "predicted_probability")
Estimates = dict[str, list[float]]


def main() -> None:
    """Estimate all windows with both and print how far apart they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/why/benchmarks.md")
    arguments = parser.parse_args()
    lines = list(report(estimated(), estimated_by_nannyml()))
    print("\n".join(lines))
    if arguments.write:
        write_section(PAGE, "\n".join(lines))


def estimated() -> Estimates:
    """Estimate each window from its scores alone, unweighted as NannyML does."""
    found: Estimates = {name: [] for name in METRICS}
    for number, _ in numbered(1):
        rows = range(number * ROWS, (number + 1) * ROWS)
        files = Sources(DATA / "reference.parquet", DATA / "current.parquet", rows)
        with DuckDbTables(files) as tables:
            reference, current = (
                profile_scores(tables, name, ANSWERS, Task.BINARY, has_truth=name == REFERENCE)
                for name in (REFERENCE, CURRENT)
            )
        told = estimate_classification(reference, current, np.random.default_rng(0))
        if not isinstance(told, EstimatedPerformance):
            raise SystemExit(told.reason)
        for name in METRICS:
            found[name].append(told.metrics[name].value)
    return found


def estimated_by_nannyml() -> Estimates:
    """Run NannyML's script in its own environment."""
    command = [str(PEER), str(SCRIPT), str(DATA), str(ROWS)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    found: Estimates = json.loads(answer.stdout.splitlines()[-1])
    return found


def report(ours: Estimates, theirs: Estimates) -> Iterator[str]:
    """Write the section: mean and largest distance per metric."""
    yield "## Agreement with NannyML"
    yield ""
    yield (
        "`python -m bench.estimation --write` compares CBPE on "
        f"{len(ours['accuracy'])} windows of {ROWS:,} rows of the census data, without "
        "weighting, with NannyML 0.13.1 in its own environment."
    )
    yield (
        "Both calibrate on the reference; Lamplighter uses a thousand bins of the score, which "
        "explains the small differences."
    )
    yield ""
    yield "| metric | mean, ours | mean, NannyML | mean distance | largest distance |"
    yield "|---|---|---|---|---|"
    for name in METRICS:
        gaps = np.abs(np.array(ours[name]) - np.array(theirs[name]))
        figures = (np.mean(ours[name]), np.mean(theirs[name]), gaps.mean(), gaps.max())
        yield f"| {name.replace('_', ' ')} | " + " | ".join(f"{x:.4f}" for x in figures) + " |"


if __name__ == "__main__":
    main()

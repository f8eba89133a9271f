"""`lamplighter check` beside Evidently, NannyML, alibi-detect and whylogs, on the same files.

`make bench-peers` makes each peer's environment and runs this; `--write` puts table, chart and
agreement into docs/why/benchmarks.md. Every tool is a whole process from parquet to result.
"""

import argparse
import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

from bench.drift import (
    FOLDER,
    HEAD,
    ROOT,
    Took,
    bare_scan,
    check_command,
    in_turn,
    line,
    make_files,
    verdict,
    write,
)

PEERS = {"alibi_detect": "alibi-detect", "nannyml": "NannyML", "whylogs": "whylogs",
         "evidently": "Evidently"}  # fmt: skip
AT_LEAST = {"alibi_detect": 4, "nannyml": 9, "whylogs": 18, "evidently": 55}
OURS, BARE = "`lamplighter check`", "bare scan"
ROWS = [200_000, 1_000_000]
ROWS_TO_AGREE = 20_000
MARK = "bench.side_by_side"
CHART = ROOT / "docs" / "pictures" / "benchmark-peers.png"
Values = dict[str, float]
MEASURES = [
    ("Kolmogorov-Smirnov", "ks_statistic", "numeric", "NannyML", "kolmogorov_smirnov"),
    ("Jensen-Shannon, numbers", "js_distance", "numeric", "NannyML", "jensen_shannon"),
    ("Jensen-Shannon, categories", "js_distance", "categorical", "NannyML", "jensen_shannon"),
    ("Wasserstein, normed", "wasserstein_normed", "numeric", "Evidently", "wasserstein"),
    ("PSI, numbers", "psi", "numeric", "Evidently", "psi"),
    ("PSI, categories", "psi", "categorical", "Evidently", "psi"),
    ("chi-square p-value", "chi2_p_value", "categorical", "alibi-detect", "p_value"),
]


def main() -> None:
    """Measure, print and, when asked, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS, help="rows of each file")
    parser.add_argument("--times", type=int, default=1, help="runs of each tool; medians count")
    parser.add_argument("--write", action="store_true", help="write docs/why/benchmarks.md")
    asked = parser.parse_args()
    refuse_missing()
    took = {rows: measured(rows, asked.times) for rows in asked.rows}
    table = "\n".join([*HEAD, *(row for rows in took for row in lines_of(rows, took[rows]))])
    print(table, *shown(took[max(took)]), "", sep="\n", flush=True)
    agreement = "\n".join(agreement_lines())
    print(agreement)
    if asked.write:
        draw(took[max(took)], max(took))
        picture = f"![Seconds on 2 x {max(took):,} rows](../pictures/{CHART.name})"
        write(f"{table}\n\n{picture}\n\n{agreement}", mark=MARK)


def refuse_missing() -> None:
    """Refuse to start while a peer has no environment."""
    for name, title in PEERS.items():
        if not python_of(name).exists():
            raise SystemExit(f"{title} is not installed: run `make .bench/{name}`.")


def python_of(name: str) -> Path:
    """Return the Python of a peer's environment."""
    return FOLDER / name / "bin" / "python"


def peer_command(name: str, files: list[str], *more: str) -> list[str]:
    """Name a peer's command."""
    script = ROOT / "bench" / "peers" / f"{name}_drift.py"
    return [str(python_of(name)), "-W", "ignore", str(script), *files, *more]


def measured(rows: int, times: int) -> dict[str, Took]:
    """Run every tool in turn on files of so many rows."""
    files = list(map(str, make_files(rows)))
    peers = [peer_command(name, files) for name in PEERS]
    found = in_turn([bare_scan(files), check_command(files), *peers], times)
    return dict(zip([BARE, OURS, *PEERS.values()], found, strict=True))


def lines_of(rows: int, took: dict[str, Took]) -> list[str]:
    """Write the table's lines, with how many times ours each peer takes."""
    ours = took[OURS].seconds
    return [
        line(
            f"{name}, 2 x {rows:,} rows"
            + (f" ({one.seconds / ours:.1f} x ours)" if name in PEERS.values() else ""),
            one,
            took[BARE],
        )
        for name, one in took.items()
    ]


def shown(took: dict[str, Took]) -> list[str]:
    """Return a sentence per peer: is Lamplighter as much faster as it should be?"""
    sentences = []
    for name, at_least in AT_LEAST.items():
        wall, processor = (
            getattr(took[PEERS[name]], unit) / getattr(took[OURS], unit)
            for unit in ("seconds", "processor_seconds")
        )
        sentences.append(
            f"{verdict(wall >= at_least)}: {PEERS[name]} takes {wall:.1f} x ours "
            f"(at least {at_least}); in processor seconds {processor:.1f} x"
        )
    return sentences


def agreement_lines() -> list[str]:
    """Compare the values of both files' columns with those of the peers."""
    files = list(map(str, make_files(ROWS_TO_AGREE)))
    columns = output(check_command(files))["columns"]
    nannyml = output(peer_command("nannyml", files))
    theirs = {("NannyML", method): picked(nannyml, method) for method in (
        "kolmogorov_smirnov", "jensen_shannon")}  # fmt: skip
    theirs["alibi-detect", "p_value"] = output(peer_command("alibi_detect", files))
    theirs["Evidently", "psi"] = output(peer_command("evidently", files, "psi"))
    theirs["Evidently", "wasserstein"] = output(peer_command("evidently", files))
    return [
        "| measure | peer | columns | mean, ours | mean, peer | mean distance | largest |",
        "|---|---|---|---|---|---|---|",
        *(
            agreement_line(title, peer, ours_of(columns, measure, kind), theirs[peer, method])
            for title, measure, kind, peer, method in MEASURES
        ),
    ]


def picked(found: dict[str, Values], method: str) -> Values:
    """Take one method's value of each column that has it."""
    return {name: values[method] for name, values in found.items() if method in values}


def ours_of(columns: list[dict[str, Any]], measure: str, kind: str) -> Values:
    """Take one measure of each column of a kind."""
    return {
        column["column"]: column["measures"][measure]
        for column in columns
        if column["kind"] == kind and column["measures"][measure] is not None
    }


def agreement_line(title: str, peer: str, ours: Values, theirs: Values) -> str:
    """Write how far apart two sets of values are."""
    names = [name for name in ours if name in theirs]
    mine, other = (np.array([values[name] for name in names]) for values in (ours, theirs))
    apart = np.abs(mine - other)
    figures = (mine.mean(), other.mean(), apart.mean(), apart.max())
    cells = " | ".join(f"{figure:.4f}" for figure in figures)
    return f"| {title} | {peer} | {len(names)} | {cells} |"


def output(command: list[str]) -> dict[str, Any]:
    """Run a tool and read the JSON that it prints."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    begin = done.stdout.find("{")
    if begin < 0:
        raise SystemExit(f"{command[0]} gave no result: {done.stderr.strip()[-300:]}")
    found: dict[str, Any] = json.loads(done.stdout[begin:])
    return found


def draw(took: dict[str, Took], rows: int) -> None:
    """Draw the seconds of each tool, on a scale of powers of ten."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - only who draws waits for it

    figure = Figure(figsize=(7.2, 3.0), layout="constrained")
    axes = figure.subplots()
    names = [name.strip("`") for name in took]
    colours = ["#9aa5b1" if name != OURS else "#1f6f8b" for name in took]
    bars = axes.barh(names, [one.seconds for one in took.values()], color=colours)
    axes.bar_label(bars, [f"{one.seconds:.1f} s" for one in took.values()], padding=3)
    axes.set_xscale("log")
    axes.invert_yaxis()
    axes.margins(x=0.15)
    axes.set_xlabel(f"seconds, whole process, 2 x {rows:,} rows x 30 columns (log scale)")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(CHART, dpi=150)


if __name__ == "__main__":
    main()

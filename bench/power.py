"""What a monitor finds in the first week of a shift, beside other tools as quiet as it is.

    python -m bench.power [--quick] [--kinds WORD …] [--rows N …] [--repeats N] [--first-week]
    python -m bench.power --kept --write

Seventeen kinds of shift in two sizes, windows of 500, 2,000 and 10,000 rows, 30 columns and a
reference of 20,000 rows. Ours is judged by the product's own code (bench/power_ours.py); the
others' figures were measured once and are kept (bench/power_peers.py). Where an alert is due, our
alerts are compared with the others at our alerts' rate in quiet weeks; where a notice is due, our
alerts and notices with the others at the rate of both. What was measured is kept for each size of
windows, so that sizes can be measured apart, and written together.
"""

import argparse
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.power_ours import Monitor, Week, found, quiet_weeks
from bench.power_peers import best, read_figures
from bench.power_worlds import KINDS, ROWS, SLOW, Kind, weeks_of
from bench.quiet import write_section
from monitors.check.column_verdicts import CheckVerdict

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/why/benchmarks.md"
KEPT = ROOT / ".bench/power"
SECTION = "## What is found"
INTRODUCTION = (
    "`python -m bench.power --first-week` measures each size of windows, and `--kept --sentences "
    "--write` writes them down: what share of 40 repeats is found in the first week of a shift, "
    "beside the best of the other tools at the same rate of false alarms (`bench/power_peers.py` "
    "says how those were measured). A case is lost if another finds more than one in ten beyond "
    "ours; of a slow drift, alerts count by its eighth week and notices by its fifth. Each other "
    "tool's checks have the whole rate to themselves, while ours share it over all questions; "
    "that costs us windows of 500 rows most. What is lost there: a tail of 1% is five rows, which "
    "have to stand out among the tails of all columns. Amounts in another unit, a level that "
    "grows from 10 to 16% and a shift in one segment move one column little beyond what chance "
    "does in so few rows. All numbers together are averaged with the columns that stay."
)
QUIET_WEEKS, REPEATS, QUICK = 400, 40, 8
FEWEST = 1 / 400  # the smallest rate that 400 quiet weeks can tell
MARGIN = 0.1
NOTICED_WITHIN, ALERTED_WITHIN = 5, 8  # weeks of a slow drift
Cell = dict[str, Any]


def main() -> None:
    """Print the table; with --write, put it into docs/why/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} repeats, 100 quiet weeks")
    parser.add_argument("--kinds", nargs="*", default=[], help="words of the kinds' names")
    parser.add_argument("--rows", nargs="*", type=int, default=list(ROWS), help="of a window")
    parser.add_argument("--repeats", type=int, default=0, help="of each shift")
    parser.add_argument("--weeks", type=int, default=0, help="quiet weeks")
    parser.add_argument("--first-week", action="store_true", help="but of slow drift, no more")
    parser.add_argument("--kept", action="store_true", help="show what was measured before")
    parser.add_argument("--sentences", action="store_true", help="print what a person reads")
    parser.add_argument("--write", action="store_true", help="write docs/why/benchmarks.md")
    asked = parser.parse_args()
    started_at = time.perf_counter()
    repeats = asked.repeats or (QUICK if asked.quick else REPEATS)
    weeks = asked.weeks or (100 if asked.quick else QUIET_WEEKS)
    kinds = [kind for kind in KINDS if not asked.kinds or any(w in kind.name for w in asked.kinds)]
    lines: list[str] = []
    for rows in asked.rows:
        kept = KEPT / f"ours-{rows}.json"
        if not asked.kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            until = 1 if asked.first_week else None
            told = json.dumps(measure(rows, kinds, repeats, weeks, until))
            kept.write_text(told, encoding="utf-8")
        measured = json.loads(kept.read_text(encoding="utf-8"))
        for line in report(measured, is_spoken=asked.sentences):
            print(line, flush=True)
            lines.append(line)
    print(f"{time.perf_counter() - started_at:.0f} s")
    if asked.write:
        write_section(PAGE, "\n".join([SECTION, "", INTRODUCTION, "", *lines]))


def measure(rows: int, kinds: Sequence[Kind], repeats: int, weeks: int, until: int | None) -> Cell:
    """Judge quiet weeks and every shift, for so many weeks; a slow one for all of them."""
    monitor = Monitor.learned(rows)
    quiet = quiet_weeks(monitor, rows, weeks)
    cells = [
        _cell(kind, strength, list(found(monitor, kind, strength, rows, repeats, lasts)))
        for kind in kinds
        for strength in (0, 1)
        for lasts in [weeks_of(kind) if kind.name == SLOW or until is None else until]
    ]
    return {
        "rows": rows,
        "weeks": weeks,
        "alerts": _share(quiet, CheckVerdict.ALERT) / weeks,
        "both": _share(quiet, CheckVerdict.ALERT, CheckVerdict.WARNING) / weeks,
        "cells": cells,
    }


def _share(weeks: Sequence[Week], *verdicts: CheckVerdict) -> int:
    return sum(week.verdict in verdicts for week in weeks)


def _cell(kind: Kind, strength: int, repeats: Sequence[Sequence[Week]]) -> Cell:
    """Sum up the repeats of one shift."""
    alert = [_first(weeks, CheckVerdict.ALERT) for weeks in repeats]
    told = [_first(weeks, CheckVerdict.ALERT, CheckVerdict.WARNING) for weeks in repeats]
    example = next((w for weeks in repeats for w in weeks if w.alerts or w.notices), None)
    return {
        "place": KINDS.index(kind),
        "strength": strength,
        "alert": alert,
        "told": told,
        "example": [*example.alerts, *example.notices][:2] if example else [],
    }


def _first(weeks: Sequence[Week], *verdicts: CheckVerdict) -> int | None:
    """Return the first week, from 1, of one of these verdicts."""
    return next((at for at, week in enumerate(weeks, 1) if week.verdict in verdicts), None)


def report(measured: Cell, *, is_spoken: bool = False) -> Iterator[str]:
    """Write a table of one size of windows, and how many cases are lost."""
    rows, figures = measured["rows"], read_figures()
    yield f"### Windows of {rows:,} rows"
    yield ""
    yield (
        f"Of {measured['weeks']} quiet weeks {measured['alerts']:.1%} were an alert and "
        f"{measured['both'] - measured['alerts']:.1%} a notice."
    )
    yield ""
    yield "| shift | size | due | our alerts | with notices | weeks | best other | lost |"
    yield "|---|---|---|---|---|---|---|---|"
    lost = counted = 0
    for cell in measured["cells"]:
        kind, strength = KINDS[cell["place"]], cell["strength"]
        due = kind.deserves[strength]
        share, name, is_lost = _beside(measured, cell, figures)
        counted += bool(due)
        lost += is_lost
        weeks = [at for at in cell["alert" if due == "alert" else "told"] if at]
        yield (
            f"| {kind.name} | {kind.sizes[strength]:g} | {due} "
            f"| {_in(cell['alert'], _until(kind, 'alert')):.2f} "
            f"| {_in(cell['told'], _until(kind, 'notice')):.2f} "
            f"| {median(weeks) if weeks else 'never'} "
            f"| {share:.2f} {name} | {'yes' if is_lost else ''} |"
        )
    yield ""
    yield f"Lost: {lost} of {counted}."
    yield ""
    if is_spoken:
        for cell in measured["cells"]:
            yield f"- {KINDS[cell['place']].name}: {'; '.join(cell['example'])}"


def _beside(
    measured: Cell, cell: Cell, figures: Mapping[str, Mapping[str, Any]]
) -> tuple[float, str, bool]:
    """Return the best other's share at our rate, its name, and whether it is far beyond ours."""
    kind, strength = KINDS[cell["place"]], cell["strength"]
    due = kind.deserves[strength]
    is_alert = due == "alert"
    rate = max(measured["alerts" if is_alert else "both"], FEWEST)
    until = _until(kind, due)
    share, name = best(
        figures, measured["rows"], cell["place"], strength, rate, within=range(until)
    )
    ours = _in(cell["alert" if is_alert else "told"], until)
    return share, name, bool(due) and share > ours + MARGIN + 1e-9


def _until(kind: Kind, due: str) -> int:
    """Return within how many weeks a shift is to be found."""
    if kind.name != SLOW:
        return 1
    return ALERTED_WITHIN if due == "alert" else NOTICED_WITHIN


def _in(firsts: Sequence[int | None], weeks: int) -> float:
    """Return the share found within so many weeks."""
    return sum(first is not None and first <= weeks for first in firsts) / max(len(firsts), 1)


if __name__ == "__main__":
    main()

"""What other tools say of the weeks of `bench.power`: one tool, in its own environment.

Run as `.bench/TOOL/bin/python bench/peers/power.py TOOL ROWS REPEATS OUT [QUIET [PLACE …]]`:
QUIET weeks without a shift, 400 by default, and the kinds at these places alone. TOOL is one of
`nannyml`, `evidently` and `alibi_detect`, or `scipy`, `classifier` and `equal` in ours. Each
family of a tool's checks is a set of statistics per week. They are written to OUT, a file of
NumPy's, for `bench.power_peers` to calibrate on the quiet weeks.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2]))
from bench.peers import power_equal, power_tools
from bench.power_worlds import KINDS, SLOW, Table, quiet, reference, shifted, weeks_of

QUIET_WEEKS = 400
BATCH = 50
Week = tuple[str, Table]


def main() -> None:
    """Measure every week and keep the statistics by family, a row each."""
    tool, rows, repeats, out = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    measure: Callable[[pd.DataFrame, int], dict[str, np.ndarray]]
    module = power_equal if tool == "equal" else power_tools
    measure = getattr(module, tool)(pd.DataFrame(reference()), rows)
    labels: list[str] = []
    found: dict[str, list[np.ndarray]] = {}
    many = int(sys.argv[5]) if len(sys.argv) > 5 else QUIET_WEEKS
    places = [int(place) for place in sys.argv[6:]] or range(len(KINDS))
    for batch in batches(weeks(rows, repeats, many, places)):
        labels += [label for label, _ in batch]
        together = pd.concat([pd.DataFrame(table) for _, table in batch], ignore_index=True)
        for family, values in measure(together, rows).items():
            found.setdefault(family, []).append(values)
    arrays: dict[str, Any] = {name: np.vstack(values) for name, values in found.items()}
    np.savez(out, labels=np.array(labels), **arrays)


def weeks(rows: int, repeats: int, many: int, places: Sequence[int]) -> Iterator[Week]:
    """Draw the quiet weeks, then the first week of each shift, and every week of a slow one."""
    for number in range(many):
        yield "quiet", quiet(rows, number)
    for place in places:
        kind = KINDS[place]
        is_slow = kind.name == SLOW
        for strength in (0, 1):
            for repeat in range(repeats // 4 if is_slow else repeats):
                for week in range(weeks_of(kind) if is_slow else 1):
                    yield f"{place} {strength} {week}", shifted(kind, strength, rows, repeat, week)


def batches(weeks: Iterator[Week]) -> Iterator[list[Week]]:
    """Put weeks together, as tools that take many at once do it faster."""
    batch: list[Week] = []
    for week in weeks:
        batch.append(week)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


if __name__ == "__main__":
    main()

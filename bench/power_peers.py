"""What other tools find of the weeks of `bench.power`, at any rate of false alarms.

    python -m bench.power_peers FOLDER

reads what `bench/peers/power.py` wrote into FOLDER and keeps bench/peers/power.json: of each week
of a shift, how many of the 400 quiet weeks look worse. Each family of checks has the whole rate of
false alarms to itself, which is more than a tool has that asks them all.

What is kept was measured on arrays (`bench/peers/power_equal.py`); alibi-detect's tests are those
of SciPy. Windows of 2,000 rows had 20 repeats and 400 quiet weeks, and so had SciPy's of 500; else
500 rows had 10 repeats and 200 weeks. Windows of 10,000 rows had 6 repeats and 100 weeks, of SciPy
and the domain classifier, which had 20 repeats and 400 weeks else.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.power_worlds import KINDS, ROWS, SLOW

FIGURES = Path(__file__).parent / "peers" / "power.json"
TWO_SIDED = ("NannyML, PCA", "NannyML, means and deviations", "NannyML, performance")
TITLES = {
    "scipy columns": "SciPy, each column",
    "scipy quality": "SciPy, quality",
    "scipy accuracy": "SciPy, accuracy",
    "classifier auc": "domain classifier",
}
ALIBI = 30  # the first columns of SciPy's: KS and chi-square, as alibi-detect's TabularDrift
Array = NDArray[np.float64]
Ranks = dict[str, list[int]]


def main() -> None:
    """Turn statistics into ranks among quiet weeks, and keep them beside those from before."""
    folder = Path(sys.argv[1])
    figures = {family: dict(by_rows) for family, by_rows in read_figures().items()}
    for rows in ROWS:
        for file in sorted(folder.glob(f"*-{rows}.npz")):
            for family, ranks in _families(file):
                figures.setdefault(family, {})[str(rows)] = ranks
    text = json.dumps(figures, separators=(",", ":"), sort_keys=True)
    FIGURES.write_text(text.replace("},", "},\n") + "\n", encoding="utf-8")
    print(f"{len(figures)} families of checks, {FIGURES.stat().st_size:,} bytes")


def _families(file: Path) -> Iterator[tuple[str, Ranks]]:
    """Rank each family's weeks: by the column that moved farthest, and by all of them."""
    tool = file.name.partition("-")[0]
    with np.load(file) as found:
        labels = found["labels"]
        for family in found.files:
            if family == "labels":
                continue
            title = family if tool == "equal" else TITLES[f"{tool} {family}"]
            yield from _ranked(title, labels, found[family])
            if title == "SciPy, each column":
                yield from _ranked("alibi-detect", labels, found[family][:, :ALIBI])


def _ranked(title: str, labels: NDArray[Any], values: Array) -> Iterator[tuple[str, Ranks]]:
    is_quiet = labels == "quiet"
    usual = values[is_quiet]
    deviation = np.maximum(usual.std(axis=0), 1e-9)
    far = (values - usual.mean(axis=0)) / deviation
    far = np.abs(far) if title in TWO_SIDED else far
    yield title, rank_weeks(labels, far.max(axis=1))
    if values.shape[1] > 1:
        yield f"{title}, all together", rank_weeks(labels, far.mean(axis=1))


def rank_weeks(labels: NDArray[Any], scores: Array) -> Ranks:
    """Count, for each week of a shift, the quiet weeks that look at least as bad."""
    quiet = np.sort(scores[labels == "quiet"])
    worse = len(quiet) - np.searchsorted(quiet, scores, "left")
    ranks: Ranks = {"quiet": [len(quiet)]}
    for label, rank in zip(labels.tolist(), worse.tolist(), strict=True):
        if label != "quiet":
            ranks.setdefault(label, []).append(int(rank))
    return ranks


def read_figures() -> Mapping[str, Mapping[str, Ranks]]:
    """Read what was kept, by family and rows of a week."""
    found: Mapping[str, Mapping[str, Ranks]] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return found


def found_by(ranks: Ranks, place: int, strength: int, rate: float, week: int = 0) -> float | None:
    """Return the share of a shift's weeks that a family finds at a rate of false alarms.

    Args:
        ranks: The family's.
        place: Which of the kinds.
        strength: 0 or 1.
        rate: Of the quiet weeks, how many may be alarms.
        week: Counted from 0; of a slow drift alone are there others.

    Returns:
        0 to 1; None where it wasn't measured.
    """
    weeks = ranks.get(f"{place} {strength} {week}")
    if not weeks:
        return None
    allowed = int(rate * ranks["quiet"][0])
    return sum(rank <= allowed for rank in weeks) / len(weeks)


def best(
    figures: Mapping[str, Mapping[str, Ranks]],
    rows: int,
    place: int,
    strength: int,
    rate: float,
    *,
    within: Sequence[int] = (0,),
) -> tuple[float, str]:
    """Return the best family's share of a shift found within some weeks, and its name."""
    found = [
        (share, family)
        for family, by_rows in figures.items()
        if str(rows) in by_rows
        for share in [_within(by_rows[str(rows)], place, strength, rate, within)]
        if share is not None
    ]
    return max(found, default=(0.0, "-"))


def _within(
    ranks: Ranks, place: int, strength: int, rate: float, weeks: Sequence[int]
) -> float | None:
    """Return the share found in the first week, or of a slow drift within so many of them."""
    if KINDS[place].name != SLOW:
        return found_by(ranks, place, strength, rate)
    by_week = [ranks.get(f"{place} {strength} {week}") for week in weeks]
    known = [week for week in by_week if week]
    if not known:
        return None
    allowed = int(rate * ranks["quiet"][0])
    is_found = np.array([[rank <= allowed for rank in week] for week in known]).any(axis=0)
    return float(is_found.mean())


if __name__ == "__main__":
    main()

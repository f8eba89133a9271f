"""The default checks of Evidently, NannyML and alibi-detect, as arrays: the same figures, sooner.

The tools themselves, in `power_tools.py`, take an hour and more for what `bench.power` asks, so
the figures that are kept come from here: the same statistics by the same formulas.
"""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

Array = np.ndarray
TRUTH, ANSWER, PROBABILITY = "truth", "answer", "probability"
EXPLAINED = 0.65
FLOOR = 1e-12


class Reference:
    """What is known of the reference before a week comes."""

    def __init__(self, before: pd.DataFrame) -> None:
        names = [name for name in before.columns if name != TRUTH]
        self.numbers = [name for name in names if before[name].dtype.kind == "f"]
        self.texts = [name for name in names if name not in self.numbers]
        present = {name: before[name].dropna().to_numpy() for name in self.numbers}
        self.ordered = {name: np.sort(values) for name, values in present.items()}
        self.deviation = {name: max(float(v.std()), 1e-3) for name, v in present.items()}
        self.mean = {name: float(v.mean()) for name, v in present.items()}
        self.edges = {n: np.histogram_bin_edges(v, bins="doane") for n, v in present.items()}
        self.levels = {name: pd.Index(before[name].unique()) for name in self.texts}
        self.shares = {name: self.counted(before, name) for name in self.texts}
        self.frequent = {name: before[name].value_counts(normalize=True) for name in self.texts}
        plain = self.plain(before)
        self.middle, self.scale = plain.mean(axis=0), plain.std(axis=0) + FLOOR
        covariance = np.cov((plain - self.middle) / self.scale, rowvar=False)
        values, vectors = np.linalg.eigh(covariance)
        order = np.argsort(-values)
        kept = int(np.searchsorted(np.cumsum(values[order]) / values.sum(), EXPLAINED)) + 1
        self.axes = vectors[:, order[:kept]]

    def counted(self, week: pd.DataFrame, name: str) -> Array:
        """Count the levels of a column; what the reference lacks is last."""
        codes = self.levels[name].get_indexer(week[name])
        return np.bincount(np.where(codes < 0, len(self.levels[name]), codes),
                           minlength=len(self.levels[name]) + 1).astype(float)  # fmt: skip

    def plain(self, week: pd.DataFrame) -> Array:
        """Turn rows into numbers as NannyML's PCA does: levels by how frequent they are."""
        numbers = [week[name].fillna(self.mean[name]) for name in self.numbers]
        texts = [week[name].map(self.frequent[name]).fillna(0.0) for name in self.texts]
        return np.column_stack([*numbers, *texts]).astype(float)


def equal(before: pd.DataFrame, _: int) -> Callable[[pd.DataFrame, int], dict[str, Array]]:
    """Measure all of them, week by week."""
    known = Reference(before)

    def measure(weeks: pd.DataFrame, rows: int) -> dict[str, Array]:
        found = [
            _week(known, weeks.iloc[start : start + rows]) for start in range(0, len(weeks), rows)
        ]
        return {family: np.array([week[family] for week in found]) for family in found[0]}

    return measure


def _week(known: Reference, week: pd.DataFrame) -> dict[str, list[float]]:
    now = {name: np.sort(week[name].dropna().to_numpy()) for name in known.numbers}
    counts = {name: known.counted(week, name) for name in known.texts}
    mixed = [_jensen_shannon(known.shares[name], counts[name]) for name in known.texts]
    between = {n: _between(known.ordered[n], now[n]) for n in known.numbers}
    moved = [between[name][1] / known.deviation[name] for name in known.numbers]
    binned = [
        _jensen_shannon(*(_binned(v, known.edges[n]) for v in (known.ordered[n], now[n])))
        for n in known.numbers
    ]
    outside = [_outside(known.ordered[name], now[name]) for name in known.numbers]
    missing = [float(week[name].isna().sum()) for name in known.numbers]
    new = [float(counts[name][-1]) for name in known.texts]
    chi = [_chi_square(known.shares[name], counts[name]) for name in known.texts]
    return {
        "Evidently, preset": [*moved, *mixed],
        "Evidently, quality": [*outside, *new, *missing, float(week.duplicated().sum())],
        "NannyML, Jensen-Shannon": [*binned, *mixed],
        "NannyML, KS and chi-square": [*(between[n][0] for n in known.numbers), *chi],
        "NannyML, PCA": [_unexplained(known, week)],
        "NannyML, means and deviations": [
            part for name in known.numbers for part in (now[name].mean(), now[name].std())
        ],
        "NannyML, quality": [*missing, *new, *outside],
        "NannyML, performance": list(_performance(week)),
    }


def _between(before: Array, now: Array) -> tuple[float, float]:
    """Return the largest and the integrated gap between two distribution functions."""
    both = np.sort(np.concatenate([before, now]), kind="mergesort")
    gaps = np.abs(
        np.searchsorted(before, both, "right") / len(before)
        - np.searchsorted(now, both, "right") / len(now)
    )
    return float(gaps.max()), float((gaps[:-1] * np.diff(both)).sum())


def _binned(values: Array, edges: Array) -> Array:
    inside = np.histogram(values, edges)[0].astype(float)
    return np.append(inside, len(values) - inside.sum())


def _jensen_shannon(before: Array, now: Array) -> float:
    one, other = before / before.sum(), now / now.sum()
    middle = (one + other) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [np.nansum(p * np.log2(p / middle)) for p in (one, other)]
    return float(np.sqrt(max(sum(parts) / 2, 0.0)))


def _chi_square(before: Array, now: Array) -> float:
    """Return Pearson's statistic of two rows of counts, over its degrees of freedom."""
    table = np.vstack([before, now])
    table = table[:, table.sum(axis=0) > 0]
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(((table - expected) ** 2 / expected).sum() / max(table.shape[1] - 1, 1))


def _outside(before: Array, now: Array) -> float:
    return float((now < before[0]).sum() + (now > before[-1]).sum())


def _unexplained(known: Reference, week: pd.DataFrame) -> float:
    """Return the mean distance of rows from what their principal components say of them."""
    scaled = (known.plain(week) - known.middle) / known.scale
    rest = scaled - scaled @ known.axes @ known.axes.T
    return float(np.linalg.norm(rest, axis=1).mean())


def _performance(week: pd.DataFrame) -> Iterator[float]:
    truth, said = week[TRUTH].to_numpy(), week[ANSWER].to_numpy()
    yield float((truth == said).mean())
    yield float(2 * (truth & said).sum() / max(truth.sum() + said.sum(), 1))
    ranks = week[PROBABILITY].rank().to_numpy()
    yes = truth.sum()
    yield float((ranks[truth == 1].sum() - yes * (yes + 1) / 2) / max(yes * (len(truth) - yes), 1))

"""The checks of each tool, as functions from many weeks to statistics per week.

A tool is a function from the reference and the rows of a week to a measure. A measure takes the
weeks one under another, and gives by family of checks a matrix of a row per week, larger where
more has moved. Columns of p-values are given as -log10 p.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
os.environ["DO_NOT_TRACK"] = "1"

Statistics = dict[str, np.ndarray]
Measure = Callable[[pd.DataFrame, int], Statistics]
NOT_COMPARED = ["truth"]
SMALLEST = 1e-300
MOST_CLASSIFIED = 2_000


def _split(weeks: pd.DataFrame, rows: int) -> Iterator[pd.DataFrame]:
    for start in range(0, len(weeks), rows):
        yield weeks.iloc[start : start + rows]


def _kinds(table: pd.DataFrame) -> tuple[list[str], list[str]]:
    names = [name for name in table.columns if name not in NOT_COMPARED]
    numbers = [name for name in names if table[name].dtype.kind == "f"]
    return numbers, [name for name in names if name not in numbers]


def _each(one: Callable[[pd.DataFrame], dict[str, list[float]]]) -> Measure:
    """Measure week by week."""

    def measure(weeks: pd.DataFrame, rows: int) -> Statistics:
        found = [one(week) for week in _split(weeks, rows)]
        return {family: np.array([week[family] for week in found]) for family in found[0]}

    return measure


def _log(p_value: float) -> float:
    return 0.0 if np.isnan(p_value) else float(-np.log10(max(p_value, SMALLEST)))


def scipy(before: pd.DataFrame, _: int) -> Measure:
    """Plain tests: two-sample KS, chi-square with missing as a level, Fisher's for the rest."""
    from scipy import stats

    numbers, texts = _kinds(before)
    ranges = {name: (before[name].min(), before[name].max()) for name in numbers}
    levels = {name: set(before[name]) for name in texts}
    accuracy = int((before["truth"] == before["answer"]).sum())

    def shares(now: int, of: int, usual: int) -> float:
        table = [[now, of - now], [usual, len(before) - usual]]
        return _log(stats.fisher_exact(table)[1])

    def one(week: pd.DataFrame) -> dict[str, list[float]]:
        ks = [
            _log(stats.ks_2samp(before[name].dropna(), week[name].dropna(), method="asymp").pvalue)
            for name in numbers
        ]
        counts = [
            pd.concat([t[name].value_counts() for t in (before, week)], axis=1).fillna(0)
            for name in texts
        ]
        chi = [_log(stats.chi2_contingency(c.to_numpy().T, correction=False)[1]) for c in counts]
        missing = [
            shares(int(week[name].isna().sum()), len(week), int(before[name].isna().sum()))
            for name in numbers
        ]
        outside = [
            shares(int((week[n] < low).sum() + (week[n] > high).sum()), len(week), 0)
            for n, (low, high) in ranges.items()
        ]
        new = [shares(int((~week[n].isin(levels[n])).sum()), len(week), 0) for n in texts]
        copies = int(week.duplicated().sum())
        right = int((week["truth"] == week["answer"]).sum())
        return {
            "columns": [*ks, *chi, *missing],
            "quality": [*missing, *outside, *new, shares(copies, len(week), 0)],
            "accuracy": [shares(right, len(week), accuracy)],
        }

    return _each(one)


def evidently(before: pd.DataFrame, _: int) -> Measure:
    """Its preset's measures above 1,000 rows, and the counts of its report on quality."""
    from evidently.legacy.calculations.stattests.jensenshannon import _jensenshannon
    from evidently.legacy.calculations.stattests.wasserstein_distance_norm import (
        _wasserstein_distance_norm,
    )
    from evidently.legacy.core import ColumnType

    numbers, texts = _kinds(before)
    numeric, categorical = ColumnType.Numerical, ColumnType.Categorical
    present = {name: before[name].dropna() for name in [*numbers, *texts]}
    ranges = {name: (before[name].min(), before[name].max()) for name in numbers}
    levels = {name: set(before[name]) for name in texts}

    def one(week: pd.DataFrame) -> dict[str, list[float]]:
        now = {name: week[name].dropna() for name in present}
        moved = [_wasserstein_distance_norm(present[n], now[n], numeric, 0.1)[0] for n in numbers]
        mixed = [_jensenshannon(present[n], now[n], categorical, 0.1)[0] for n in texts]
        outside = [
            float((week[n] < low).sum() + (week[n] > high).sum())
            for n, (low, high) in ranges.items()
        ]
        new = [float((~week[n].isin(levels[n])).sum()) for n in texts]
        missing = [float(week[n].isna().sum()) for n in numbers]
        return {
            "preset": [*moved, *mixed],
            "quality": [*outside, *new, *missing, float(week.duplicated().sum())],
            "accuracy": [-float((week["truth"] == week["answer"]).mean())],
        }

    return _each(one)


def alibi_detect(before: pd.DataFrame, _: int) -> Measure:
    """TabularDrift, its p-value by column; a missing number is the median, as it takes no gap."""
    from alibi_detect.cd import TabularDrift

    numbers, texts = _kinds(before)
    levels = {name: pd.Index(before[name].unique()) for name in texts}

    def plain(table: pd.DataFrame) -> np.ndarray:
        columns = [table[name].fillna(before[name].median()) for name in numbers]
        columns += [levels[name].get_indexer(table[name]) for name in texts]
        return np.column_stack(columns).astype(np.float32)

    codes = {len(numbers) + place: len(levels[name]) for place, name in enumerate(texts)}
    detector = TabularDrift(plain(before), p_val=0.05, categories_per_feature=codes)

    def one(week: pd.DataFrame) -> dict[str, list[float]]:
        p_values = detector.predict(plain(week), drift_type="feature")["data"]["p_val"]
        return {"tabular": [_log(float(p)) for p in p_values]}

    return _each(one)


def nannyml(before: pd.DataFrame, rows: int) -> Measure:
    """Univariate drift, PCA reconstruction, summaries, quality and performance, in chunks."""
    import nannyml as nml

    families = _calculators(nml, *_kinds(before), rows)
    for calculator in (one for family in families.values() for one in family):
        calculator.fit(before)

    def measure(weeks: pd.DataFrame, _: int) -> Statistics:
        return {
            family: np.column_stack([_values(one.calculate(weeks)) for one in calculators])
            for family, calculators in families.items()
        }

    return measure


def _calculators(
    nml: Any,  # noqa: ANN401 - the tool itself
    numbers: list[str],
    texts: list[str],
    rows: int,
) -> dict[str, list[Any]]:
    """Make NannyML's calculators, by family."""
    columns = [*numbers, *texts]
    chunk = {"chunk_size": rows}
    truth = {"y_pred": "answer", "y_true": "truth", "y_pred_proba": "probability"}
    return {
        "univariate": [
            nml.UnivariateDriftCalculator(
                column_names=columns,
                treat_as_categorical=texts,
                continuous_methods=["jensen_shannon", "kolmogorov_smirnov", "wasserstein"],
                categorical_methods=["jensen_shannon", "chi2", "l_infinity"],
                **chunk,
            )
        ],
        "pca": [nml.DataReconstructionDriftCalculator(column_names=columns, **chunk)],
        "summary": [
            nml.SummaryStatsAvgCalculator(column_names=numbers, **chunk),
            nml.SummaryStatsStdCalculator(column_names=numbers, **chunk),
        ],
        "quality": [
            nml.MissingValuesCalculator(column_names=columns, **chunk),
            nml.UnseenValuesCalculator(column_names=[t for t in texts if t != "answer"], **chunk),
            nml.NumericalRangeCalculator(column_names=numbers, **chunk),
        ],
        "performance": [
            nml.PerformanceCalculator(
                problem_type="classification_binary",
                metrics=["accuracy", "f1", "roc_auc"],
                **truth,
                **chunk,
            )
        ],
    }


def _values(result: Any) -> np.ndarray:  # noqa: ANN401 - a class of the tool
    """Take the value of each column and method out of a result of NannyML."""
    table = result.filter(period="analysis").to_df()
    values = table.loc[:, [column for column in table.columns if column[-1] == "value"]]
    found: np.ndarray = values.to_numpy(dtype=float)
    return found


def classifier(before: pd.DataFrame, _: int) -> Measure:
    """Tell a week's rows from the reference's by boosted trees, on held-out rows: the AUC."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.metrics import roc_auc_score
    from threadpoolctl import threadpool_limits

    numbers, texts = _kinds(before)
    levels = {name: pd.Index(before[name].unique()) for name in texts}

    def plain(table: pd.DataFrame) -> np.ndarray:
        coded = [levels[name].get_indexer(table[name]) for name in texts]
        return np.column_stack([*(table[name] for name in numbers), *coded]).astype(float)

    known = plain(before)[np.random.default_rng(0).permutation(len(before))]

    def one(week: pd.DataFrame) -> dict[str, list[float]]:
        size = min(len(week), MOST_CLASSIFIED)
        rows = np.vstack([known[:size], plain(week)[:size]])
        is_new = np.repeat([0, 1], size)
        fold = np.arange(2 * size) % 2
        areas = []
        for held in (0, 1):
            model = HistGradientBoostingClassifier(
                max_iter=40, max_leaf_nodes=15, early_stopping=False, random_state=0
            )
            with threadpool_limits(1):
                model.fit(rows[fold != held], is_new[fold != held])
                scores = model.predict_proba(rows[fold == held])[:, 1]
            areas.append(roc_auc_score(is_new[fold == held], scores))
        return {"auc": [float(np.mean(areas))]}

    return _each(one)

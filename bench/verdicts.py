"""Random pass marks and figures, judged, and compared with the rules read word for word.

`python -m bench.verdicts [1000]` prints each case that comes out otherwise, and how many did.
"""

import sys
from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

from assessments.use_cases.contract.content import ACCEPTANCE
from assessments.use_cases.contract.document import read_values
from assessments.use_cases.contract.judging import judge_rows, verdict_of
from assessments.use_cases.contract.observed import read_observed
from assessments.use_cases.contract.pass_mark_rows import pass_mark_rows
from assessments.use_cases.contract.reading import load_rules

Row = dict[str, Any]
Outcome = tuple[dict[str, str], str]
"""Each row's result by its id, and the verdict of all."""
COMPARATORS = (
    ">=", ">", "<=", "<", "between", "not_worse_than_previous_by", "within_pct_of_baseline",
)  # fmt: skip
LEVELS = (-0.5, 0, 0.1, 0.3, 0.7, 0.8, 1, 5, 99.5)
LOWER_IS_BETTER = {
    "log_loss", "mae", "rmse", "mape", "calibration_error", "recall_gap", "psi", "ks_statistic",
    "missing_share", "freshness", "latency_p95", "error_rate", "cost_per_1000",
}  # fmt: skip
METRICS = ("accuracy", "recall", "lift_over_baseline", "availability", *sorted(LOWER_IS_BETTER))
LEAST, MOST_ROWS = 10, 5


def random_case(chance: Random) -> tuple[list[Row], dict[str, Any]]:
    """Make a few pass marks and what was observed of them, much of it just at a limit."""
    rows = [_row(chance, number) for number in range(chance.randint(0, MOST_ROWS))]
    seen = {row["id"]: _seen(chance, row) for row in rows if chance.random() < 0.9}
    return rows, seen


def judged(rows: list[Row], seen: Mapping[str, Any]) -> Outcome:
    """Judge a case as every file, release request and monitor does."""
    rules = load_rules()
    document, wrong = read_values(rules, {ACCEPTANCE: rows})
    marks = pass_mark_rows(rules, document)
    observed, also_wrong = read_observed(seen, [mark.row_id for mark in marks])
    if wrong or also_wrong:
        raise ValueError(wrong, also_wrong)
    found = judge_rows(marks, observed)
    return {one.row.row_id: one.result.value for one in found}, verdict_of(found).value


def read_plainly(rows: list[Row], seen: Mapping[str, Any]) -> Outcome:
    """Read the rules of the content word for word."""
    results = {row["id"]: _result(row, seen.get(row["id"])) for row in rows}
    block = {results[row["id"]] for row in rows if row["severity"] == "block"}
    warn = {results[row["id"]] for row in rows if row["severity"] == "warn"}
    if "fail" in block:
        return results, "rejected"
    if not rows or "insufficient_data" in block or "not_evaluated" in block:
        return results, "on_hold"
    return results, "accepted" if warn <= {"pass"} else "accepted_with_warnings"


def differing(cases: int, seed: int = 7) -> list[str]:
    """Judge random cases; describe each that comes out otherwise than read plainly."""
    chance, found = Random(seed), []  # noqa: S311 - no secret
    for _ in range(cases):
        rows, seen = random_case(chance)
        ours, plainly = judged(rows, seen), read_plainly(rows, seen)
        if ours != plainly:
            found.append(f"{rows} with {seen}: {ours}, and read plainly {plainly}")
    return found


def _row(chance: Random, number: int) -> Row:
    comparator = chance.choice(COMPARATORS)
    low, high = sorted(chance.sample(LEVELS, 2))
    return {
        "id": f"AC-{number + 1:02}",
        "category": "model_quality",
        "metric": chance.choice(METRICS),
        "comparator": comparator,
        "threshold": [low, high] if comparator == "between" else low,
        "unit": "value",
        "segment": chance.choice(["all", "each:team", "across:team", "team=north"]),
        "window": "release",
        "stage": "offline",
        "min_samples": LEAST,
        "severity": chance.choice(["block", "warn"]),
        "owner_group": "business",
    }


def _seen(chance: Random, row: Row) -> dict[str, Any]:
    if not row["segment"].startswith("each:"):
        return _figure(chance)
    names = ("north", "south", "east")[: chance.randint(0, 3)]
    return {"segments": {name: _figure(chance) for name in names}}


def _figure(chance: Random) -> dict[str, Any]:
    found: dict[str, Any] = {"n": chance.choice([0, LEAST - 1, LEAST, LEAST + 1, 9_000])}
    for name in ("value", "previous", "baseline"):
        if chance.random() < 0.85:
            found[name] = chance.choice(LEVELS)
    return found


def _result(row: Row, seen: Mapping[str, Any] | None) -> str:
    if seen is None:
        return "not_evaluated"
    if not row["segment"].startswith("each:"):
        return _of_figure(row, seen)
    results = [_of_figure(row, figure) for figure in seen["segments"].values()]
    for result in ("fail", "not_evaluated", "pass"):
        if result in results:
            return result
    return "insufficient_data" if results else "not_evaluated"


def _of_figure(row: Row, figure: Mapping[str, Any]) -> str:
    if "value" not in figure:
        return "not_evaluated"
    if figure["n"] < row["min_samples"]:
        return "insufficient_data"
    needed = {"not_worse_than_previous_by": "previous", "within_pct_of_baseline": "baseline"}
    if needed.get(row["comparator"], "value") not in figure:
        return "not_evaluated"
    return "pass" if _holds(row, figure) else "fail"


def _holds(row: Row, figure: Mapping[str, Any]) -> bool:
    limits = row["threshold"] if isinstance(row["threshold"], list) else [row["threshold"]]
    low, high = Decimal(str(limits[0])), Decimal(str(limits[-1]))
    value = Decimal(str(figure["value"]))
    previous, baseline = (Decimal(str(figure.get(name, 0))) for name in ("previous", "baseline"))
    worse_by = value - previous if row["metric"] in LOWER_IS_BETTER else previous - value
    return {
        ">=": value >= low,
        ">": value > low,
        "<=": value <= low,
        "<": value < low,
        "between": low <= value <= high,
        "not_worse_than_previous_by": worse_by <= low,
        "within_pct_of_baseline": abs(value - baseline) <= abs(baseline) * low / 100,
    }[row["comparator"]]


def main() -> int:
    """Judge as many cases as the command line says."""
    cases = int(sys.argv[1]) if sys.argv[1:] else 1_000
    found = differing(cases)
    print("\n".join([*found, f"{cases:,} cases, {len(found)} come out otherwise"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

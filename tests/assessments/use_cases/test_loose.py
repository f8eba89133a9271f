"""A pass mark that nearly everything meets asks once more."""

import pytest

from assessments.use_cases.contract.content import Kind
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.loose import is_loose
from assessments.use_cases.row_defaults import defaults_for

RULES = load_rules()


@pytest.mark.parametrize(
    ("metric", "comparator", "limit", "expected"),
    [
        pytest.param("accuracy", ">=", 0, True, id="accuracy-0"),
        pytest.param("accuracy", ">=", 0.01, False, id="accuracy-1%"),
        pytest.param("psi", "<=", 1.1, True, id="psi-above-1"),
        pytest.param("psi", "<=", 1, False, id="psi-1"),
        pytest.param("roc_auc", ">=", 0.5, True, id="a-coin"),
        pytest.param("error_rate", "<=", 1, True, id="all-may-fail"),
        pytest.param("availability", ">=", 0, True, id="never-there"),
        pytest.param("mape", "<=", 120, False, id="may-exceed-100"),
        pytest.param("selection_rate_ratio", ">=", 0, True, id="nobody-of-a-group"),
        pytest.param("latency_p95", "<=", 10_000, False, id="no-bound"),
        pytest.param("rmse", ">=", 0, False, id="wrong-way-is-V03"),
        pytest.param("accuracy", "between", [0, 1], False, id="a-range"),
        pytest.param("accuracy", ">=", None, False, id="no-limit"),
    ],
)
def test_what_is_loose(metric: str, comparator: str, limit: object, *, expected: bool) -> None:
    """By its metric, its unit and where it is better."""
    row = {"metric": metric, "comparator": comparator, "threshold": limit}

    assert is_loose(RULES, row) is expected


@pytest.mark.parametrize("metric", RULES.metrics)
def test_what_a_row_starts_with_is_possible_and_not_loose(metric: str) -> None:
    """Each cell is one of its choices, for every metric of the catalogue."""
    for field in ("acceptance_criteria", "signals"):
        row, cells = defaults_for(RULES, field, metric), RULES.row_cells(field)
        choices = {name for name, cell in cells.items() if cell.type is Kind.CHOICE}

        assert all(row[name] in cells[name].values for name in choices & row.keys())
        assert not is_loose(RULES, row)

"""Of very large tables the first rows are read, where they are like the rest."""

import numpy as np

from monitors.check.check import check
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.check.usable_columns import sample_of_numbers
from monitors.profile.number_sample import FIRST_ROWS, SPREAD_UP_TO
from tests.monitors.conftest import Data, OpenTables


def sales(rows: int, seed: int) -> Data:
    """Amounts in no order, and a counter that grows from row to row."""
    random = np.random.default_rng(seed)
    return {
        "amount": random.normal(50, 10, rows),
        "the_answer": random.normal(5, 1, rows),
        "grows": np.arange(rows) + random.uniform(0, 500, rows),
    }


def test_a_column_that_is_sorted_is_left_out(open_tables: OpenTables) -> None:
    """Its first rows say nothing of the others; a small table is read from all over."""
    large, small = sales(SPREAD_UP_TO + 1, 1), sales(SPREAD_UP_TO, 2)
    tables = open_tables(large, small)
    columns = check(tables, Roles(), Limits()).columns

    drawn = sample_of_numbers(tables, columns, 3)

    assert drawn.names == ["amount", "the_answer"]
    assert drawn.spread == {"current"}
    assert drawn.reference.shape == (FIRST_ROWS, 2)
    assert np.corrcoef(drawn.current[:, 0], np.arange(len(drawn.current)))[0, 1] < 0.05


def test_of_a_very_large_table_few_columns_are_read_and_the_answers_first(
    open_tables: OpenTables,
) -> None:
    """The others come by their name."""
    table = sales(SPREAD_UP_TO + 1, 1)
    tables = open_tables(table, table)
    columns = check(tables, Roles(prediction="the_answer"), Limits()).columns

    assert sample_of_numbers(tables, columns, 1).names == ["the_answer"]
    assert sample_of_numbers(tables, columns, 2).names == ["the_answer", "amount"]

"""How often rows repeat: counted by the engine, and what a part of them would show."""

from collections import Counter
from collections.abc import Sequence
from math import comb
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from bot.storage.database import create_database_engine
from monitors.profile.engine import CURRENT, REFERENCE, Column
from monitors.quality.copies import Copies, count_copies
from tests.monitors.conftest import Data, OpenTables


def copies(rows: Sequence[int]) -> Copies:
    """Count repeats without an engine."""
    return Copies(Counter(Counter(rows).values()))


def in_columns(rows: Sequence[tuple[int, str]]) -> Data:
    """Turn rows of two values into columns."""
    return {"x": [row[0] for row in rows], "y": [row[1] for row in rows]}


@settings(max_examples=10)
@given(data=st.data())
def test_order_is_of_no_matter(open_tables: OpenTables, data: st.DataObject) -> None:
    """Of rows, or of columns."""
    rows = data.draw(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("ab")), min_size=1))
    shuffled = data.draw(st.permutations(rows))
    tables = open_tables(in_columns(rows), in_columns(shuffled))

    before = count_copies(tables, REFERENCE, ["x", "y"], has_missing=True)
    now = count_copies(tables, CURRENT, ["y", "x"], has_missing=True)

    assert before == now
    assert before.rows == len(rows)
    assert before.expected(len(rows)) == pytest.approx(len(rows) - len(set(rows)), abs=1e-9)


@given(st.lists(st.integers(0, 9), max_size=40))
def test_copies_are_rows_less_distinct_ones(rows: list[int]) -> None:
    """Without repeats there are none."""
    assert copies(rows).expected(len(rows)) == pytest.approx(len(rows) - len(set(rows)), abs=1e-9)
    assert copies(list(set(rows))).expected(len(set(rows)) // 2) == pytest.approx(0, abs=1e-9)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.data())
def test_fewer_rows_have_the_copies_of_the_formula(rows: list[int], data: st.DataObject) -> None:
    """Hurlbert's, with whole binomials; and a smaller part never has a larger share."""
    drawn = data.draw(st.integers(1, len(rows)))
    ways = comb(len(rows), drawn)

    found = copies(rows).expected(drawn)

    seen = sum(1 - comb(len(rows) - n, drawn) / ways for n in Counter(rows).values())
    assert found == pytest.approx(drawn - seen, abs=1e-9)
    assert found / drawn <= copies(rows).expected(len(rows)) / len(rows) + 1e-9


def test_missing_values_are_alike_in_rows_and_no_ids(open_tables: OpenTables) -> None:
    """As GROUP BY takes them; a name may hold a space."""
    data: Data = {"a b": [1, 1, None, None, None, 2], "c": ["x", "x", None, None, "y", "y"]}
    tables = open_tables(data, data)

    whole = count_copies(tables, CURRENT, ["a b", "c"], has_missing=True)
    ids = count_copies(tables, CURRENT, ["a b"], has_missing=False)

    assert dict(whole.distinct) == {2: 2, 1: 2}
    assert dict(ids.distinct) == {2: 1, 1: 1}


class SqlTables:
    """A relation in another engine: of the port, what counting needs."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def columns(self, relation: str) -> list[Column]:
        """Nothing is asked about columns."""
        raise NotImplementedError(relation)

    def query(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run the very statement that DuckDB runs."""
        return [tuple(row) for row in self.connection.execute(text(sql))]

    def numbers(self, sql: str) -> list[NDArray[Any]]:
        """Nor are there numbers to give."""
        raise NotImplementedError(sql)


def test_other_engines_count_the_same(database_url: str) -> None:
    """SQLite and PostgreSQL take the statement as it is."""
    engine = create_database_engine(database_url)
    with engine.connect() as connection:
        connection.execute(text('CREATE TEMPORARY TABLE current ("A b" INTEGER, c TEXT)'))
        connection.execute(
            text("INSERT INTO current VALUES (1,'x'),(1,'x'),(NULL,NULL),(NULL,NULL),(2,'x')")
        )
        tables = SqlTables(connection)
        whole = count_copies(tables, CURRENT, ["A b", "c"], has_missing=True)
        ids = count_copies(tables, CURRENT, ["A b"], has_missing=False)
    engine.dispose()

    assert dict(whole.distinct) == {2: 2, 1: 1}
    assert dict(ids.distinct) == {2: 1, 1: 1}

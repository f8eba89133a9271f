"""A stored profile of the reference gives what a fresh one gives, and saves the second reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from monitors.check.check import CheckResult, check
from monitors.check.limits import Limits
from monitors.check.questions.joint import Joint
from monitors.check.reports.as_json import check_as_json
from monitors.check.roles import Roles
from monitors.profile.engine import Column, Tables
from monitors.profile.remembered import (
    Memory,
    RememberedTables,
    is_about_the_reference,
    packed,
    unpacked,
)
from tests.monitors.conftest import Data, OpenTables

ROWS = 3_000
MANY = 60_000


@dataclass
class CountingTables:
    """Tables that note what is asked of the reference alone."""

    tables: Tables
    asked: list[str] = field(default_factory=list)

    def columns(self, relation: str) -> list[Column]:
        """Pass on."""
        return self.tables.columns(relation)

    def query(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Note and pass on."""
        self.asked += [sql] if is_about_the_reference(sql) else []
        return self.tables.query(sql)

    def numbers(self, sql: str) -> list[NDArray[Any]]:
        """Note and pass on."""
        self.asked += [sql] if is_about_the_reference(sql) else []
        return self.tables.numbers(sql)


def numbers(seed: int, rows: int = ROWS) -> Data:
    """Normal, skewed, sparse, infinite, whole and gappy numbers."""
    random = np.random.default_rng(seed)
    sparse = np.where(random.random(rows) < 0.3, 0.0, random.random(rows))
    return {
        "normal": random.normal(seed / 10, 1, rows),
        "skewed": np.exp(2 * random.normal(size=rows)),
        "sparse": np.where(random.random(rows) < 0.1, -0.0, sparse),
        "infinite": np.where(random.random(rows) < 0.01, np.inf, random.random(rows)),
        "whole": random.integers(0, 50, rows),
        "gappy": np.where(random.random(rows) < 0.2, np.nan, random.random(rows)),
        "constant": np.ones(rows),
        "id": np.arange(rows) + seed * rows,
    }


def texts(seed: int) -> Data:
    """Levels, missing levels, yes and no, dates and dates as text."""
    random = np.random.default_rng(seed)
    days = [date(2026, 1, 1) + timedelta(int(day)) for day in random.integers(0, 90, ROWS)]
    return {
        "level": [f"l'evel ü {n}" for n in random.integers(0, 5 + seed, ROWS)],
        "missing": [None if n == 0 else str(n) for n in random.integers(0, 4, ROWS)],
        "empty": [None] * ROWS,
        "yes": [bool(n) for n in random.integers(0, 2, ROWS)],
        "day": days,
        "written": [str(day) for day in days],
    }


def names(seed: int) -> Data:
    """More names than are counted one by one, and a text that hardly repeats."""
    random = np.random.default_rng(seed)
    return {
        "often": [str(n) for n in random.integers(0, 3, MANY)],
        "name": [f"name {n}" for n in random.integers(0, 1_000_000, MANY)],
        "late": ["same"] * 6_000 + [f"late {n}" for n in range(MANY - 6_000)],
    }


def model(seed: int) -> Data:
    """A target, an answer and a score."""
    random = np.random.default_rng(seed)
    score = random.random(ROWS)
    return {
        "x": score + random.normal(0, 0.1, ROWS),
        "truth": (random.random(ROWS) < score).astype(int),
        "said": (score > 0.5).astype(int),
        "score": score,
    }


DATA = [
    pytest.param(numbers(1), numbers(4), Roles(), id="numbers"),
    pytest.param(texts(1), texts(2), Roles(), id="texts and dates"),
    pytest.param(names(1), names(2), Roles(), id="a million names"),
    pytest.param(model(1), model(2), Roles("truth", "said", "score"), id="a model"),
]


def figures(result: CheckResult) -> Mapping[str, Any]:
    """Return everything that a check says, as JSON and as counts."""
    counts = {
        column.column: (list(column.pair.bins_reference), list(column.pair.bins_current))
        for column in result.columns
        if column.pair
    }
    return check_as_json(result, 0.0, []) | {"counts": counts}


@pytest.fixture(params=["values", "cells", "heavy cells"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Count as small, middling and large tables are counted."""
    if request.param != "values":
        monkeypatch.setattr("monitors.profile.number_cells.VALUES_UP_TO", 0)
    if request.param == "heavy cells":
        monkeypatch.setattr("monitors.profile.number_cells.EXACT_UP_TO", 0)
    return str(request.param)


@pytest.mark.parametrize(("reference", "current", "roles"), DATA)
def test_a_stored_profile_gives_what_a_fresh_one_gives(
    open_tables: OpenTables, way: str, reference: Data, current: Data, roles: Roles
) -> None:
    """To the last digit, whichever way the table was counted, and without asking again."""
    plain = CountingTables(open_tables(reference, current))
    fresh = Memory()

    bare = check(plain, roles, Limits())
    first = check(RememberedTables(plain, fresh), roles, Limits())
    plain.asked.clear()
    stored = Memory(unpacked(packed(fresh.used)))
    second = check(RememberedTables(plain, stored), roles, Limits())

    assert figures(first) == figures(bare), way
    assert figures(second) == figures(bare), way
    assert not plain.asked


def test_another_window_needs_nothing_of_a_large_reference_but_where_its_gap_lies(
    open_tables: OpenTables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A profile made beside one window serves another, with the same result as without it."""
    monkeypatch.setattr("monitors.profile.number_cells.VALUES_UP_TO", 0)
    monkeypatch.setattr("monitors.profile.number_cells.EXACT_UP_TO", 0)
    fresh = Memory()
    check(RememberedTables(open_tables(numbers(1), numbers(2)), fresh), Roles(), Limits())
    other = CountingTables(open_tables(numbers(1), numbers(5)))

    bare = check(other, Roles(), Limits())
    asked_bare = len(other.asked)
    other.asked.clear()
    found = check(RememberedTables(other, Memory(fresh.used)), Roles(), Limits())

    assert figures(found) == figures(bare)
    assert len(other.asked) <= 1 < asked_bare


def test_rows_are_never_remembered(open_tables: OpenTables) -> None:
    """The rows that a classifier looks at stay out of the profile."""
    memory = Memory()
    tables = CountingTables(open_tables(numbers(1), numbers(2)))

    check(RememberedTables(tables, memory), Roles(), Limits(), [Joint()])

    assert memory.used
    assert all("row_number" not in sql for sql in tables.asked)


@pytest.mark.parametrize(
    ("sql", "is_remembered"),
    [
        ("SELECT count(*) FROM reference", True),
        ("SELECT count(*) FROM current", False),
        ("SELECT count(*) FROM reference, CURRENT", False),
        ('SELECT x FROM reference ORDER BY "x" LIMIT 9', False),
        ('SELECT count("current") FROM reference', False),
    ],
)
def test_only_counts_of_the_reference_alone_are_remembered(
    sql: str, *, is_remembered: bool
) -> None:
    """What may depend on the window is asked each time."""
    assert is_about_the_reference(sql) is is_remembered


def test_answers_survive_storage_to_the_last_bit() -> None:
    """Numbers with gaps, zeros below zero, huge and tiny ones; rows with texts and lists."""
    numbers = [
        np.array([np.nan, 0.0, 65_535.0, 3.0]),
        np.array([-0.0, 1e308, 5e-324, np.inf]),
        np.array([]),
        np.array([2.0**53, -1.0, 0.5, np.nan]),
    ]
    rows = [(None, "ü'\n", 2**70, 0.1, [0.25, 1e-300], True)]

    found = unpacked(packed({"numbers:a": numbers, "rows:b": rows}))

    assert found["rows:b"] == rows
    for before, after in zip(numbers, found["numbers:a"], strict=True):
        assert before.tobytes() == np.asarray(after).tobytes()


def test_what_is_too_large_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a profile beyond its limit the largest answers go, the others stay."""
    monkeypatch.setattr("monitors.profile.remembered.MOST_BYTES", 2_000)
    large = [np.random.default_rng(1).random(1_000)]

    found = unpacked(packed({"numbers:large": large, "rows:small": [(1,)]}))

    assert found == {"rows:small": [(1,)]}

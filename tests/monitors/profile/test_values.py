"""One canonical reading of values: in SQL, and the same in Python."""

import duckdb
import pytest

from monitors.profile.sql import literal
from monitors.profile.values import canonical, canonical_of, canonical_truth, met

SAME = {
    "2": ["2", "2.0", "2.00", "2.", " 2 "],
    "-1": ["-1", "-1.0"],
    "1.5": ["1.5", "1.50"],
    "10": ["10", "10.0"],
    "true": ["true", "True", "TRUE "],
    "red": ["red", " red", "red  "],
    "007": ["007", "007.0"],
    "v1.0": ["v1.0"],
    "1.2.0": ["1.2.0"],
    "": ["", "  "],
    "p1": ["p1", "p1\r", "\tp1", "p1\u00a0", "\ufeffp1", "p1\u200b"],
    "new york": ["new york", "new\u00a0york", "new\u202fyork "],
    "2026-01-31": ["2026-01-31", "2026-01-31 00:00:00"],
    "2026-01-31 00:00:01": ["2026-01-31 00:00:01"],
    "a0000000-0000-4000-8000-00000000000f": [
        "a0000000-0000-4000-8000-00000000000f",
        "A0000000-0000-4000-8000-00000000000F",
    ],
    "caf\u00e9": ["caf\u00e9", "cafe\u0301"],
    "\u304c": ["\u304c", "\u304b\u3099"],
}
SPELLED = [(text, value) for value, texts in SAME.items() for text in texts]


@pytest.mark.parametrize(("text", "value"), SPELLED, ids=[repr(text) for text, _ in SPELLED])
def test_a_value_is_the_same_however_it_is_written(text: str, value: str) -> None:
    """The engine and Python agree."""
    with duckdb.connect() as connection:
        sql = f"SELECT {canonical('x')} FROM (SELECT {literal(text)} AS x)"  # noqa: S608 - ours
        found = connection.execute(sql).fetchone()

    assert found == (value,)
    assert canonical_of(text) == value


TYPED = {
    "2::TINYINT": "2",
    "2::DOUBLE": "2",
    "2::DECIMAL(9, 3)": "2",
    "2.5::DECIMAL(9, 3)": "2.5",
    "true": "true",
    "9007199254740993::BIGINT": "9007199254740993",
}


@pytest.mark.parametrize(("sql", "value"), TYPED.items(), ids=TYPED)
def test_a_value_is_the_same_in_any_type(sql: str, value: str) -> None:
    """Decimals, doubles and whole numbers of any width."""
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {canonical('x')} FROM (SELECT {sql} AS x)").fetchone()  # noqa: S608 - ours

    assert found == (value,)


@pytest.mark.parametrize(
    ("word", "truth"), [("Yes", "true"), ("T", "true"), ("1", "true"), ("no", "false"), ("x", "x")]
)
def test_words_beside_yes_and_no(word: str, truth: str) -> None:
    """Other words stay."""
    with duckdb.connect() as connection:
        sql = f"SELECT {canonical_truth('x')} FROM (SELECT {literal(word)} AS x)"  # noqa: S608 - ours
        found = connection.execute(sql).fetchone()

    assert found == (truth,)


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        pytest.param({"1": 2, "2": 3}, {"1.0": 4, "2.0": 5}, {"1": 4, "2": 5}, id="decimals"),
        pytest.param({"a": 2}, {"a ": 1, "a": 1}, {"a": 2}, id="spaces"),
        pytest.param({"yes": 2, "no": 1}, {"t": 1, "f": 3}, {"yes": 1, "no": 3}, id="other words"),
        pytest.param({"y": 2, "n": 1}, {"y": 1, "t": 3}, {"y": 1, "t": 3}, id="a word in common"),
        pytest.param({"a": 2}, {"b": 1}, {"b": 1}, id="different"),
        pytest.param({"\u00e9": 2}, {"e\u0301": 1}, {"\u00e9": 1}, id="accents"),
    ],
)
def test_levels_meet_under_the_first_tables_name(
    before: dict[str, int], now: dict[str, int], same: dict[str, int]
) -> None:
    """Counts of levels that are one value add up."""
    assert met([before, now]) == [before, same]

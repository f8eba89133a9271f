"""PostgreSQL as a source: a transaction that reads, a time limit, errors in one sentence."""

import psycopg
import pytest

from bot.adapters.data_sources.opening import open_tables
from bot.adapters.data_sources.source import Sources, TimeLimit
from monitors.errors import MeasurementError
from monitors.profile.engine import CURRENT, Column, Kind

pytestmark = pytest.mark.postgres


@pytest.fixture
def loans(postgres: str) -> str:
    """A database with a table of 300 loans, and a schema with a view."""
    run_there(
        postgres,
        "CREATE TABLE loans AS SELECT i AS id, i % 7 AS size, 'town ' || i % 3 AS town "
        "FROM generate_series(1, 300) AS i",
        "CREATE SCHEMA sales",
        'CREATE VIEW sales."Odd Names" AS SELECT size AS "the ""size""" FROM loans',
    )
    return postgres


def run_there(url: str, *statements: str) -> None:
    """Change something in the database."""
    with psycopg.connect(url) as server:
        for statement in statements:
            server.execute(statement.encode())


def refused(reference: str, seconds: float = 600.0) -> str:
    """Return why a table can't be counted."""
    with (
        pytest.raises(MeasurementError) as error,
        open_tables(Sources(reference, reference), TimeLimit(seconds)) as tables,
    ):
        tables.query("SELECT count(*) FROM current")
    return str(error.value)


def test_columns_keep_names_and_kinds(loans: str) -> None:
    """Names with blanks and quotes, types that are numbers, words, times or neither."""
    types = {
        "smallint": Kind.NUMERIC,
        "numeric(9, 2)": Kind.NUMERIC,
        "character varying(9)": Kind.CATEGORICAL,
        "character(3)": Kind.CATEGORICAL,
        "mood": Kind.CATEGORICAL,
        "boolean": Kind.CATEGORICAL,
        "timestamp with time zone": Kind.TIME,
        "interval": Kind.OTHER,
        "daterange": Kind.OTHER,
        "integer[]": Kind.OTHER,
        "jsonb": Kind.OTHER,
    }
    columns = ", ".join(f'"a {kind}" {kind}' for kind in types)
    run_there(loans, "CREATE TYPE mood AS ENUM ('up')", f"CREATE TABLE kinds ({columns})")

    with open_tables(Sources(f"{loans}&table=kinds", f"{loans}&table=sales.Odd Names")) as tables:
        found = tables.columns("reference")
        assert tables.columns(CURRENT) == [Column('the "size"', Kind.NUMERIC, "integer")]

    assert {column.name: column.kind for column in found} == {
        f"a {kind}": expected for kind, expected in types.items()
    }
    assert [column.is_yes_or_no for column in found].count(True) == 1


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        pytest.param(
            "table=gone",
            'The table doesn\'t exist: relation "gone" does not exist.',
            id="no such table",
        ),
        pytest.param(
            "query=SELECT nextval('s') AS n",
            "The query must only read data: cannot execute nextval() in a read-only transaction.",
            id="a query that writes",
        ),
        pytest.param(
            "query=SELECT 1 / (id - id) AS x FROM loans",
            "The data can't be read: division by zero.",
            id="a query that fails",
        ),
    ],
)
def test_what_fails_is_one_sentence(loans: str, asked: str, sentence: str) -> None:
    """The server's reason, without its traceback."""
    run_there(loans, "CREATE SEQUENCE s")
    url = f"{loans}&{asked}"

    with (
        pytest.raises(MeasurementError) as error,
        open_tables(Sources(url, url)) as tables,
    ):
        tables.query("SELECT * FROM current")

    assert str(error.value) == sentence


def test_a_slow_query_is_ended(loans: str) -> None:
    """The limit is in seconds, and the sentence says it."""
    slow = "query=SELECT pg_sleep(30) FROM loans"

    assert refused(f"{loans}&{slow}", seconds=0.1) == "Reading it took longer than 0.1 seconds."


def test_a_failure_leaves_the_rest(loans: str) -> None:
    """After one query failed the next is answered, in the same snapshot of the table."""
    url = f"{loans}&table=loans"
    count = "SELECT count(*) FROM current"
    with open_tables(Sources(url, url)) as tables:
        with pytest.raises(MeasurementError):
            tables.query("SELECT 1 / (id - id) FROM current")
        run_there(loans, "DELETE FROM loans WHERE id > 5")

        assert tables.query(count)[0][0] == 300


def test_a_right_to_read_is_enough_and_no_more_is_taken(loans: str) -> None:
    """A user who may not read a table is told so."""
    run_there(loans, "CREATE ROLE guest LOGIN PASSWORD 'secret'")
    url = loans.replace("postgres:@", "guest:secret@") + "&table=loans"

    try:
        sentence = refused(url)
        run_there(loans, "GRANT SELECT ON loans TO guest")
        with open_tables(Sources(url, url)) as tables:
            rows = tables.query("SELECT count(*) FROM current")[0][0]
    finally:
        run_there(loans, "DROP OWNED BY guest", "DROP ROLE guest")

    assert (
        sentence
        == "This user doesn't have permission to read it: permission denied for table loans."
    )
    assert rows == 300


def test_a_window_needs_an_order(loans: str) -> None:
    """Rows of a table lie in none, so a column has to give it."""
    url = f"{loans}&table=loans"

    with pytest.raises(MeasurementError, match="Add &order=COLUMN"):
        open_tables(Sources(url, url, rows=range(100)))

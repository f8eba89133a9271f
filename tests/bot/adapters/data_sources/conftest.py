"""The same odd tables as parquet, in a DuckDB file and in PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import psycopg
import pytest

from tests.postgres import PostgresServer
from tests.postgres_reused import ENDS_OTHERS

TYPES = {
    "DOUBLE": "double precision",
    "FLOAT": "real",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "DECIMAL(18,3)": "numeric(18, 3)",
    "VARCHAR": "text",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
}
Stores = dict[str, tuple[str, str]]
Stored = Callable[[str, str], Stores]


EMPTY_IT = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT nspname FROM pg_namespace
        WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
    LOOP EXECUTE format('DROP SCHEMA %I CASCADE', name); END LOOP;
END $$;
CREATE SCHEMA public;
GRANT USAGE ON SCHEMA public TO PUBLIC
"""


@pytest.fixture(scope="session")
def one_for_all(postgres_server: PostgresServer) -> Iterator[str]:
    """A database that the tests have one after the other."""
    with postgres_server.fresh_database() as url:
        yield url


@pytest.fixture
def postgres(one_for_all: str) -> Iterator[str]:
    """An empty database's URL."""
    yield one_for_all
    with psycopg.connect(one_for_all) as connection:
        connection.execute(ENDS_OTHERS)
        connection.execute(EMPTY_IT)


@pytest.fixture
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Stored:
    """Store what two queries of DuckDB give; name both tables for each place by its engine."""

    def store(reference: str, current: str) -> Stores:
        postgres: str = request.getfixturevalue("postgres")
        file = tmp_path / "tables.db"
        with duckdb.connect(str(file)) as connection:
            for name, query in (("reference", reference), ("current", current)):
                connection.execute(f"CREATE TABLE {name} AS {query}")
                connection.execute(f"COPY {name} TO '{tmp_path}/{name}.parquet'")
                copy_to_postgres(connection, name, postgres)
        return {
            "files": (f"{tmp_path}/reference.parquet", f"{tmp_path}/current.parquet"),
            "duckdb": (f"duckdb:{file}?table=reference", f"duckdb:{file}?table=main.current"),
            "postgresql": (f"{postgres}&table=reference", f"{postgres}&table=public.current"),
        }

    return store


def copy_to_postgres(connection: duckdb.DuckDBPyConnection, name: str, url: str) -> None:
    """Make the same table there, with the same rows in the same order."""
    described = connection.execute(f"DESCRIBE {name}").fetchall()
    columns = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind, *_ in described)
    rows = connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - a name of ours
    with psycopg.connect(url) as server, server.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {name} ({columns})".encode())
        with cursor.copy(f"COPY {name} FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)

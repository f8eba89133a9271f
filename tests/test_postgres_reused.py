"""Each test finds the reused database as the template is, whatever an earlier one did."""

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.postgres_reused import ReusedDatabase

pytestmark = pytest.mark.postgres
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
CHANGES = {
    "a row": "INSERT INTO receipt (key, received_at) VALUES ('a', '2026-11-23T09:00:00Z')",
    "a changed row": "UPDATE audithead SET hash = 'b'",
    "no row": "DELETE FROM audithead",
    "a sequence": "SELECT nextval('answer_id_seq')",
    "a column": "ALTER TABLE receipt ADD COLUMN b text",
    "no table": "DROP TABLE receipt",
    "a function": "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
}


def everything(url: str) -> list[object]:
    """Read all rows, what a sequence gives next, and how many functions there are."""
    with psycopg.connect(url) as connection:
        return [
            connection.execute("SELECT last_value, is_called FROM answer_id_seq").fetchone(),
            connection.execute("SELECT count(*) FROM pg_proc").fetchone(),
            *(
                (table, [column.name for column in rows.description or ()], rows.fetchall())
                for (table,) in connection.execute(TABLES).fetchall()
                for rows in [connection.execute(SQL("TABLE {}").format(Identifier(table)))]
            ),
        ]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_is_as_the_template(postgres_database: ReusedDatabase, change: str) -> None:
    """Also where somebody is still connected, and has not committed."""
    with postgres_database.as_the_template() as url:
        before = everything(url)
        with psycopg.connect(url) as connection:
            connection.execute(change.encode())
        changed = everything(url)
        open_still = psycopg.connect(url)
        open_still.execute("UPDATE audithead SET hash = 'c'")

    with postgres_database.as_the_template() as url:
        after = everything(url)
    open_still.close()

    assert after == before != changed

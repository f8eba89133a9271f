"""Check that the tables of the record are built as they were created.

A trigger could change a row before its fingerprint is taken, and without its uniqueness a decision
could be taken twice: neither shows in the rows.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Table, UniqueConstraint, inspect, text

TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_schema WHERE type = 'trigger'",
    "postgresql": (
        "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace "
        "UNION SELECT tablename, rulename FROM pg_rules WHERE schemaname = current_schema()"
    ),
}


def structural_differences(connection: Connection, tables: Sequence[Table]) -> Iterator[str]:
    """Compare the stored tables with how they are declared; yield a sentence for each difference.

    Args:
        connection: Where they are stored: SQLite or PostgreSQL.
        tables: As they are declared.
    """
    wanted = {table.name: table for table in tables}
    for name, trigger in connection.execute(text(TRIGGERS[connection.dialect.name])):
        if name in wanted:
            yield f"The table {name} has a trigger that isn't Lamplighter's: {trigger}."
    found = inspect(connection)
    columns = found.get_multi_columns(filter_names=list(wanted))
    unique = found.get_multi_unique_constraints(filter_names=list(wanted))
    for key, present in columns.items():
        table = wanted.pop(key[1])
        differing = {column["name"] for column in present} ^ set(table.columns.keys())
        if differing:
            yield f"The table {table.name} has other columns: {', '.join(sorted(differing))}."
        kept = {frozenset(one["column_names"]) for one in unique[key]}
        for names in _declared_unique(table):
            if names not in kept:
                listed = ", ".join(sorted(map(str, names)))
                yield f"The table {table.name} may hold the same row twice: by {listed}."
    for name in wanted:
        yield f"The table {name} is missing."


def _declared_unique(table: Table) -> Iterator[frozenset[str | None]]:
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield frozenset(column.name for column in constraint.columns)

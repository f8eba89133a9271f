"""Tables and queries in PostgreSQL: `postgresql://user@host/database?table=schema.name`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import make_conninfo
from psycopg.types.numeric import FloatLoader

from bot.adapters.data_sources.source import Sources, TimeLimit, TimeLimitError, read_source
from bot.adapters.data_sources.sql_tables import SqlTables
from monitors.errors import MeasurementError
from monitors.profile.engine import Column, Kind
from monitors.profile.sql import select

SECONDS_TO_CONNECT = 10
LONGEST_REASON = 200
KINDS = {
    Kind.NUMERIC: {"smallint", "integer", "bigint", "real", "double precision", "numeric"},
    Kind.CATEGORICAL: {"boolean", "character", "character varying", "text", "uuid", "citext"},
    Kind.TIME: {"date", "timestamp without time zone", "timestamp with time zone"},
}
CONNECTION = {"host", "hostaddr", "port", "user", "password", "dbname", "service", "passfile",
              "sslmode", "sslrootcert", "sslcert", "sslkey", "channel_binding"}  # fmt: skip
SENTENCES = {
    errors.UndefinedTable: "The table doesn't exist: {reason}.",
    errors.InsufficientPrivilege: "This user doesn't have permission to read it: {reason}.",
    errors.ReadOnlySqlTransaction: "The query must only read data: {reason}.",
}


def build(sources: Sources, limit: TimeLimit) -> "PostgresTables":
    """Open the tables.

    Raises:
        MeasurementError: The database can't be reached, or a table isn't there.
    """
    return PostgresTables(sources, limit)


class PostgresTables(SqlTables):
    """Two relations in one database, as they were at one moment, in a transaction that reads."""

    dialect = "postgres"
    as_it_lies = "AS NOT MATERIALIZED"
    kept = "AS MATERIALIZED"

    def __init__(self, sources: Sources, limit: TimeLimit) -> None:
        super().__init__(sources)
        self.limit = limit
        self.connection = _connected(sources)
        try:
            self._begin()
            for relation in ("reference", "current"):
                self.columns(relation)
        except (MeasurementError, TimeLimitError):
            self.connection.close()
            raise

    def close(self) -> None:
        """End the transaction and let go of the server."""
        self.connection.close()

    def columns(self, relation: str) -> list[Column]:
        """List a relation's columns, in order."""
        with self._sentences():
            sql = self.with_relations(select("*", relation, "LIMIT 0"))
            described = self.connection.execute(sql.encode()).description or []
            types = {column.type_code for column in described}
            known = self.connection.execute(
                "SELECT oid, format_type(oid, NULL), typtype = 'e' "
                "FROM pg_type WHERE oid = ANY(%s)",
                [list(types)],
            )
            named = {oid: (name, is_enum) for oid, name, is_enum in known}
        return [
            Column(column.name, _kind(*named[column.type_code]), named[column.type_code][0])
            for column in described
        ]

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run SQL in PostgreSQL's own dialect.

        Raises:
            MeasurementError: The server refused it, or it took too long.
        """
        with self._sentences():
            return self.connection.execute(sql.encode()).fetchall()

    def _begin(self) -> None:
        self.connection.read_only = True
        self.connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        self.connection.adapters.register_loader("numeric", FloatLoader)
        settings = {
            "timezone": "UTC",
            "synchronize_seqscans": "off",
            "jit": "off",
            "statement_timeout": f"{self.limit.seconds * 1000:.0f}",  # from here on
        }
        for name, value in settings.items():
            self.connection.execute("SELECT set_config(%s, %s, true)", [name, value])

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """Run in a savepoint, so that what fails leaves the rest; say errors in plain words."""
        try:
            with self.connection.transaction():
                yield
        except errors.QueryCanceled:
            raise self.limit.error() from None
        except psycopg.Error as error:
            form = next((SENTENCES[kind] for kind in SENTENCES if isinstance(error, kind)), None)
            form = form or "The data can't be read: {reason}."
            raise MeasurementError(form.format(reason=_reason(error))) from None


def _connected(sources: Sources) -> psycopg.Connection[Any]:
    wanted = [read_source(name) for name in sources.names]
    first = wanted[0]
    if any(source.options != first.options for source in wanted):
        raise MeasurementError(
            "Both tables and the labels must be in the same PostgreSQL database."
        )
    for name in first.options:
        if name not in CONNECTION:
            raise MeasurementError(f"A postgresql address has no parameter {name}.")
    told = {"connect_timeout": str(SECONDS_TO_CONNECT), "application_name": "lamplighter"}
    try:
        return psycopg.connect(make_conninfo("", **told, **first.options))
    except psycopg.Error as error:
        raise MeasurementError(_why_not(first.address, str(error))) from None


def _why_not(address: str, reason: str) -> str:
    """Return why there is no connection; the server's own words never hold the password."""
    if "authentication failed" in reason or "no password supplied" in reason:
        return f"{address} rejected the user or the password."
    if "does not exist" in reason:
        return f"The database or the user doesn't exist: {address}."
    return f"{address} can't be reached. Is the server running, and is its name correct?"


def _reason(error: psycopg.Error) -> str:
    words = error.diag.message_primary or str(error)
    return " ".join(words.split())[:LONGEST_REASON]


def _kind(name: str, is_enum: bool) -> Kind:  # noqa: FBT001 - as the server says it
    if is_enum:
        return Kind.CATEGORICAL
    return next((kind for kind, names in KINDS.items() if name in names), Kind.OTHER)

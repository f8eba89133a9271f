"""Tables and queries in Spark: `spark:?table=lend.loans`; needs the extra `lamplighter[spark]`.

Which Spark is asked is what its own configuration says: `SPARK_REMOTE`, or spark-defaults.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, Any

from bot.adapters.data_sources.source import Sources, TimeLimit
from bot.adapters.data_sources.sql_tables import SqlTables
from monitors.errors import MeasurementError
from monitors.profile.engine import CURRENT, REFERENCE, Column, Kind
from monitors.profile.sql import select

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LONGEST_REASON = 200
KINDS = {
    Kind.NUMERIC: {"tinyint", "smallint", "int", "bigint", "float", "double", "decimal", "void"},
    Kind.CATEGORICAL: {"string", "char", "varchar", "boolean"},
    Kind.TIME: {"date", "timestamp", "timestamp_ntz"},
}


def build(sources: Sources, limit: TimeLimit) -> "SparkTables":
    """Open the tables.

    Raises:
        MeasurementError: Spark is not installed or can't be reached, or a table isn't there.
    """
    return SparkTables(sources, limit)


class SparkTables(SqlTables):
    """Two relations in one Spark session, which is left as it was found."""

    dialect = "spark"

    def __init__(self, sources: Sources, limit: TimeLimit) -> None:
        super().__init__(sources)
        self.limit = limit
        self.session = _session()
        for relation in (REFERENCE, CURRENT):
            self.columns(relation)

    def close(self) -> None:
        """Leave the session to whoever has it."""

    def columns(self, relation: str) -> list[Column]:
        """List a relation's columns, in order."""
        with self._sentences():
            sql = self.with_relations(select("*", relation))
            fields = [
                (field.name, field.dataType.simpleString())
                for field in self.session.sql(sql).schema.fields
            ]
        return [Column(name, _kind(engine_type), engine_type) for name, engine_type in fields]

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run SQL in Spark's own dialect.

        Raises:
            MeasurementError: Spark refused it, or it took too long.
        """
        with self._sentences():
            found: list[tuple[Any, ...]] = self.session.sql(sql).collect()
            return found

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """End what takes too long; say errors in plain words."""
        is_late = []

        def interrupt() -> None:
            is_late.append(True)
            self.session.interruptAll()

        clock = Timer(self.limit.seconds, interrupt)
        clock.start()
        try:
            yield
        except Exception as error:
            if is_late:
                raise self.limit.error() from None
            if not type(error).__module__.startswith(("pyspark.", "py4j.", "grpc")):
                raise
            reason = " ".join(str(error).split("\n", maxsplit=1)[0].split())[:LONGEST_REASON]
            raise MeasurementError(f"The data can't be read: {reason}") from None
        finally:
            clock.cancel()


def _session() -> "SparkSession":
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    except ImportError:
        raise MeasurementError(
            "Spark isn't installed. Run: pip install 'lamplighter[spark]'"
        ) from None
    try:
        found = SparkSession.builder.appName("lamplighter").getOrCreate()
    except PySparkException as error:
        reason = " ".join(str(error).split())[:LONGEST_REASON]
        raise MeasurementError(f"Spark can't be started or reached: {reason}") from None
    session = found.newSession()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    return session


def _kind(engine_type: str) -> Kind:
    name = engine_type.partition("(")[0]
    return next((kind for kind, names in KINDS.items() if name in names), Kind.OTHER)

"""Alembic's entry: runs migrations through our own engine."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import text
from sqlmodel.sql.sqltypes import AutoString

from bot.migrations.tables import METADATA
from bot.storage.database import create_database_engine
from ground.columns import ByValue, UtcDateTime

PORTABLE = {
    UtcDateTime: "sa.DateTime(timezone=True)",
    ByValue: "sa.String(length=40)",
    AutoString: "sa.String()",
}
ONE_AT_A_TIME = 7_201_001


def render_portable(
    kind: str,
    item: Any,  # noqa: ANN401 - Alembic's own signature
    context: AutogenContext,
) -> str | Literal[False]:
    """Write our column types as SQLAlchemy's own, so that old migrations need none of our code."""
    del context
    return PORTABLE.get(type(item), False) if kind == "type" else False


def run() -> None:
    """Run the migrations; replicas that start together take turns."""
    engine = create_database_engine(context.config.attributes["url"])
    try:
        with engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=METADATA,
                render_item=render_portable,
                render_as_batch=True,
                transactional_ddl=True,
            )
            with context.begin_transaction():
                if connection.dialect.name == "postgresql":
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
                context.run_migrations()
    finally:
        engine.dispose()


run()

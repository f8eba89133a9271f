"""`INSERT … ON CONFLICT` in the words of whichever database is in use."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def product_of(session: Session) -> str:
    """Name the database product: `sqlite` or `postgresql`."""
    name: str = session.get_bind().dialect.name
    return name


def insert_into(product: str, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    """Begin an insert that may say `on_conflict_do_update` or `on_conflict_do_nothing`.

    It names the bare table, so that running it costs no mapping of objects; building it costs
    more than running it, so whoever needs it often keeps it.
    """
    bare = table.metadata.tables[str(table.__tablename__)]
    return postgresql.insert(bare) if product == "postgresql" else sqlite.insert(bare)

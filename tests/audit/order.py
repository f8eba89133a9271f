"""Notes which rows a step writes or locks before it takes the audit log's head."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ClauseElement, Connection, Select, Table, event
from sqlalchemy.sql.dml import Delete, Update
from sqlmodel import Session

HEAD = "audithead"


@contextmanager
def rows_before_head(session: Session) -> Iterator[list[str]]:
    """Yield the tables of those rows; it fills while the block runs."""
    before: list[str] = []
    is_over = False

    def note(connection: Connection, statement: ClauseElement, *_: object) -> None:
        nonlocal is_over
        del connection
        touched = _touched(statement)
        is_over = is_over or HEAD in touched
        if not is_over:
            before.extend(touched)

    engine = session.get_bind().engine
    event.listen(engine, "before_execute", note)
    try:
        yield before
    finally:
        event.remove(engine, "before_execute", note)


def _touched(statement: ClauseElement) -> list[str]:
    if isinstance(statement, Update | Delete):
        return [str(statement.entity_description["table"].name)]
    if isinstance(statement, Select) and statement._for_update_arg is not None:  # noqa: SLF001 - SQLAlchemy has no other way to ask
        return [found.name for found in statement.get_final_froms() if isinstance(found, Table)]
    return []

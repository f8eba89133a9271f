"""On PostgreSQL, whoever changes or locks a row of a domain takes the audit log's head first.

Every recorded step ends at the head, which one transaction holds at a time. One that held the head
and then wanted a row would wait for ever for one that held the row and then wanted the head:
PostgreSQL ends one of the two, and a press is lost. With the head first nobody waits in a circle.
SQLite lets one transaction write at a time anyway.
"""

from sqlalchemy import ClauseElement, Connection, Select, Table, select
from sqlalchemy.sql.dml import UpdateBase

from ground.audit import AuditHead

IN_ORDER = "in_order"
"""The option of a transaction that may write."""
HEAD = AuditHead.metadata.tables["audithead"]
QUEUES = {"job", "pace", "receipt", "surface"}
"""Their rows are claimed by workers that record nothing, or taken before or after everything."""
_HOLDS_HEAD = "holds_head"


def forget_head(connection: Connection) -> None:
    """Note that a transaction begins: it holds nothing yet."""
    connection.info.pop(_HOLDS_HEAD, None)


def take_head_first(connection: Connection, statement: ClauseElement, *_: object) -> None:
    """Lock the head before the first statement of a transaction that changes or locks a row."""
    is_in_order = connection.get_execution_options().get(IN_ORDER, False)
    if not is_in_order or connection.info.get(_HOLDS_HEAD):
        return
    tables = _changed_or_locked(statement)
    if tables <= QUEUES:
        return
    connection.info[_HOLDS_HEAD] = True
    if HEAD.name not in tables:
        connection.execute(select(HEAD.c.id).with_for_update())


def _changed_or_locked(statement: ClauseElement) -> set[str]:
    """Name the tables whose rows a statement writes or locks."""
    if isinstance(statement, UpdateBase):
        return {str(statement.entity_description["table"].name)}
    if isinstance(statement, Select) and statement._for_update_arg is not None:  # noqa: SLF001 - SQLAlchemy has no other way to ask
        froms = statement.get_final_froms()
        return {found.name for found in froms if isinstance(found, Table)}
    return set()

"""The content of a decision as the audit log keeps it in words."""

from typing import Any

from sqlalchemy import String, type_coerce
from sqlmodel import Session, col, select

from deployments.tables import Decision, Rollback, SignOff
from ground.audit import AuditEntry
from ground.covered import canonical

KEPT: dict[type[Decision | SignOff | Rollback], tuple[str, ...]] = {
    Decision: ("id", "request_id", "verdict", "decided_by", "reason"),
    SignOff: ("id", "request_id", "verdict", "user_id", "reason"),
    Rollback: ("id", "from_version", "to_version", "reason", "decided_by"),
}
ACTIONS = ("sign_off", "decision", "rollback.decide")


def decision_detail(row: Decision | SignOff | Rollback) -> dict[str, Any]:
    """Return the content of a decision as the audit log keeps it."""
    return {name: str(getattr(row, name)) for name in KEPT[type(row)]}


def unrecorded(session: Session) -> set[str]:
    """Name the rows whose content the log contradicts, as it was kept before it covered rows."""
    recorded = set(
        session.exec(select(AuditEntry.detail).where(col(AuditEntry.action).in_(ACTIONS))).all()
    )
    found = set()
    for kind, names in KEPT.items():
        table = kind.metadata.tables[str(kind.__tablename__)]
        columns = [
            type_coerce(table.c[name], String) if name == "verdict" else table.c[name]
            for name in names
        ]
        for values in session.connection().execute(select(*columns)):
            detail = {name: str(value) for name, value in zip(names, values, strict=True)}
            if canonical(detail) not in recorded:
                found.add(f"{table.name}:{detail['id']}")
    return found

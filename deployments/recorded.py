"""Compares decisions with the audit log: each must stand there as it stands here."""

from typing import Any

from sqlmodel import Session, select

from deployments.tables import Decision, Rollback, SignOff
from ground.audit import AuditEntry, canonical


def decision_detail(row: Decision | SignOff | Rollback) -> dict[str, Any]:
    """Return the content of a decision as the audit log keeps it."""
    if isinstance(row, Rollback):
        kept = row.model_dump(include={"id", "from_version", "to_version", "reason", "decided_by"})
    elif isinstance(row, Decision):
        kept = row.model_dump(include={"id", "request_id", "verdict", "decided_by", "reason"})
    else:
        kept = row.model_dump(include={"id", "request_id", "verdict", "user_id", "reason"})
    return {key: str(value) for key, value in kept.items()}


def first_unrecorded(session: Session) -> str | None:
    """Find a decision whose content the log doesn't hold as it stands, and say which."""
    recorded = {
        entry.detail
        for entry in session.exec(select(AuditEntry)).all()
        if entry.action in {"sign_off", "decision", "rollback.decide"}
    }
    decided: list[SignOff | Decision | Rollback] = [
        *session.exec(select(SignOff)).all(),
        *session.exec(select(Decision)).all(),
        *session.exec(select(Rollback)).all(),
    ]
    for row in decided:
        if canonical(decision_detail(row)) not in recorded:
            name = type(row).__name__.lower()
            return f"A {name} does not match the audit log: {row.id}."
    return None

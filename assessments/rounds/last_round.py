"""What was chosen last time, so that the next round needs no typing."""

from sqlmodel import Session, col, select

from assessments.answers.interview import NAMELESS, participants
from assessments.tables import Assessment, ScopeKind


def scope_of_last_round(session: Session, channel_id: str) -> tuple[ScopeKind, str]:
    """Return what a channel's last round was about, so that the next is compared with it."""
    last = session.exec(
        select(Assessment)
        .where(Assessment.channel_id == channel_id)
        .order_by(col(Assessment.started_at).desc())
        .limit(1)
    ).first()
    return (last.scope_kind, last.scope_name) if last else (ScopeKind.TEAM, "")


def channel_of_last_round(session: Session, started_by: str) -> str:
    """Return the channel of a facilitator's last round; empty without one."""
    found = session.exec(
        select(Assessment.channel_id)
        .where(Assessment.started_by == started_by, col(Assessment.channel_id).startswith("C"))
        .order_by(col(Assessment.started_at).desc())
        .limit(1)
    ).first()
    return found or ""


def people_of_last_round(session: Session, started_by: str) -> dict[str, list[str]]:
    """Return whom a facilitator asked last, by group, so that the next round needs no typing."""
    last = session.exec(
        select(Assessment.id)
        .where(Assessment.started_by == started_by)
        .order_by(col(Assessment.started_at).desc())
        .limit(1)
    ).first()
    groups: dict[str, list[str]] = {}
    for person in participants(session, last) if last else []:
        if not person.user_id.startswith(NAMELESS):
            groups.setdefault(person.group, []).append(person.user_id)
    return groups

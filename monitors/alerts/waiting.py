"""The alerts that concern a person: they may decide about them, or are looking into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.use_cases.promises import title_of_model
from deployments.deciders import decided_by
from deployments.tables import RegisteredModel
from monitors.alerts.alert_facts import AlertFacts, MovedColumn, PassMarkLine
from monitors.alerts.card import channel_of
from monitors.alerts.meanings import in_words
from monitors.alerts.model_health import WAITING
from monitors.tables import Alert, AlertKind, AlertState, Monitor


@dataclass(frozen=True)
class WaitingAlert:
    """What App Home shows of an alert that waits for a decision.

    `may_decide` is false for somebody who is only looking into it; `is_theirs` is true for
    whoever looks into it.
    """

    alert_id: UUID
    kind: AlertKind
    state: AlertState
    model_name: str
    use_case: str
    channel_id: str
    owner_user_id: str
    due_at: datetime
    acknowledged_by: str | None
    columns: Sequence[MovedColumn]
    more_columns: int
    pass_marks: Sequence[PassMarkLine]
    may_decide: bool = True
    is_theirs: bool = False
    rollback_to: str | None = None


def waiting_alerts(session: Session, user_id: str) -> list[WaitingAlert]:
    """List the alerts that a person may decide about or looks into, oldest first, by one query."""
    statement = (
        select(
            Alert,
            Monitor,
            RegisteredModel.owner_user_id,
            title_of_model(col(Alert.model_name)),
        )
        .add_columns(decided_by(user_id))
        .join(Monitor, col(Monitor.id) == col(Alert.monitor_id))
        .join(RegisteredModel, col(RegisteredModel.name) == col(Alert.model_name))
        .where(
            col(Alert.state).in_(WAITING),
            decided_by(user_id) | (col(Alert.acknowledged_by) == user_id),
        )
        .order_by(col(Alert.opened_at))
    )
    found = session.execute(statement).all()
    return [_waiting(user_id, *row) for row in found]


def _waiting(
    user_id: str,
    alert: Alert,
    monitor: Monitor,
    owner: str,
    title: str | None,
    may_decide: Any,  # noqa: ANN401 - a condition as the database answers it: 0, 1 or a bool
) -> WaitingAlert:
    facts = AlertFacts.from_json(alert.facts)
    return WaitingAlert(
        alert.id,
        alert.kind,
        alert.state,
        alert.model_name,
        title or "",
        channel_of(alert, monitor.channel_id),
        owner,
        alert.due_at,
        alert.acknowledged_by,
        [in_words(column, monitor.options) for column in facts.columns],
        facts.more_columns,
        facts.pass_marks,
        bool(may_decide),
        is_theirs=alert.acknowledged_by == user_id,
    )

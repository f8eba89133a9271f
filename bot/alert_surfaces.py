"""Has Slack show an alert: its message, its deciders' homes, and its chart a moment later."""

from uuid import UUID

from bot.unit_of_work import Transaction
from monitors.alerting import AlertChanges
from monitors.cards import alert_card

DRAW_CHART = "draw_chart"


def show_alerts(work: Transaction, changes: AlertChanges) -> None:
    """Show every alert that a window opened or changed."""
    for alert_id in changes.touched:
        _show_alert(work, alert_id)


def _show_alert(work: Transaction, alert_id: UUID) -> None:
    card = alert_card(work.session, alert_id)
    work.show("alert", alert_id)
    for user_id in card.deciders:
        work.show("home", user_id)
    work.enqueue(
        DRAW_CHART, key=f"{alert_id}:{card.last_window}", payload={"alert_id": str(alert_id)}
    )

"""Has Slack show an alert: its message, its deciders' homes, and its chart a moment later."""

from uuid import UUID

from bot.unit_of_work import Transaction
from handlers.deciding import show_alert
from monitors.alerting import AlertChanges
from monitors.decisions import find_alert

DRAW_CHART = "draw_chart"


def show_alerts(work: Transaction, changes: AlertChanges) -> None:
    """Show every alert that a window opened or changed."""
    for alert_id in changes.touched:
        _show_alert(work, alert_id)


def _show_alert(work: Transaction, alert_id: UUID) -> None:
    show_alert(work, alert_id)
    window = find_alert(work.session, alert_id).last_window
    work.enqueue(DRAW_CHART, key=f"{alert_id}:{window}", payload={"alert_id": str(alert_id)})

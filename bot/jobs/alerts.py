"""Draws an alert's chart, so that the alert itself need not wait for it."""

from datetime import datetime
from uuid import UUID

from bot.jobs.job import JobContext, Payload
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind
from monitors.alerts.card import alert_card
from monitors.alerts.chart import alt_text, draw_alert
from monitors.alerts.decisions import find_alert
from monitors.alerts.history import history


def draw_chart(context: JobContext, payload: Payload, now: datetime) -> None:
    """Draw an alert's chart, upload it and have the alert show it."""
    del now
    alert_id = UUID(payload["alert_id"])
    with context.transactions.reading() as session:
        card = alert_card(session, alert_id)
        points = history(session, alert_id)
        is_drawn = find_alert(session, alert_id).chart_window == card.last_window
    if is_drawn:
        return
    file_id = context.slack.upload_png(
        draw_alert(card, points), "alert.png", alt_text(card, points)
    )
    with context.transactions.begin() as work:
        alert = find_alert(work.session, alert_id)
        alert.chart_file_id, alert.chart_window = file_id, card.last_window
        work.show(SurfaceKind.ALERT, alert_id)


JOBS = {JobKind.DRAW_CHART: draw_chart}

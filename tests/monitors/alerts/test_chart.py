"""An alert's picture, and the words for those who don't see it."""

from dataclasses import replace
from datetime import timedelta

from monitors.alerts.alert_facts import PassMarkLine
from monitors.alerts.chart import alt_text, draw_alert
from monitors.alerts.history import HistoryPoint
from monitors.tables import AlertKind, AlertState
from tests.conftest import NOW
from tests.handlers.samples import alert


def test_the_words_for_the_chart_tell_all_of_it() -> None:
    """Each window with its day and figure, the limit, and which couldn't be judged."""
    mark = PassMarkLine("recall", ">=", 0.8, 0.7, None, None, "broken")
    card = replace(alert(AlertState.OPEN, AlertKind.PERFORMANCE), columns=[], pass_marks=[mark])
    points = [
        HistoryPoint(NOW, metrics={"recall": 0.81}),
        HistoryPoint(NOW + timedelta(days=7), metrics={"recall": 0.79}, unproven=["recall"]),
        HistoryPoint(NOW + timedelta(days=14), metrics={"recall": 0.7}),
    ]

    words = alt_text(card, points)

    days = [f"{(NOW + timedelta(days=days)).day} " for days in (0, 7, 14)]
    assert draw_alert(card, points).startswith(b"\x89PNG")
    assert words.startswith("Recall per check: 81.0% on ")
    assert all(day in words for day in days)
    assert words.endswith("; the limit is 80%. Open circles: 1 that could be chance.")

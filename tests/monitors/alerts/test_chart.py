"""An alert's picture, and the words for those who don't see it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitors.alerts.alert_facts import PassMarkLine, PushedLabel
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


def test_without_a_known_window_it_names_the_model() -> None:
    """Nothing is invented where nothing was measured."""
    card = alert(AlertState.OPEN)

    assert alt_text(replace(card, columns=[]), []) == "Chart of the latest windows of employment."


LATENCY = PassMarkLine("latency_p95_ms", "<=", 250.0, 310.0, None, None, "broken")
ACCEPTED = PassMarkLine("user_acceptance", ">=", 0.6, 0.5, None, None, "broken", unit="share")
PUSHED_WORDS = {
    "a share": (ACCEPTED, 0.5, "User acceptance per check: 50.0% on ", "; the limit is 60%."),
    "a number": (LATENCY, 310.0, "Latency p95 ms per check: 310 on ", "; the limit is 250."),
    "no limit any more": (None, 310.0, "Latency p95 ms per check: 310 on ", " on 1 Jun."),
}


@pytest.mark.parametrize(
    ("mark", "value", "start", "end"), PUSHED_WORDS.values(), ids=PUSHED_WORDS
)
def test_pushed_numbers_are_told_in_their_unit(
    mark: PassMarkLine | None, value: float, start: str, end: str
) -> None:
    """Shares as per cent, others as they were sent; the limit in the same unit."""
    card = replace(
        alert(AlertState.OPEN, AlertKind.PUSHED),
        columns=[],
        pass_marks=[mark] if mark else [],
        pushed=PushedLabel(mark.metric if mark else LATENCY.metric, "May 2026", ""),
    )
    points = [HistoryPoint(datetime(2026, 6, 1, tzinfo=UTC), pushed=value)]

    words = alt_text(card, points)

    assert words.startswith(start)
    assert words.endswith(end)
    assert draw_alert(card, points).startswith(b"\x89PNG")


def test_without_pass_marks_performance_is_accuracy() -> None:
    """As a share, without a limit."""
    card = replace(alert(AlertState.OPEN, AlertKind.PERFORMANCE), columns=[], pass_marks=[])

    words = alt_text(card, [HistoryPoint(NOW, metrics={"accuracy": 0.7})])

    assert words.startswith("Accuracy per check: 70.0% on ")
    assert "limit" not in words


def test_drift_is_told_by_its_largest_psi_and_limit() -> None:
    """As figures, not per cent."""
    card = alert(AlertState.OPEN)

    words = alt_text(
        replace(card, columns=[replace(card.columns[0], levels=[])]),
        [HistoryPoint(NOW, largest_effect=0.4567)],
    )

    assert words.startswith("Largest drift (PSI) per check: 0.457 on ")
    assert words.endswith("; the limit is 0.25.")

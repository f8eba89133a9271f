"""What an alert says about versions, and how it reads once it is settled."""

from dataclasses import replace

import pytest

from handlers.blocks.alerts.alert import alert_message
from monitors.tables import AlertKind, AlertState
from tests.handlers.conftest import check_message
from tests.handlers.samples import alert


@pytest.mark.parametrize(
    ("live", "back_to", "words"),
    [
        pytest.param("v4", "v2", "*v4* is live; rolling back returns to *v2*.", id="both"),
        pytest.param("v4", None, "*v4* is live.", id="first version"),
    ],
)
def test_a_decision_names_its_versions(live: str, back_to: str | None, words: str) -> None:
    """Which version runs now, and which one would come back."""
    card = replace(alert(AlertState.OPEN), live=live, back_to=back_to, chart_file_id=None)

    assert words in check_message(alert_message(card, ""))


def test_without_a_live_version_none_is_named() -> None:
    """A model can be watched before anything was released here."""
    card = replace(alert(AlertState.OPEN), live=None, back_to=None, chart_file_id=None)

    assert "is live" not in check_message(alert_message(card, ""))


@pytest.mark.parametrize(
    ("others", "words"),
    [
        pytest.param(0, "Since", id="only one"),
        pytest.param(1, "Also broken: recall 0 0.60, agreed at least 0.8.\nSince", id="one more"),
        pytest.param(
            4,
            "Also broken: recall 0 0.60, agreed at least 0.8; recall 1 0.60, agreed at least 0.8 "
            "and 2 more.\nSince",
            id="many",
        ),
    ],
)
def test_the_other_broken_marks_are_named(others: int, words: str) -> None:
    """The first is in the title; two more fit the first lines."""
    shown = alert(AlertState.OPEN)
    first = replace(shown.pass_marks[0], verdict="broken")
    more = [replace(first, metric=f"recall {number}", value=0.6) for number in range(others)]
    card = replace(
        shown, kind=AlertKind.PERFORMANCE, pass_marks=[first, *more], chart_file_id=None
    )

    told = check_message(alert_message(card, ""))

    assert f"or roll it back.\n{words}" in told


@pytest.mark.parametrize("state", AlertState)
def test_what_is_over_is_told_as_past(state: AlertState) -> None:
    """Old figures under a settled alert don't read as if they were today's."""
    told = check_message(alert_message(replace(alert(state), chart_file_id=None), ""))

    is_waiting = state in {AlertState.OPEN, AlertState.ACKNOWLEDGED}
    assert ("*What changed*" in told) is is_waiting
    assert ("*Pass marks at the time*" not in told) is is_waiting
    assert ("*v4* is live" in told) is is_waiting

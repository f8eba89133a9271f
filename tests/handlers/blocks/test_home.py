"""Home has at most a hundred blocks, however much is waiting, and says how much more there is."""

from dataclasses import replace

import pytest

from assessments.results.latest import LatestResults
from bot.local_slack.strict import check_view
from handlers.blocks.decisions_at_home import alert_at_home
from handlers.blocks.home import home
from handlers.blocks.places import with_refused
from monitors.alerts.model_health import Health, ModelHealth
from monitors.tables import AlertState
from tests.handlers.conftest import check_message, texts
from tests.handlers.samples import HOME, QUIET

SLACK_TAKES = 100


@pytest.mark.parametrize("count", [1, 8, 9, 20, 1_000])
def test_home_never_has_more_than_slack_takes(count: int) -> None:
    """So many of everything, and a sentence on channels that refuse."""
    card = replace(
        HOME,
        invitations=[HOME.invitations[0]] * count,
        votes=[HOME.votes[0]] * count,
        actions=[HOME.actions[0]] * count,
        requests=[HOME.requests[0]] * count,
        alerts=[HOME.alerts[0]] * count,
        unfinished=[HOME.unfinished[0]] * count,
        led=[HOME.led[-1]] * count,
        results=LatestResults([HOME.results.cards[0]] * 3, is_some_waiting=True),
    )

    shown = with_refused(home(card), [("C1", "is_archived", 1)])

    blocks = [block.to_dict() for block in shown.blocks]
    check_view({"type": "home", "blocks": blocks})
    assert len(blocks) <= SLACK_TAKES
    assert str(blocks).count(" more.") == (0 if count == 1 else 7)


def test_little_of_everything_is_shown_whole() -> None:
    """Three of one kind, and one of the others: no more is left out."""
    text = check_message(home(replace(HOME, alerts=[HOME.alerts[0]] * 3)))

    assert "more." not in text
    assert text.count("Please decide by") == 3


def test_what_is_left_out_is_counted() -> None:
    """Twelve alerts: eight, and four more."""
    text = check_message(home(replace(HOME, alerts=[HOME.alerts[0]] * 12)))

    assert text.count("Please decide by") == 8
    assert "And 4 more." in text


@pytest.mark.parametrize(
    ("health", "words"),
    [
        (Health.FINE, "You're all caught up"),
        (Health.NO_DATA, "You're all caught up"),
        (Health.UNDECIDED, "not everything is well"),
        (Health.DECIDED, "not everything is well"),
        (Health.UNMEASURED, "not everything is well"),
    ],
)
def test_all_quiet_is_said_only_while_ones_models_are_well(health: Health, words: str) -> None:
    """Nothing waits; but a model that one owns, or decided about, may still be broken."""
    text = check_message(home(replace(QUIET, models=[ModelHealth("churn", health)])))

    assert words in text
    assert "churn" in text


def test_what_is_overdue_says_so() -> None:
    """An alert and a release request, once their time is up."""
    alerts, requests = [HOME.alerts[0]], [HOME.requests[0]]
    now = max(alerts[0].due_at, requests[0].due_at)

    text = check_message(home(replace(QUIET, alerts=alerts, requests=requests, now=now)))

    assert text.count("*Overdue* since") == 2


@pytest.mark.parametrize(
    ("is_theirs", "words", "buttons"),
    [(True, "You are looking into it", 0), (False, "<@U0DAN> is looking into it", 1)],
)
def test_nobody_takes_over_what_they_look_into(
    *, is_theirs: bool, words: str, buttons: int
) -> None:
    """Others may."""
    state = AlertState.ACKNOWLEDGED
    alert = replace(HOME.alerts[0], state=state, acknowledged_by="U0DAN", is_theirs=is_theirs)

    blocks = alert_at_home(alert)

    assert words in texts(blocks)
    assert str([block.to_dict() for block in blocks]).count("take_over_alert") == buttons

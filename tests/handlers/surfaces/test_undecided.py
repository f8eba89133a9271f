"""The weekly digest names what has waited for a decision since before its Monday."""

from dataclasses import asdict
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from assessments.use_cases.screens import GoodEnough, agree_pass_marks
from deployments.deciders import note_timezone
from deployments.requests.requests import request_deployment
from ground.audit import Head
from handlers.blocks.rounds.digest import digest_message
from handlers.blocks.undecided import Undecided
from handlers.surfaces.undecided import due_undecided, undecided_in
from monitors.alerts.alert_facts import Called
from monitors.alerts.card import channel_of
from monitors.alerts.decisions import AlertDecision, acknowledge_alert, keep_model
from tests.audit.model_steps import DAN, MIA, alert, release
from tests.audit.round_steps import BEA, described
from tests.bot.schedule.conftest import utc
from tests.handlers.conftest import check_message

pytestmark = pytest.mark.sqlite_alone
MONDAY = utc("2026-11-09T00:00")
FRIDAY = MONDAY - timedelta(days=3)
HEAD = Head(0, "0" * 64)


def lines(session: Session) -> str:
    """What the digest of the Monday says."""
    undecided = undecided_in(session, "C1", MONDAY.date())
    return check_message(digest_message([], [], MONDAY.date(), HEAD, [], undecided))


def test_alerts_and_releases_are_named_the_oldest_first(session: Session) -> None:
    """By their use case; also while somebody looks into it."""
    found = alert(session, FRIDAY)
    request_deployment(session, release(), FRIDAY + timedelta(hours=1))
    acknowledge_alert(session, AlertDecision(found.id, DAN), FRIDAY)
    case = described(session, FRIDAY)
    agree_pass_marks(session, case.id, GoodEnough("churn", "80%", "0.25"), BEA, FRIDAY)

    text = lines(session)

    assert "2 decisions are waiting" in text
    assert f"the data has changed, and <@{DAN}> is looking into it." in text
    of_alert = text.index(f"*Title* has waited for <@{MIA}> since <!date")
    assert text.index("release of v3") > text.index("the data has changed") > of_alert


@pytest.mark.parametrize(
    ("opened_at", "count"),
    [pytest.param(FRIDAY, 0, id="decided"), pytest.param(MONDAY, 0, id="of this very week")],
)
def test_what_is_decided_or_new_is_left_out(
    session: Session, opened_at: datetime, count: int
) -> None:
    """It waits for nobody, or not for long."""
    found = alert(session, opened_at)
    if opened_at == FRIDAY:
        keep_model(session, AlertDecision(found.id, MIA, "fine"), FRIDAY)

    assert len(undecided_in(session, "C1", MONDAY.date())) == count
    assert due_undecided(session, MONDAY + timedelta(hours=10), lambda *_: False) == []


@pytest.mark.parametrize(
    ("hour", "is_told", "due"),
    [
        pytest.param(8, False, [], id="before the decider's morning"),
        pytest.param(9, False, [("C1", MONDAY.date())], id="on Monday morning"),
        pytest.param(9, True, [], id="once"),
    ],
)
def test_a_digest_is_due_on_monday_morning(
    session: Session, hour: int, due: list[object], *, is_told: bool
) -> None:
    """Where somebody has to decide."""
    alert(session, FRIDAY)

    assert due_undecided(session, MONDAY + timedelta(hours=hour), lambda *_: is_told) == due


@pytest.mark.parametrize(
    ("zone", "morning"),
    [
        ("America/Los_Angeles", MONDAY + timedelta(hours=17)),
        ("Europe/Berlin", MONDAY + timedelta(hours=8)),
        ("Asia/Tokyo", MONDAY),
    ],
)
def test_monday_begins_where_the_decider_is(
    session: Session, zone: str, morning: datetime
) -> None:
    """Where Slack says that Mia is: nobody is named in the middle of their night."""
    alert(session, FRIDAY)
    note_timezone(session, MIA, zone)

    early = due_undecided(session, morning - timedelta(minutes=1), lambda *_: False)

    assert early == []
    assert due_undecided(session, morning, lambda *_: False) == [("C1", MONDAY.date())]


@pytest.mark.both_databases
@pytest.mark.parametrize(("called", "place"), [("C0SIGNAL", "C0SIGNAL"), ("", "C1")])
def test_an_alert_waits_where_it_is_shown(session: Session, called: str, place: str) -> None:
    """In its signal's channel, where that says one."""
    found = alert(session, FRIDAY)
    found.facts = {**found.facts, "called": asdict(Called(called, "", ""))}
    session.flush()

    due = due_undecided(session, MONDAY + timedelta(hours=12), lambda *_: False)

    assert due == [(place, MONDAY.date())] == [(channel_of(found, "C1"), MONDAY.date())]
    assert len(undecided_in(session, place, MONDAY.date())) == 1
    assert undecided_in(session, "C0ELSE", MONDAY.date()) == []


@pytest.mark.parametrize(
    ("count", "shown", "more"),
    [(1, 1, ""), (5, 5, ""), (6, 5, "And 1 more."), (12, 5, "And 7 more.")],
)
def test_five_are_listed_and_the_rest_counted(count: int, shown: int, more: str) -> None:
    """Names with signs in them are shown as they are."""
    one = Undecided("R&D <plan>", "release of v4", [], FRIDAY)

    text = check_message(digest_message([], [], MONDAY.date(), HEAD, [], [one] * count))

    line = "*R&amp;D &lt;plan&gt;* has waited with nobody to decide since"
    assert text.count(line) == shown
    assert more in text
    assert (" more." in text) == bool(more)

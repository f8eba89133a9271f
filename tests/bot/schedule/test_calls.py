"""Who is told what, when: from a broken pass mark that is left alone to its decision."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from bot.queues.surfaces import Surface
from bot.schedule.calls import CallSchedule
from bot.storage.database import Database
from bot.transactions import Transaction, Transactions
from deployments.models import ModelFacts, register_model
from deployments.registry import EmbeddedRegistry
from deployments.requests.release import carry_out_release
from deployments.requests.requests import request_deployment
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.rollback import carry_out_rollback
from deployments.tables import Rollback, SignOffVerdict
from handlers.surfaces.alerts import show_alert
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.releases import show_request
from handlers.surfaces.surface import draw_surface, is_moot, place_surface, thread_of
from monitors.alerts.alert_facts import AlertFacts
from monitors.alerts.decisions import (
    AlertDecision,
    acknowledge_alert,
    keep_model,
    note_rollback,
    roll_back_model,
)
from monitors.alerts.lifecycle import update_cause
from monitors.tables import AlertKind
from tests.audit.model_steps import CAUSE, DAN, FACTS, MIA, alert, monitor, release
from tests.bot.schedule.conftest import utc

pytestmark = pytest.mark.sqlite_alone
OLA, CHANNEL = "U0OLA", "C1"
FRIDAY = utc("2026-11-06T16:00")
HOUR = timedelta(hours=1)


@pytest.fixture
def transactions(database: Database) -> Transactions:
    """Transactions on an empty database."""
    return Transactions(database, place_surface, lambda: FRIDAY)


def opened(transactions: Transactions, kind: AlertKind, facts: AlertFacts = FACTS) -> UUID:
    """Mia's model, about which Ola decides too, raises an alert on Friday at 16:00 UTC."""
    with transactions.begin(now=FRIDAY) as work:
        watching = monitor(work.session, FRIDAY)
        register_model(work.session, ModelFacts("churn", MIA, CHANNEL, (OLA,)), FRIDAY)
        cause = replace(CAUSE, kind=kind)
        (alert_id,) = update_cause(work.session, watching, cause, facts, FRIDAY).opened
        show_alert(work, alert_id)
    return alert_id


def hours_pass(transactions: Transactions, since: datetime, until: datetime) -> Iterator[datetime]:
    """Let the schedule look, in the hours in which it could have something to do."""
    schedule, now = CallSchedule(transactions), since
    while now <= until:
        if now == since or now.hour in {4, 9, 16}:
            while schedule.step(now) is not None:
                pass
            yield now
        now += HOUR


def messages(transactions: Transactions) -> set[tuple[str, str, str]]:
    """List the messages: kind, to whom, and which of its kind."""
    with transactions.reading() as session:
        return {
            (found.kind, found.place, found.object_id.rpartition(":")[2])
            for found in session.exec(select(Surface)).all()
            if found.kind != SurfaceKind.HOME
        }


def table(transactions: Transactions, since: datetime, until: datetime) -> list[str]:
    """Write a line for each message that comes: when, what, to whom."""
    known: set[tuple[str, str, str]] = set() if since == FRIDAY else messages(transactions)
    lines = []
    for now in hours_pass(transactions, since, until):
        found = messages(transactions)
        lines += [
            f"{now:%a %d %H:%M} {kind} {place} {which if 'reminder' in kind else ''}".rstrip()
            for kind, place, which in sorted(found - known)
        ]
        known = found
    return lines


def test_a_broken_pass_mark_left_alone_for_four_weeks(transactions: Transactions) -> None:
    """Half time and the deadline at any hour, then Monday morning each week; then it ends."""
    opened(transactions, AlertKind.PERFORMANCE)

    lines = table(transactions, FRIDAY, FRIDAY + timedelta(weeks=6))

    assert lines == [
        "Fri 06 16:00 alert C1",
        "Fri 06 16:00 alert_decision U0MIA",
        "Fri 06 16:00 alert_decision U0OLA",
        "Sat 07 04:00 alert_reminder U0MIA half",
        "Sat 07 04:00 alert_reminder U0OLA half",
        "Sat 07 16:00 alert_reminder U0MIA due",
        "Sat 07 16:00 alert_reminder U0OLA due",
        *[
            f"Mon {day} 09:00 alert_reminder {who} week{number}"
            for number, day in enumerate(["16", "23", "30", "07"], 1)
            for who in (MIA, OLA)
        ],
    ]


def test_a_reminder_of_what_is_settled_meanwhile_is_moot(transactions: Transactions) -> None:
    """It isn't posted; how it ended is."""
    alert_id = opened(transactions, AlertKind.PERFORMANCE)
    key = f"{alert_id}:{MIA}:due"
    with transactions.reading() as session:
        before = is_moot(session, SurfaceKind.ALERT_REMINDER, key)

    with transactions.begin(now=FRIDAY) as work:
        keeps(work, alert_id, FRIDAY)

    with transactions.reading() as session:
        assert not before
        assert is_moot(session, SurfaceKind.ALERT_REMINDER, key)
        assert not is_moot(session, SurfaceKind.ALERT, str(alert_id))


def test_a_warning_waits_for_the_morning(transactions: Transactions) -> None:
    """Drift on a Friday afternoon: nobody is reminded at the weekend, and once on Monday."""
    opened(transactions, AlertKind.DRIFT)

    lines = table(transactions, FRIDAY, FRIDAY + timedelta(days=5))

    assert [line for line in lines if "reminder" in line] == [
        "Mon 09 09:00 alert_reminder U0MIA due",
        "Mon 09 09:00 alert_reminder U0OLA due",
    ]


def test_who_looks_into_it_is_left_alone_until_the_deadline(transactions: Transactions) -> None:
    """Acknowledged: no half-time reminder, but the deadline stays."""
    alert_id = opened(transactions, AlertKind.PERFORMANCE)
    with transactions.begin(now=FRIDAY) as work:
        acknowledge_alert(work.session, AlertDecision(alert_id, DAN), FRIDAY)

    lines = table(transactions, FRIDAY, FRIDAY + timedelta(days=2))

    assert [line.rpartition(" ")[2] for line in lines if "reminder" in line] == ["due", "due"]


def test_overdue_is_said_with_who_was_asked(transactions: Transactions) -> None:
    """The message in the channel says it from the deadline on."""
    alert_id = opened(transactions, AlertKind.PERFORMANCE)
    late = FRIDAY + timedelta(days=2)

    with transactions.reading() as session:
        before = str(draw_surface(session, SurfaceKind.ALERT, str(alert_id), FRIDAY).blocks[1])
        after = draw_surface(session, SurfaceKind.ALERT, str(alert_id), late).blocks[1].to_dict()

    assert "Overdue" not in before
    assert f"Asked: <@{MIA}>, <@{OLA}>, to " in after["text"]["text"]


def keeps(work: Transaction, alert_id: UUID, now: datetime) -> None:
    """Mia keeps the model."""
    keep_model(work.session, AlertDecision(alert_id, MIA, "It's the season."), now)


def rolls_back(work: Transaction, alert_id: UUID, now: datetime) -> None:
    """Mia rolls back, and it works."""
    decision = AlertDecision(alert_id, MIA, "It's worse.")
    rollback = roll_back_model(work.session, decision, "v1", now)
    assert isinstance(rollback, Rollback)
    carry_out_rollback(work.session, rollback.id, EmbeddedRegistry(work.session, now), now)
    note_rollback(work.session, rollback, now)


@pytest.mark.parametrize(
    ("decide", "told", "words"),
    [
        pytest.param(keeps, [OLA], "Churn stays as it is", id="kept"),
        pytest.param(rolls_back, [MIA, OLA], "Churn: rolled back to v1", id="rolled-back"),
    ],
)
def test_a_decision_is_a_new_message_in_the_thread_and_to_who_was_asked(
    transactions: Transactions,
    decide: object,
    told: list[str],
    words: str,
) -> None:
    """After it nobody is reminded, and whoever decided isn't told what they know."""
    alert_id = opened(transactions, AlertKind.PERFORMANCE)
    later = FRIDAY + timedelta(hours=2)
    before = messages(transactions)
    assert callable(decide)

    with transactions.begin(now=later) as work:
        decide(work, alert_id, later)
        show_alert(work, alert_id)
    lines = table(transactions, later, later + timedelta(days=3))

    came = {(kind, place) for kind, place, _ in messages(transactions) - before}
    assert came == {("alert_outcome", CHANNEL), *(("alert_news", who) for who in told)}
    assert lines == []
    with transactions.reading() as session:
        (key,) = session.exec(
            select(Surface.object_id).where(Surface.kind == SurfaceKind.ALERT_OUTCOME)
        ).all()
        assert words in draw_surface(session, SurfaceKind.ALERT_OUTCOME, key, later).text
        assert thread_of(session, SurfaceKind.ALERT_OUTCOME, key) == ("alert", str(alert_id))


def test_what_ended_long_ago_is_told_no_more(transactions: Transactions) -> None:
    """A message that is only brought up to date, such as after an upgrade, says nothing new."""
    with transactions.begin(now=FRIDAY) as work:
        alert_id = alert(work.session, FRIDAY).id
        keeps(work, alert_id, FRIDAY)

    later = FRIDAY + timedelta(days=3)
    with transactions.begin(now=later) as work:
        show_alert(work, alert_id)

    assert {kind for kind, _, _ in messages(transactions)} == {"alert"}


def test_a_release_is_reminded_of_and_its_outcome_reaches_who_built_it(
    transactions: Transactions,
) -> None:
    """Asked on Friday at 16:00: due on Monday morning; Dan hears that it's live."""
    with transactions.begin(now=FRIDAY) as work:
        register_model(work.session, ModelFacts("churn", MIA, CHANNEL, (OLA,)), FRIDAY)
        request = request_deployment(work.session, release(), FRIDAY).request
        show_request(work, request.id)
        request_id = request.id
    lines = table(transactions, FRIDAY, FRIDAY + timedelta(days=4))
    later = FRIDAY + timedelta(days=4)

    with transactions.begin(now=later) as work:
        attempt = SignOffAttempt(request_id, SignOffVerdict.APPROVE, MIA)
        record_sign_off(work.session, attempt, later)
        carry_out_release(work.session, request_id, EmbeddedRegistry(work.session, later), later)
        show_request(work, request_id)

    assert [line for line in lines if "reminder" in line] == [
        "Mon 09 09:00 release_reminder U0MIA due",
        "Mon 09 09:00 release_reminder U0OLA due",
    ]
    came = {(kind, place) for kind, place, _ in messages(transactions)}
    assert {("release_outcome", CHANNEL), ("release_news", DAN)} <= came

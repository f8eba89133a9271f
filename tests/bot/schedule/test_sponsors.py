"""Whoever answers for the pass marks is told that one is broken, and how it ended."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from assessments.use_cases.screens import GoodEnough, agree_pass_marks
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.surfaces.alerts import show_alert
from handlers.surfaces.surface import place_surface
from monitors.alerts.alert_facts import AlertFacts, PassMarkLine
from monitors.alerts.lifecycle import update_cause
from monitors.tables import AlertKind, Monitor
from tests.audit.model_steps import CAUSE, FACTS, MIA
from tests.audit.round_steps import BEA, described
from tests.bot.schedule.test_calls import (
    FRIDAY,
    OLA,
    hours_pass,
    keeps,
    messages,
    opened,
    rolls_back,
)

pytestmark = pytest.mark.sqlite_alone
MARK = PassMarkLine("accuracy", ">=", 0.8, 0.76, 0.74, 0.78, "broken")
BROKEN = replace(FACTS, pass_marks=[MARK])


@pytest.fixture
def transactions(database: Database) -> Transactions:
    """Transactions on an empty database."""
    return Transactions(database, place_surface, lambda: FRIDAY)


def promised(transactions: Transactions) -> None:
    """Bea agrees to what is good enough."""
    with transactions.begin(now=FRIDAY) as work:
        case = described(work.session, FRIDAY)
        marks = GoodEnough("churn", "80%", "0.25")
        agree_pass_marks(work.session, case.id, marks, BEA, FRIDAY)


@pytest.mark.parametrize(
    ("kind", "facts", "told"),
    [
        pytest.param(AlertKind.PERFORMANCE, BROKEN, ["alert_decision", "alert_news"], id="broken"),
        pytest.param(AlertKind.PERFORMANCE, FACTS, [], id="worse, but as agreed"),
        pytest.param(AlertKind.DRIFT, BROKEN, [], id="data alone"),
    ],
)
def test_who_agreed_the_pass_marks_is_told_twice(
    transactions: Transactions, kind: AlertKind, facts: AlertFacts, told: list[str]
) -> None:
    """When one is broken, and how it ended; they are never reminded: it isn't theirs to decide."""
    promised(transactions)
    alert_id = opened(transactions, kind, facts)
    later = FRIDAY + timedelta(days=2)
    list(hours_pass(transactions, FRIDAY, later))

    with transactions.begin(now=later) as work:
        keeps(work, alert_id, later)
        show_alert(work, alert_id)

    assert sorted(kind for kind, place, _ in messages(transactions) if place == BEA) == told


def test_a_rollback_because_of_another_alert_is_told_to_who_answers_for_the_marks(
    transactions: Transactions,
) -> None:
    """Bea wasn't told of the drift; those who decide hear of the rollback once."""
    promised(transactions)
    broken = opened(transactions, AlertKind.PERFORMANCE, BROKEN)
    with transactions.begin(now=FRIDAY) as work:
        watching = work.session.exec(select(Monitor)).one()
        cause = replace(CAUSE, kind=AlertKind.DRIFT)
        (drifted,) = update_cause(work.session, watching, cause, FACTS, FRIDAY).opened
    before = messages(transactions)

    with transactions.begin(now=FRIDAY) as work:
        rolls_back(work, drifted, FRIDAY)
        for alert_id in (broken, drifted):
            show_alert(work, alert_id)

    came = sorted(who for kind, who, _ in messages(transactions) - before if kind == "alert_news")
    assert came == sorted([BEA, MIA, OLA])

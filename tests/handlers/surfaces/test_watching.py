"""What is said of who measures a use case follows the first number and a new monitor."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import select

from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import agree_alone
from bot.apply.configuration import Configuration, timetables, write_configuration
from bot.demo import scenario as stage
from bot.queues.surfaces import Surface
from bot.storage.database import Database
from bot.transactions import Transaction, Transactions
from deployments.models import ModelFacts, register_model
from handlers.blocks.text import Message
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import draw_surface, other_places, place_surface
from handlers.surfaces.use_cases import show_use_case
from handlers.surfaces.watching import show_pushed
from handlers.use_cases.measured import measured_in_words
from monitors.alerts.pushed import Push, push_number
from tests.audit.use_case_steps import BEA, RULES, written
from tests.handlers.conftest import texts

pytestmark = pytest.mark.sqlite_alone
KINDS = (SurfaceKind.USE_CASE, SurfaceKind.WATCHING)
Shown = dict[str, int]


@pytest.fixture
def transactions(database: Database, now: datetime) -> Transactions:
    """The worked example, in force for the demo's model, and shown."""
    found = Transactions(database, place_surface, lambda: now)
    with found.begin() as work:
        register_model(work.session, ModelFacts(stage.MODEL, stage.MIA, "C1"), now)
        use_case = written(work.session, now)
        use_case.model_name = stage.MODEL
        agree_alone(work.session, RULES, use_case, BEA, now)
        show_use_case(work, use_case)
    return found


def times_shown(transactions: Transactions) -> Shown:
    """How often each message about the use case was to be shown."""
    with transactions.reading() as session:
        rows = session.exec(select(Surface)).all()
        return {row.kind: row.wanted_version for row in rows if row.kind in KINDS}


def pushes(work: Transaction, window: str) -> None:
    """Somebody sends the lift over the baseline of a month."""
    number = Push(stage.MODEL, "lift_over_baseline", 45.0, 2_000, window)
    show_pushed(work, stage.MODEL, push_number(work.session, number, "cli:ci", work.now))


def monitors(work: Transaction, _: str) -> None:
    """A monitor is configured."""
    configuration: dict[str, Any] = stage.CONFIGURATION
    read = Configuration.model_validate(configuration)
    write_configuration(work, read, stage.DATA, timetables(read, work.now))


@pytest.mark.parametrize("arrives", [pushes, monitors], ids=lambda step: step.__name__)
def test_the_first_is_shown_and_the_next_one_changes_nothing(
    transactions: Transactions, arrives: Callable[[Transaction, str], None]
) -> None:
    """The card and the technical owner's list are drawn again, once."""
    counts = [times_shown(transactions)]
    for window in ("2026-11", "2026-12"):
        with transactions.begin() as work:
            arrives(work, window)
        counts.append(times_shown(transactions))

    first = {kind: count + 1 for kind, count in counts[0].items()}
    assert set(first) == set(KINDS)
    assert counts[1:] == [first, first]


def test_who_began_it_gets_the_card_where_the_channel_is_archived(
    transactions: Transactions,
) -> None:
    """It has somewhere else to stand."""
    with transactions.reading() as session:
        use_case = session.exec(select(UseCase)).one()
        assert other_places(session, SurfaceKind.USE_CASE, str(use_case.id)) == (BEA,)


def test_the_card_names_what_nobody_sends(transactions: Transactions, now: datetime) -> None:
    """Availability, user acceptance and lift are sent by somebody else; drift isn't."""
    with transactions.reading() as session:
        use_case = session.exec(select(UseCase)).one()
        card = draw_surface(session, SurfaceKind.USE_CASE, str(use_case.id), now)

    with transactions.begin() as work:
        pushes(work, "2026-11")
        north = Push(stage.MODEL, "user_acceptance", 0.7, 300, "2026-11", segment="team=north")
        push_number(work.session, north, "cli:ci", now)
    with transactions.reading() as session:
        later = draw_surface(session, SurfaceKind.USE_CASE, str(use_case.id), now)
        measured = measured_in_words(session, RULES, stage.MODEL)

    assert unsent(card) == "Lift over baseline, Availability, User acceptance."
    assert unsent(later) == "Availability."
    assert measured == {"lift_over_baseline": "measured 45% on 2,000 cases"}


def unsent(card: Message) -> str:
    """What the card says that nobody sends."""
    (told,) = (line for line in texts(card.blocks).splitlines() if "Nobody sends" in line)
    return told.partition("judged: ")[2]

"""Who is told that a decider can't decide any more, and what `doctor` makes of it."""

from datetime import datetime

import pytest
from sqlmodel import select

from bot.health.examination import examine
from bot.queues.surfaces import Surface
from bot.settings import Settings
from bot.storage.database import Database
from bot.transactions import Transactions
from deployments.deciders import note_looked_up
from deployments.models import ModelFacts, register_model
from deployments.requests.metrics_file import MetricsFile
from deployments.requests.requests import ReleaseFacts, request_deployment
from ground.audit import AuditEntry
from handlers.surfaces.deciders import show_decider
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import draw_surface, place_surface

pytestmark = pytest.mark.sqlite_alone
MIA, OLA, BEA = "U0MIA", "U0OLA", "U0BEA"
ADMINS = ("U0ADA", OLA)


@pytest.fixture
def transactions(database: Database, now: datetime) -> Transactions:
    """A model of Mia's, about which Ola decides too, for Bea."""
    opened = Transactions(database, place_surface, lambda: now)
    facts = ModelFacts("churn", MIA, "C1", (OLA,), business_owner=BEA)
    with opened.begin() as work:
        register_model(work.session, facts, now)
    return opened


def leave(transactions: Transactions, now: datetime, *people: str) -> None:
    """Have Slack say that people have left, one after the other."""
    for user_id in people:
        with transactions.begin() as work:
            note_looked_up(work.session, user_id, now, is_gone=True)
            show_decider(work, user_id, is_gone=True, admins=ADMINS)


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ([MIA], [OLA]),
        ([OLA], [MIA]),
        ([MIA, OLA], ["U0ADA", BEA, OLA]),
    ],
)
def test_the_next_is_told_or_else_whoever_can_name_somebody(
    transactions: Transactions, now: datetime, gone: list[str], told: list[str]
) -> None:
    """Ola was told of Mia before she left too; as an admin she isn't again."""
    leave(transactions, now, *gone)

    with transactions.reading() as session:
        found = select(Surface.place).where(Surface.kind == SurfaceKind.DECIDER_GONE)
        actions = session.exec(select(AuditEntry.action)).all()
        assert sorted(session.exec(found).all()) == told
    assert actions.count("decider.gone") == len(gone)


def test_a_release_that_nobody_may_decide_is_told_too(
    transactions: Transactions, now: datetime
) -> None:
    """Ola is left, and requested it herself: Bea and the admins can name somebody."""
    facts = ReleaseFacts("churn", "v1", MetricsFile({"accuracy": 0.9}, 100), OLA)
    with transactions.begin() as work:
        request_deployment(work.session, facts, now)

    leave(transactions, now, MIA)

    with transactions.reading() as session:
        found = select(Surface.object_id).where(Surface.kind == SurfaceKind.DECIDER_GONE)
        told = {
            key.split(":")[2]: str(
                draw_surface(session, SurfaceKind.DECIDER_GONE, key, now).blocks[0].to_dict()
            )
            for key in session.exec(found).all()
        }
    assert sorted(told) == ["U0ADA", BEA, OLA]
    assert "Some releases are left to nobody" in told[BEA]
    assert "You're asked to decide instead." in told[OLA]


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        ([MIA], "churn: not an active member of the workspace: U0MIA. So U0OLA is asked instead."),
        ([MIA, OLA], "U0MIA, U0OLA. So nobody is left to decide."),
        ([OLA], ""),
    ],
)
def test_doctor_names_a_model_without_its_owner(
    transactions: Transactions, database_url: str, now: datetime, gone: list[str], words: str
) -> None:
    """And what to do; a decider who left while the owner is there is no finding."""
    leave(transactions, now, *gone)
    settings = Settings(_env_file=None, database_url=database_url)

    found = [checkup.sentence for checkup in examine(settings) if checkup.name == "model"]

    assert [words in sentence for sentence in found] == [True] * bool(words)
    assert all("lamplighter apply" in sentence for sentence in found)

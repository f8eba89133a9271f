"""Slack answering 429, 500, late or not at all: each surface is shown once in the end."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.delivery.client import Slack
from bot.delivery.delivery import Delivery
from bot.local_slack.faults import Faults
from bot.local_slack.server import WorkspaceSetup, run_workspace
from bot.runtime import create_client
from bot.settings import Settings
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.surfaces.surface import draw_surface, place_surface
from tests.faults.conftest import PEOPLE, invite, messages_by_person
from tests.patience import waiting_surfaces

ASKED = PEOPLE[:30]
WORST_STEPS = 20_000
HANG_SECONDS = 2.0
ALL_AT_ONCE = Faults(
    too_many_share=0.1,
    server_error_share=0.1,
    lost_share=0.2,
    hang_share=0.02,
    hang_seconds=HANG_SECONDS,
)


@pytest.mark.parametrize(
    ("database_url", "faults"),
    [
        pytest.param("sqlite", Faults(too_many_share=0.3, retry_after_seconds=30), id="429"),
        pytest.param("sqlite", Faults(server_error_share=0.3), id="500"),
        pytest.param("sqlite", Faults(lost_share=0.3), id="carried out, answer lost"),
        pytest.param("sqlite", Faults(hang_share=0.05, hang_seconds=HANG_SECONDS), id="hangs"),
        pytest.param("sqlite", ALL_AT_ONCE, id="all of them"),
        pytest.param(
            "postgresql", ALL_AT_ONCE, id="all of them on PostgreSQL", marks=pytest.mark.postgres
        ),
    ],
    indirect=["database_url"],
)
def test_every_surface_is_shown_once(
    database: Database, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock is put forward whenever nothing is due."""
    monkeypatch.setattr("bot.runtime.TIMEOUT_SECONDS", HANG_SECONDS / 2)
    now = datetime.now(UTC)
    transactions = Transactions(database, place_surface, lambda: now)
    invite(transactions, ASKED)
    setup = WorkspaceSetup(ASKED, [], clock=lambda: now, faults=faults)
    with run_workspace(setup) as running:
        settings = Settings(
            _env_file=None, slack_bot_token=setup.bot_token, slack_api_url=running.api_url
        )
        slack = Slack(create_client(settings))
        delivery = Delivery(database, slack, draw_surface, Random(3))
        for _ in range(WORST_STEPS):
            if delivery.step(now) is None:
                if waiting_surfaces(transactions.database) == 0:
                    break
                now += timedelta(seconds=5)
        shown = messages_by_person(running.workspace.world)
        calls = [call for call in running.workspace.world.calls if call.is_carried_out]

    assert waiting_surfaces(transactions.database) == 0
    assert len(shown) == len(ASKED)
    assert set(shown.values()) == {1}
    assert len(calls) >= len(ASKED)

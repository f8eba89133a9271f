"""More models, versions or user groups than Slack shows in a menu: people type, and find them."""

from datetime import timedelta
from typing import Any

import pytest

from assessments.rounds.lists import remember_lists
from bot.demo import scenario as stage
from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.state import UserGroup
from deployments.models import ModelFacts, register_model, register_version
from tests.journeys.office import BEA, FIN, MIA, MODEL_CHANNEL, OLA, Office
from tests.journeys.test_alert import DRIFT
from tests.journeys.test_use_case import GOOD_ENOUGH, KPI, PURPOSE

pytestmark = pytest.mark.sqlite_alone


def offered(office: Office, user_id: str, block_id: str, typed: str = "") -> list[str]:
    """What the menu of the window on top offers."""
    view = office.view(user_id)
    assert view is not None
    found: list[dict[str, Any]] = office.running.workspace.suggest(
        user_id, view.id, block_id, typed
    )
    return [option["value"] for option in found]


def test_a_model_among_very_many_is_found_by_typing(office: Office) -> None:
    """A hundred and fifty models; the menu of a few words holds the one that is meant."""
    with office.runtime.transactions.begin() as work:
        for number in range(150):
            facts = ModelFacts(f"other-{number}", MIA, MODEL_CHANNEL, (MIA,))
            register_model(work.session, facts, work.now)
    office.begins_quickly(BEA)
    office.fills(BEA, **PURPOSE)
    office.fills(BEA, **KPI)

    everything, some = (
        offered(office, BEA, "model_name"),
        offered(office, BEA, "model_name", "149"),
    )
    mine = offered(office, BEA, "model_name", stage.MODEL[:6])
    with pytest.raises(SlackSaysNoError, match="block_mismatch"):
        offered(office, BEA, "accuracy")
    office.fills(BEA, **GOOD_ENOUGH)

    assert len(everything) == 100
    assert some == ["other-149"]
    assert stage.MODEL in mine
    office.until_seen(MODEL_CHANNEL, "Use case: Employment check")


def test_a_version_among_very_many_is_found_by_typing(office: Office) -> None:
    """The model has a hundred and twenty more; an old one is chosen."""
    with office.runtime.transactions.begin() as work:
        for number in range(120):
            register_version(
                work.session, model_name=stage.MODEL, version=f"w{number}",
                registered_by=MIA, trained_by=None, digest="", now=work.now - timedelta(days=999),
            )  # fmt: skip
    office.window_comes(DRIFT)
    office.until_seen(MODEL_CHANNEL, "household role has changed")
    office.presses(MIA, MODEL_CHANNEL, "roll_back_model")

    found = offered(office, MIA, "version", "w117")
    office.fills(MIA, version="w117", reason="Careful")

    assert found == ["w117"]
    office.until_seen(MODEL_CHANNEL, "*Rolled back to w117*")


def test_a_user_group_among_very_many_is_found_by_typing(office: Office) -> None:
    """A hundred and thirty groups; the window opens, and finds one by its name."""
    groups = {f"S{number}": f"Group {number}" for number in range(130)}
    office.running.workspace.world.user_groups |= {
        key: UserGroup(key, name, [OLA]) for key, name in groups.items()
    }
    with office.runtime.transactions.begin() as work:
        remember_lists(work.session, groups, work.now)
    office.types(FIN, MODEL_CHANNEL, "/lamplighter assess")
    view = office.unfolds(FIN)
    block_id = next(
        block["block_id"]
        for block in view.payload["blocks"]
        if "lists_" in str(block.get("block_id"))
    )

    assert offered(office, FIN, block_id, "group 129") == ["S129"]

"""A menu of very many models on the page: typing finds the one that is meant."""

import pytest

from bot.demo import scenario as stage
from bot.demo.run_demo import RunningDemo
from deployments.models import ModelFacts, register_model
from tests.browser.conftest import Visitor
from tests.journeys.test_use_case import KPI, PURPOSE

pytestmark = pytest.mark.browser


def test_a_model_is_found_by_typing(visitor: Visitor, demo: RunningDemo) -> None:
    """Bea agrees what is good enough for one of a hundred and fifty."""
    with demo.runtime.transactions.begin() as work:
        for number in range(150):
            facts = ModelFacts(f"other-{number}", stage.MIA, stage.MODEL_CHANNEL, (stage.MIA,))
            register_model(work.session, facts, work.now)
    visitor.becomes("Bea")
    visitor.begins_a_use_case("# ml-council")
    visitor.fills(**PURPOSE)
    visitor.sends()
    visitor.fills(**KPI)
    visitor.sends()
    menu = visitor.page.locator('[data-input="model_name"]')

    menu.get_by_role("searchbox").fill("other-149")
    menu.get_by_text("other-149", exact=True).click()
    menu.get_by_role("searchbox").fill("other-7")
    menu.get_by_text("other-77", exact=True).wait_for()

    assert menu.get_by_role("radio", checked=True).get_attribute("value") == "other-149"

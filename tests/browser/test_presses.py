"""A press isn't lost, and isn't made twice, whenever the page's news come."""

import pytest
from playwright.sync_api import Route

from bot.demo import scenario as stage
from bot.demo.run_demo import RunningDemo
from tests.browser.conftest import Visitor
from tests.journeys.test_use_case import KPI, PURPOSE

pytestmark = pytest.mark.browser


def test_a_press_during_news_counts(visitor: Visitor, demo: RunningDemo) -> None:
    """The mouse goes down, a message arrives, the mouse goes up; then the message shows, too."""
    button = visitor.page.get_by_test_id(f"be-{stage.BEA}")
    button.hover()
    visitor.page.mouse.down()
    with visitor.page.expect_response("**/_local/state*"):
        demo.workspace.workspace.send_message(stage.DAN, stage.COUNCIL, "News for everyone")
    visitor.page.evaluate("() => new Promise(requestAnimationFrame)")

    visitor.page.mouse.up()

    visitor.page.wait_for_selector(f'[data-testid="be-{stage.BEA}"][aria-pressed=true]')
    visitor.sees("News for everyone")


def test_a_window_is_sent_once_though_its_news_are_late(visitor: Visitor) -> None:
    """Its button stays off until the page shows what became of it, and closing it comes second."""
    visitor.becomes("Bea")
    visitor.begins_a_use_case("# ml-council")
    visitor.fills(**PURPOSE)
    held: list[Route] = []
    is_late = True

    def hold(route: Route) -> None:
        if is_late:
            held.append(route)
        else:
            route.continue_()

    visitor.page.route("**/_local/state*", hold)

    with visitor.page.expect_response("**/_local/submit"):
        visitor.sends()
    visitor.page.evaluate("() => new Promise(requestAnimationFrame)")
    is_off = visitor.page.get_by_test_id("submit").is_disabled()
    visitor.page.get_by_test_id("close").click()
    is_late = False
    for route in held:
        route.continue_()
    visitor.fills(**KPI)
    visitor.sends()

    assert is_off
    visitor.sees("step 3 of 3")

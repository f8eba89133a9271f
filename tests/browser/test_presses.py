"""A press isn't lost because the page has news at that moment."""

import pytest

from bot.demo import scenario as stage
from bot.demo.run_demo import RunningDemo
from tests.browser.conftest import Visitor

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

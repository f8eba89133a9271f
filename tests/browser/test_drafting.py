"""On the page: an idea becomes a draft of a use case, confirmed field by field."""

import json
from collections.abc import Iterator

import pytest

from tests.bot.adapters.language_models.fake_openai import running_fake, says
from tests.browser.conftest import Visitor
from tests.journeys.test_drafting import IDEA, READ
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.browser


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language model that the demo finds in its environment."""
    with running_fake(says(json.dumps(READ))) as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setattr("bot.jobs.drafting.WITHIN_SECONDS", PATIENCE_SECONDS)
        yield


@pytest.mark.usefixtures("provider")
def test_an_idea_becomes_a_draft(request: pytest.FixtureRequest) -> None:
    """Bea changes the title, leaves the summary out and takes the pass mark."""
    visitor: Visitor = request.getfixturevalue("visitor")
    visitor.becomes("Bea")
    visitor.opens("# employment-model")
    visitor.types(f"/lamplighter draft {IDEA}")
    visitor.opens("Lamplighter")
    visitor.sees("I read 3 fields")
    visitor.presses("Go through them")
    visitor.sees("customers who may pay late")
    visitor.keeps_picture("18-draft")
    visitor.fills(value="Late payers, early")
    visitor.sends()
    visitor.sees("2 of 3")
    visitor.page.locator('dialog [data-action-id="leave_proposed_field"]').click()
    visitor.sees("Recall must be at least 70%")
    visitor.sends()
    visitor.sees("2 taken, 1 left out")
    visitor.page.get_by_test_id("close").click()

    visitor.opens("# employment-model")
    visitor.sees("Late payers, early")

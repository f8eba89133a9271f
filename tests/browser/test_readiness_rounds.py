"""A quick round pressed through on the page: five people, a dispute, a second vote, actions."""

from datetime import timedelta

import pytest
from sqlmodel import select

from assessments.tables import ActionState, RoadmapAction
from bot.demo.run_demo import RunningDemo
from tests.browser.conftest import Visitor

COUNCIL, DIRECT = "# ml-council", "Lamplighter"
pytestmark = pytest.mark.browser
FOUR = ("Bea", "Dan", "Ola", "Mia")
LINK = "https://wiki.example/numbers"


def test_a_round_from_the_dispute_to_owners(visitor: Visitor, demo: RunningDemo) -> None:
    """Fin asks four; they see things far apart, Then vote again; Fin gives the actions owners."""
    fin_starts_a_round(visitor)
    four_answer(visitor)
    they_vote_again(visitor)
    fin_settles_the_actions(visitor, demo)
    ola_is_asked_on_the_day(visitor, demo)


def fin_starts_a_round(visitor: Visitor) -> None:
    """Quick mode, three groups, a name for the scope."""
    visitor.becomes("Fin")
    visitor.opens(COUNCIL)
    visitor.types("/lamplighter assess")
    visitor.fills(mode="quick")
    visitor.chooses("group_business", "Bea")
    visitor.chooses("group_data_science", "Dan", "Mia")
    visitor.chooses("group_operations", "Ola")
    visitor.keeps_picture("rounds-1-start")
    visitor.page.get_by_test_id("modal").get_by_text("More options", exact=True).click()
    visitor.page.locator('[data-input="scope"]').wait_for()
    visitor.fills(scope="Customer service")
    visitor.keeps_picture("rounds-1-more")
    visitor.sends()
    visitor.sees("0 of 4 have answered")
    visitor.opens(DIRECT)
    visitor.sees("Your readiness round")
    visitor.keeps_picture("rounds-2-facilitator")


def four_answer(visitor: Visitor) -> None:
    """Bea sees everything automatic, the others nothing; a wrong link is said at its field."""
    for name in FOUR:
        visitor.becomes(name)
        visitor.opens(DIRECT)
        if name == "Bea":
            visitor.sees("would like your view")
            visitor.keeps_picture("rounds-3-invitation")
            visitor.keeps_whole("invitation", "would like your view")
        visitor.presses("Start")
        answer_everything(visitor, level=4 if name == "Bea" else 0, is_first=name == "Bea")
        visitor.page.get_by_test_id("close").click()


def answer_everything(visitor: Visitor, *, level: int, is_first: bool) -> None:
    """Choose the same level everywhere."""
    dialog = visitor.page.get_by_test_id("modal")
    number = 1
    while dialog.get_by_text("That's everything").count() == 0:
        visitor.sees(f"Question {number} of")
        dialog.locator('[data-input^="answer_"] input').nth(level).check()
        if is_first and number == 1:
            dialog.locator('[data-input^="reason_"] textarea').fill("We have a wiki page on it.")
            dialog.locator('[data-input^="evidence_"] input').fill("the wiki")
            visitor.sends()
            dialog.locator(".field .error").wait_for()
            visitor.keeps_picture("rounds-4-question")
            dialog.locator('[data-input^="evidence_"] input').fill(LINK)
        visitor.sends()
        number += 1
        wait_for_window(visitor, number)


def wait_for_window(visitor: Visitor, number: int) -> None:
    """Wait for a question's window, or for the end."""
    shown = f"text=/Question {number} of|That's everything/"
    visitor.page.get_by_test_id("modal").locator(shown).first.wait_for()


def they_vote_again(visitor: Visitor) -> None:
    """Fin starts the second round; everyone sees the spread without names and votes."""
    visitor.becomes("Fin")
    visitor.opens(DIRECT)
    visitor.sees("people disagree on")
    visitor.keeps_picture("rounds-5-dispute")
    visitor.presses("Start the second round")
    for name in FOUR:
        visitor.becomes(name)
        visitor.opens(DIRECT)
        visitor.presses("Vote again")
        dialog = visitor.page.get_by_test_id("modal")
        number = 1
        while dialog.get_by_text("That's everything").count() == 0:
            visitor.sees(f"Question {number} of")
            if name == "Dan" and number == 1:
                visitor.keeps_picture("rounds-6-second-vote")
            dialog.locator('[data-input^="answer_"] input').nth(1).check()
            visitor.sends()
            number += 1
            wait_for_window(visitor, number)
        visitor.page.get_by_test_id("close").click()


def fin_settles_the_actions(visitor: Visitor, demo: RunningDemo) -> None:
    """The first goes to Ola, the others are declined; then the round is closed."""
    visitor.becomes("Fin")
    visitor.opens(DIRECT)
    visitor.sees("Action 1 of")
    visitor.keeps_picture("rounds-7-actions")
    visitor.presses("Set owner and date")
    due_on = (demo.runtime.clock() + timedelta(days=6)).date()
    visitor.fills(owner="U0OLA", due_on=due_on.isoformat())
    visitor.keeps_picture("rounds-8-owner")
    visitor.sends()
    number = 2
    visitor.sees(f"Action {number} of")
    total = int(visitor.page.get_by_text("Action 2 of").last.inner_text().split()[3])
    while number <= total:
        visitor.sees(f"Action {number} of {total}")
        visitor.presses("Decline")
        visitor.fills(reason="Next year")
        visitor.sends()
        number += 1
    visitor.sees("This round is closed")
    visitor.keeps_picture("rounds-9-settled")
    visitor.opens(COUNCIL)
    visitor.keeps_picture("rounds-10-result")
    visitor.sees("quickest wins on top")
    visitor.page.locator("#stream img").last.wait_for()
    visitor.keeps_whole("heat", "Result on machine learning")
    visitor.keeps_whole("roadmap", "What to do first", "#stream .blocks > div")


def ola_is_asked_on_the_day(visitor: Visitor, demo: RunningDemo) -> None:
    """A week later Ola is asked, shows a link and rates the item again."""
    visitor.becomes("Ola")
    visitor.opens(DIRECT)
    visitor.sees("You have a new action")
    visitor.lets_a_week_pass()
    visitor.sees("Is this done?")
    visitor.keeps_picture("rounds-11-follow-up")
    visitor.presses("Done")
    visitor.fills(link=LINK)
    visitor.sends()
    visitor.presses("Rate it again")
    visitor.page.get_by_test_id("modal").locator("input").nth(2).check()
    visitor.sends()
    visitor.sees("You now rate it at level 2 of 4")
    with demo.runtime.database.transaction() as session:
        (done,) = session.exec(select(RoadmapAction).where(RoadmapAction.owner == "U0OLA")).all()
    assert (done.state, done.evidence, done.rated_again) == (ActionState.DONE, LINK, 2)

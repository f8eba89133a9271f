"""The whole thread, pressed through on the demo's page as five people."""

import pytest

from bot.demo.run_demo import RunningDemo
from ground.audit import verify
from tests.browser.conftest import WINDOW, Visitor
from tests.browser.use_case_in_full import use_case_in_full

COUNCIL, MODEL = "# ml-council", "# employment-model"
pytestmark = pytest.mark.browser


def test_the_thread_from_readiness_to_release(visitor: Visitor, demo: RunningDemo) -> None:
    """All steps of the strip; at the end the audit chain is whole."""
    readiness_round(visitor)
    use_case(visitor)
    alert_is_explained(visitor)
    drift_is_acknowledged(visitor)
    broken_pass_mark_is_rolled_back(visitor)
    release_is_approved(visitor)
    use_case_in_full(visitor, demo)

    visitor.is_asked_next("done")
    looks_around(visitor)
    with demo.runtime.database.transaction() as session:
        verification = verify(session)
    assert verification.is_whole
    assert verification.entries > 0


def readiness_round(visitor: Visitor) -> None:
    """Fin asks, Bea answers seven questions, the others answer, the council sees the result."""
    visitor.becomes("Fin")
    visitor.opens(COUNCIL)
    visitor.types("/lamplighter assess")
    visitor.chooses("group_business", "Bea", "Ben")
    visitor.chooses("group_data_science", "Dan", "Dee")
    visitor.chooses("group_operations", "Ola", "Otto")
    visitor.keeps_picture("1-assess")
    visitor.keeps_whole("start", part=WINDOW)
    visitor.sends()
    visitor.is_asked_next("answer")
    visitor.becomes("Bea")
    visitor.opens("Lamplighter")
    visitor.presses("Start")
    for number, answer in enumerate(["Yes", "Yes", "No", "I don't know", "Yes", "Yes", "Partly"]):
        visitor.sees(f"Question {number + 1} of 7")
        visitor.chooses("answer", answer)
        if number == 0:
            visitor.keeps_picture("2-question")
            visitor.keeps_whole("question", part=WINDOW)
        visitor.sends()
    visitor.sees("That's everything")
    visitor.page.get_by_test_id("close").click()
    visitor.is_asked_next("result")
    visitor.page.get_by_test_id("demo-answer").click()
    visitor.is_asked_next("usecase")
    visitor.opens(COUNCIL)
    visitor.sees("Result on")
    visitor.keeps_picture("3-result")
    visitor.keeps_whole("signs", "Result on")


def use_case(visitor: Visitor) -> None:
    """Bea ties driver, KPI and pass marks to the model; a wrong share is said at its field."""
    visitor.becomes("Bea")
    visitor.begins_a_use_case(MODEL)
    visitor.fills(
        title="Employment check",
        summary="Advisers see who is likely out of work",
        business_driver="Reach 20 percent more people with the same team",
    )
    visitor.sends()
    visitor.sees("step 2 of 3")
    visitor.fills(
        name="People advised a month",
        unit="people",
        baseline="1200",
        target="1450",
        target_date="2031-12-31",
    )
    visitor.sends()
    visitor.sees("step 3 of 3")
    visitor.fills(model_name="employment", accuracy="eighty", psi="0.25")
    visitor.sends()
    visitor.page.locator(".field .error").wait_for()
    visitor.keeps_picture("4-pass-marks")
    visitor.fills(accuracy="80%")
    visitor.sends()
    visitor.is_asked_next("drift")
    visitor.sees("Employment check")
    visitor.keeps_picture("5-use-case")


def alert_is_explained(visitor: Visitor) -> None:
    """2016 stays quiet; Bea has the alert of 2017 explained, and asks on in its thread."""
    visitor.waits_until_something_happens()
    visitor.is_asked_next("explain")
    visitor.becomes("Bea")
    visitor.opens(MODEL)
    visitor.presses("Explain")
    visitor.sees("Check first")
    visitor.is_asked_next("acknowledge")
    visitor.page.locator(".message:not(.reply) .in-thread").last.click()
    visitor.types("@Lamplighter who may approve it?")
    visitor.sees("may approve or reject a release")


def drift_is_acknowledged(visitor: Visitor) -> None:
    """The alert names RELP, with its chart."""
    visitor.becomes("Mia")
    visitor.opens(MODEL)
    visitor.sees("RELP")
    visitor.page.wait_for_selector("#stream img")
    visitor.keeps_picture("6-drift-alert", "please decide by")
    visitor.presses("Acknowledge")
    visitor.is_asked_next("performance")


def broken_pass_mark_is_rolled_back(visitor: Visitor) -> None:
    """Dan is refused with who may; Mia rolls back to v2."""
    visitor.waits_until_something_happens()
    visitor.is_asked_next("rollback")
    visitor.sees("agreed at least 80%")
    visitor.page.locator("#stream img").last.wait_for()
    visitor.keeps_whole("alert", "agreed at least 80%")
    visitor.keeps_homes("Mia", "Bea", "Dan")
    visitor.becomes("Dan")
    visitor.opens(MODEL)
    visitor.presses("Roll back")
    visitor.page.get_by_test_id("only-you").filter(has_text="Mia").wait_for()
    visitor.keeps_picture("7-refused")
    visitor.becomes("Mia")
    visitor.presses("Roll back")
    visitor.fills(reason="Accuracy fell below what we agreed")
    visitor.keeps_picture("8-roll-back")
    visitor.sends()
    visitor.is_asked_next("request")
    visitor.sees("Rolled back")
    visitor.keeps_picture("9-rolled-back")
    visitor.keeps_whole("settled", "Resolved: Employment check rolled back to v2")


def release_is_approved(visitor: Visitor) -> None:
    """Dan asks and may not approve his own work; Mia approves."""
    visitor.page.get_by_test_id("demo-release").click()
    visitor.is_asked_next("approve")
    visitor.sees("Release request: Employment check (employment v4)")
    visitor.keeps_picture("10-release-request")
    visitor.keeps_whole("release", "Release request:")
    visitor.becomes("Dan")
    visitor.confirms("Approve")
    visitor.page.get_by_test_id("only-you").filter(has_text="Mia").last.wait_for()
    visitor.becomes("Mia")
    visitor.confirms("Approve")
    visitor.sees("Approved by")
    visitor.keeps_picture("11-approved")
    visitor.is_asked_next("responsible")


def looks_around(visitor: Visitor) -> None:
    """After the last step each person has a place to look at; Home has nothing to type into."""
    visitor.page.get_by_test_id("around").get_by_text("Mia: your models on Home").click()
    visitor.page.get_by_role("heading", name="Your models").wait_for()
    visitor.page.get_by_test_id("composer").wait_for(state="hidden")
    visitor.keeps_picture("16-home")
    visitor.fits(390, 768, 1024)
    visitor.page.get_by_test_id("around").get_by_text("Dan: what became of v4").click()
    visitor.sees("Employment check (employment v4) is live")
    visitor.keeps_picture("17-outcome", "is live")

"""A new version asks for release: pass marks, approve, reject, and who may not."""

from typing import Any

import pytest

from bot.clock import utc_now
from bot.demo import scenario as stage
from bot.demo.demo import Demo
from deployments.models import champion_of, find_model
from deployments.requests.metrics_file import parse_metrics
from deployments.requests.requests import ReleaseFacts, request_deployment
from tests.journeys.office import BEA, DAN, MIA, MODEL_CHANNEL, OLA, Office

pytestmark = pytest.mark.sqlite_alone


def ask(office: Office, version: str = "v4", accuracy: float = 0.843) -> None:
    """Dan asks for a release of what he trained."""
    evidence = parse_metrics(f'{{"metrics": {{"accuracy": {accuracy}}}, "samples": 9000}}')
    facts = ReleaseFacts(stage.MODEL, version, evidence, DAN, DAN, "sha256:4f5e")
    with office.runtime.transactions.begin() as work:
        asked = request_deployment(work.session, facts, work.now)
        for request_id in (asked.request.id, *asked.superseded):
            work.show("deployment_request", request_id)


def champion(office: Office) -> str | None:
    """The version that is live."""
    with office.runtime.database.transaction() as session:
        return champion_of(session, find_model(session, stage.MODEL))


@pytest.mark.both_databases
def test_owner_approves_and_the_version_goes_live(office: Office) -> None:
    """The channel sees the pass marks; Dan can't approve his own work, Mia can."""
    office.writes_use_case()
    ask(office)
    shown = office.until_seen(MODEL_CHANNEL, "Release request: Employment check (employment v4)")

    office.presses(DAN, MODEL_CHANNEL, "approve_deployment")
    refusal = office.until(lambda: office.sees_alone(DAN))
    office.presses(MIA, MODEL_CHANNEL, "approve_deployment")

    text = office.until_seen(MODEL_CHANNEL, "*Released.*")
    assert "*All pass marks that can be checked before a release are met.*" in shown
    assert "Drift (PSI), pass mark at most 0.25: measured once it's live" in shown
    assert "84.3% (between 83.5% and 85.0%), pass mark at least 80%: met" in shown
    assert refusal[0].startswith("The person who requested or built this version can't decide")
    assert f"Approved by <@{MIA}>" in text
    assert champion(office) == "v4"


def test_rejection_needs_a_reason_and_is_final(office: Office) -> None:
    """Ola rejects with a reason; Mia's approval afterwards is told who was first."""
    ask(office)
    office.until_seen(MODEL_CHANNEL, "No pass marks are agreed")
    office.presses(OLA, MODEL_CHANNEL, "reject_deployment")
    office.fills(OLA, reason=" ")
    view = office.view(OLA)
    assert view is not None
    errors = dict(view.errors)
    message, approve = office.until(lambda: office.find(MODEL_CHANNEL, "approve_deployment"))

    office.fills(OLA, reason="Weak on young people")
    office.until_seen(MODEL_CHANNEL, "*Rejected*")
    office.running.workspace.press(MIA, MODEL_CHANNEL, message.ts, approve)

    told = office.until(lambda: office.sees_alone(MIA))
    assert errors == {"reason": "Please give a reason."}
    assert f"<@{OLA}> rejected this before you" in told[0]
    assert champion(office) == "v3"


def test_a_reason_of_five_thousand_characters_is_said_at_its_field(office: Office) -> None:
    """The window stays open with what was typed; a shorter reason then counts."""
    ask(office)
    office.presses(OLA, MODEL_CHANNEL, "reject_deployment")
    office.fills(OLA, reason="x" * 5_000)

    view = office.view(OLA)
    assert view is not None
    assert view.errors == {"reason": "Please keep the reason under 1,000 characters."}
    office.fills(OLA, reason="Too slow")
    assert "> Too slow" in office.until_seen(MODEL_CHANNEL, "*Rejected*")


def test_newer_version_takes_the_older_ones_place(office: Office) -> None:
    """A second version supersedes the first request, whose buttons go away."""
    ask(office, "v4")
    office.until_seen(MODEL_CHANNEL, "Release request: employment v4")

    ask(office, "v5")

    assert "Please decide on that one" in office.until_seen(
        MODEL_CHANNEL, "*Replaced by a request for version v5.*"
    )


def test_broken_pass_mark_is_said_before_anyone_approves(office: Office) -> None:
    """A version below the pass mark is shown as broken."""
    office.writes_use_case()

    ask(office, accuracy=0.71)

    assert "A pass mark is broken" in office.until_seen(
        MODEL_CHANNEL, "Release request: Employment check (employment v4)"
    )


def test_stranger_to_the_model_may_not_reject(office: Office) -> None:
    """Bea doesn't decide about this model; she is told who does."""
    ask(office)
    office.until_seen(MODEL_CHANNEL, "Release request: employment v4")

    office.presses(BEA, MODEL_CHANNEL, "reject_deployment")

    told = office.until(lambda: office.sees_alone(BEA))
    assert told == [f"Only <@{MIA}> or <@{OLA}> can decide this. Nothing was changed."]


def approval(demo: Demo) -> dict[str, Any]:
    """Find the step in which a release is approved, as Mia sees it."""
    return next(step for step in demo.state(MIA)["steps"] if step["id"] == "approve")


def test_the_demo_says_what_comes_after_a_rejection(office: Office) -> None:
    """Its step says so until somebody asks anew, and then is to approve again."""
    demo = Demo(office.runtime, office.running.workspace, stage.DemoClock(utc_now))
    ask(office)
    office.presses(OLA, MODEL_CHANNEL, "reject_deployment")
    office.fills(OLA, reason="Weak on young people")
    office.until_seen(MODEL_CHANNEL, "*Rejected*")

    rejected = approval(demo)
    demo.act("release", DAN)
    asked = approval(demo)

    assert rejected["title"] == "Rejected: the live version stays"
    assert "press “Have Dan request v4” again" in rejected["hint"]
    assert (rejected["done"], asked["title"]) == (False, "Approve it")

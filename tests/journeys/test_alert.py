"""An alert's life on the census data: quiet, drift, a broken pass mark, a decision."""

import re

import pytest
from sqlmodel import select

from bot.demo import scenario as stage
from deployments.models import champion_of, find_model
from ground.audit import AuditEntry, verify
from tests.journeys.office import BEA, DAN, MIA, MODEL_CHANNEL, OLA, Office
from tests.journeys.releases import ask_for_release

pytestmark = pytest.mark.sqlite_alone

QUIET, DRIFT, BROKEN = 5, 24, 45


@pytest.fixture(autouse=True)
def agreed(office: Office) -> None:
    """Bea has agreed the pass marks."""
    office.writes_use_case()


def champion(office: Office) -> str | None:
    """The version that is live."""
    with office.runtime.database.transaction() as session:
        return champion_of(session, find_model(session, stage.MODEL))


def test_quiet_weeks_wake_nobody_then_one_alert_tells_it_all(office: Office) -> None:
    """A window of 2016 is quiet; the first full one of 2017 is one alert with its chart."""
    office.window_comes(QUIET)
    quiet = office.sees(MODEL_CHANNEL)

    office.window_comes(DRIFT)
    office.window_comes(DRIFT + 1)

    text = office.until_seen(MODEL_CHANNEL, ", in 2 checks so far")
    assert not any("has changed" in message for message in quiet)
    assert len([message for message in office.sees(MODEL_CHANNEL) if "RELP" in message]) == 1
    assert "household role (RELP): drift 0.46, limit 0.25" in text
    assert "pass mark at least 80%: met" in text
    assert "Employment check: household role has changed" in text
    assert f"Asked: <@{MIA}>, <@{OLA}>, to " in text, "the week after, it is overdue"
    messages = office.running.workspace.messages(MODEL_CHANNEL)
    blocks = [block for message in messages for block in message.blocks]
    pictures = [block for block in blocks if block["type"] == "image"]
    stored = office.running.workspace.world.files[pictures[0]["slack_file"]["id"]]
    assert stored.content.startswith(b"\x89PNG")
    assert "RELP" in pictures[0]["alt_text"]


def test_anyone_acknowledges_and_the_first_is_named(office: Office) -> None:
    """Dan acknowledges; Ola's press a moment later is told so."""
    office.window_comes(DRIFT)
    office.presses(DAN, MODEL_CHANNEL, "acknowledge_alert")

    text = office.until_seen(MODEL_CHANNEL, "is looking into it")
    office.presses(OLA, MODEL_CHANNEL, "keep_model")

    assert f"<@{DAN}> is looking into it" in text
    assert office.window(OLA) == "Keep the model"


def test_kept_model_says_who_and_why(office: Office) -> None:
    """Ola keeps the model with a reason; the card says so and has no buttons any more.

    It is about the version that is live then: one that was released meanwhile is named.
    """
    office.window_comes(DRIFT)
    office.until_seen(MODEL_CHANNEL, "*v3* is live; rolling back returns to *v2*.")
    ask_for_release(office)
    office.until_seen(MODEL_CHANNEL, "Release request")
    office.presses(MIA, MODEL_CHANNEL, "approve_deployment")
    office.until_seen(MODEL_CHANNEL, "*v4* is live; rolling back returns to *v3*.")
    office.presses(OLA, MODEL_CHANNEL, "keep_model")
    office.fills(OLA, reason="Term break: <!channel> students\nare away")

    text = office.until_seen(MODEL_CHANNEL, "*Kept* by")

    assert "> Term break: &lt;!channel&gt; students\n> are away" in text
    assert "acknowledge_alert" not in str(office.running.workspace.messages(MODEL_CHANNEL)[-1])


def test_roll_back_is_for_deciders_and_moves_the_champion(office: Office) -> None:
    """Accuracy breaks its pass mark; Dan may not roll back, Mia may; the chain records it all."""
    office.window_comes(BROKEN)
    office.until_seen(MODEL_CHANNEL, "agreed at least 80%")

    office.presses(DAN, MODEL_CHANNEL, "roll_back_model")
    refusal = office.until(lambda: office.sees_alone(DAN))
    office.presses(MIA, MODEL_CHANNEL, "roll_back_model")
    office.fills(MIA, version="v2", reason="Accuracy fell")

    text = office.until_seen(MODEL_CHANNEL, "*Rolled back to v2*")
    assert refusal == [f"Only <@{MIA}> or <@{OLA}> can decide this. Nothing was changed."]
    assert "is live again (checked)" in text
    assert champion(office) == "v2"
    with office.runtime.database.transaction() as session:
        actions = [entry.action for entry in session.exec(select(AuditEntry)).all()]
        assert verify(session).is_whole
    assert {"alert.roll_back.refused", "rollback.decide", "rollback.carry_out"} <= set(actions)


def test_second_decider_is_told_who_was_first(office: Office) -> None:
    """Mia and Ola both have the window open; Ola's decision comes second and changes nothing."""
    office.window_comes(DRIFT)
    office.presses(MIA, MODEL_CHANNEL, "keep_model")
    office.presses(OLA, MODEL_CHANNEL, "roll_back_model")
    office.fills(MIA, reason="Expected")

    office.fills(OLA, version="v2", reason="Careful")

    assert f"<@{MIA}> decided to keep the model before you" in office.window_text(OLA)
    assert champion(office) == "v3"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param({"version": "v2", "reason": "   "}, "Please give a reason", id="no-reason"),
        pytest.param({"version": "v2", "reason": "x" * 5_000}, "under 1,000", id="too-long"),
        pytest.param(
            {"version": "v99", "reason": "x"}, "can't roll back to", id="unknown-version"
        ),
    ],
)
def test_wrong_roll_back_is_said_at_the_field(
    office: Office, typed: dict[str, str], sentence: str
) -> None:
    """A window without a reason or with another version stays open and says why."""
    office.window_comes(DRIFT)
    office.presses(MIA, MODEL_CHANNEL, "roll_back_model")

    office.fills(MIA, **typed)

    view = office.view(MIA)
    assert view is not None
    assert sentence in view.errors["reason"]
    assert champion(office) == "v3"


def test_alert_ends_by_itself_when_the_data_is_as_usual(office: Office) -> None:
    """After two quiet windows the alert says that it is over; a press then is told so."""
    office.window_comes(DRIFT)
    office.window_comes(1)
    office.window_comes(2)

    office.until_seen(MODEL_CHANNEL, "Closed. Employment check: the data is back to normal")

    status = office.types(BEA, MODEL_CHANNEL, "/lamplighter status")
    waiting, models = status.body["text"].split("\n\n")
    assert waiting == "Nothing is waiting for you."
    assert re.search(
        r":large_\w+_circle: \*Employment check\*: (fine|worth a look), <!date", models
    )


def test_home_shows_no_alert_that_was_decided(office: Office) -> None:
    """Ola keeps the model; Mia's Home, which listed the alert, lists it no more."""
    office.window_comes(DRIFT)
    office.until(lambda: "Please decide by" in home_text(office), what="Mia's Home")
    office.presses(OLA, MODEL_CHANNEL, "keep_model")

    office.fills(OLA, reason="Known and harmless")

    office.until(lambda: "Please decide by" not in home_text(office), what="Mia's Home")


def home_text(office: Office) -> str:
    """Read Mia's Home."""
    home = office.running.workspace.home(MIA)
    return str(home.payload["blocks"]) if home else ""

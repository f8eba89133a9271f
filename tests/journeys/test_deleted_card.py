"""Somebody deletes a release request's message."""

import pytest

from tests.journeys.office import MODEL_CHANNEL, OLA, Office
from tests.journeys.releases import ask_for_release
from tests.journeys.rounds import direct, home, presses_at_home, time_passes

pytestmark = pytest.mark.sqlite_alone
CARD = "Release request: employment v4"


def test_asking_again_brings_a_deleted_card_back_once(office: Office) -> None:
    """The message is missed, and posted again; a third asking posts nothing more."""
    ask_for_release(office)
    office.until_seen(MODEL_CHANNEL, CARD)
    office.until_delivered()
    workspace = office.running.workspace
    workspace.delete_message(MODEL_CHANNEL, workspace.messages(MODEL_CHANNEL)[-1].ts)
    gone = office.sees(MODEL_CHANNEL)

    ask_for_release(office)
    office.until_seen(MODEL_CHANNEL, CARD)
    office.until_delivered()
    ask_for_release(office)
    office.until_delivered()

    assert not [text for text in gone if CARD in text]
    assert len([text for text in office.sees(MODEL_CHANNEL) if CARD in text]) == 1


def gone_card(office: Office) -> None:
    """A release is asked for, and its message deleted."""
    ask_for_release(office)
    office.until_seen(MODEL_CHANNEL, CARD)
    office.until_delivered()
    workspace = office.running.workspace
    workspace.delete_message(MODEL_CHANNEL, workspace.messages(MODEL_CHANNEL)[-1].ts)
    assert not [text for text in office.sees(MODEL_CHANNEL) if CARD in text]


def test_a_deleted_card_is_brought_back_from_home_once(office: Office) -> None:
    """Ola presses on Home, twice."""
    gone_card(office)
    office.running.workspace.open_home(OLA)
    office.until(lambda: "restore_request" in str(home(office, OLA)))
    for _ in range(2):
        presses_at_home(office, OLA, "restore_request")
        office.until_delivered()

    assert len([text for text in office.sees(MODEL_CHANNEL) if CARD in text]) == 1
    assert len([text for text in office.sees(direct(OLA)) if CARD in text]) == 1


def test_a_deleted_card_comes_back_within_a_day_once(office: Office) -> None:
    """Nobody has to ask."""
    gone_card(office)

    time_passes(office, days=1)
    office.until_seen(MODEL_CHANNEL, CARD)
    office.until_delivered()
    time_passes(office, days=1)
    office.until_delivered()

    assert len([text for text in office.sees(MODEL_CHANNEL) if CARD in text]) == 1


def test_a_deleted_card_comes_back_decided(office: Office) -> None:
    """Ola approves in her direct message: the channel reads the outcome."""
    gone_card(office)

    office.presses(OLA, direct(OLA), "approve_deployment")

    office.until_seen(MODEL_CHANNEL, "*Released.*")
    office.until_delivered()
    assert len([text for text in office.sees(MODEL_CHANNEL) if "*Released.*" in text]) == 1

"""Somebody deletes a release request's message."""

import pytest

from tests.journeys.office import MODEL_CHANNEL, Office
from tests.journeys.releases import ask_for_release

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

"""The record of a release that was approved in Slack, and then changed by hand."""

import hashlib
import json
import re

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.audit_check import verify_record
from bot.local_slack.state import TEAM_ID
from ground.audit import AuditEntry
from ground.covered import canonical
from tests.journeys.office import MIA, MODEL_CHANNEL, Office
from tests.journeys.test_release import ask, champion

pytestmark = pytest.mark.both_databases


def presses_of(office: Office, action: str) -> list[dict[str, str]]:
    """What the entries of a kind keep of the press that they come of."""
    with office.runtime.database.reading() as session:
        found = session.exec(select(AuditEntry.detail).where(AuditEntry.action == action)).all()
    return [json.loads(detail)["press"] for detail in found]


def test_an_approval_keeps_the_card_that_was_seen(office: Office) -> None:
    """The press's team, its time as Slack signed it, and the hash of the card as it was then."""
    ask(office)
    office.until_seen(MODEL_CHANNEL, "Release request: employment v4")
    office.until_delivered()
    card, _ = office.until(lambda: office.find(MODEL_CHANNEL, "approve_deployment"))
    seen = hashlib.sha256(canonical({"blocks": card.blocks}).encode()).hexdigest()

    office.presses(MIA, MODEL_CHANNEL, "approve_deployment")

    (press,) = presses_of(office, "decision")
    assert press["team"] == TEAM_ID
    assert re.fullmatch(r"\d+\.\d+", press["at"])
    assert press["seen"] == seen


def sentence_after(office: Office, statement: str) -> str:
    """Change a row, verify, and put the row back as it was.

    Returns:
        What verifying says.
    """
    with office.runtime.database.transaction() as session:
        changing = session.begin_nested()
        assert session.connection().execute(text(statement)).rowcount > 0
        sentence = verify_record(session).sentence
        changing.rollback()
    return sentence


def test_a_release_changed_by_hand_is_named(office: Office) -> None:
    """Who approved, what is live, and who may decide next: each is compared with the log."""
    ask(office)
    office.until_seen(MODEL_CHANNEL, "Release request: employment v4")
    office.presses(MIA, MODEL_CHANNEL, "approve_deployment")
    office.until_seen(MODEL_CHANNEL, "*Released.*")
    assert champion(office) == "v4"

    said = [
        sentence_after(office, "UPDATE decision SET decided_by = 'U0EVE'"),
        sentence_after(office, "UPDATE modelalias SET version = 'v2'"),
        sentence_after(office, "INSERT INTO modeldecider SELECT id, 'U0EVE' FROM registeredmodel"),
    ]

    assert said[0].startswith("The decision ")
    assert said[1].startswith("The model alias ")
    assert said[2].endswith("U0EVE is not in the audit log.")

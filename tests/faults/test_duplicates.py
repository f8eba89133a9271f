"""Slack delivering everything twice and late: each press counts once."""

from collections import Counter

from sqlmodel import select

from assessments.tables import Answer, Assessment
from assessments.use_cases.tables import UseCase
from bot.local_slack.faults import Faults
from ground.audit import AuditEntry, verify
from monitors.tables import Alert
from tests.journeys.office import BEA, COUNCIL, FIN, MIA, MODEL_CHANNEL, open_office

TWICE = Faults(duplicate_deliveries=True, delay_seconds=0.02)


def test_a_journey_delivered_twice_is_the_same_journey(database_url: str) -> None:
    """A round, a use case and a rollback: one of each, and one audit entry for each press."""
    with open_office(database_url, faults=TWICE) as office:
        office.types(FIN, COUNCIL, "/lamplighter assess")
        office.fills(FIN, business=[BEA])
        office.presses(BEA, f"D{BEA[1:]}", "answer_questions")
        for _ in range(7):
            office.fills(BEA, answer="yes_", evidence="")
        office.until_seen(COUNCIL, "Result:")
        office.writes_use_case()
        office.window_comes(24)
        office.presses(MIA, MODEL_CHANNEL, "acknowledge_alert")
        office.presses(MIA, MODEL_CHANNEL, "roll_back_model")
        office.fills(MIA, version="v2", reason="Drift")
        office.until_seen(MODEL_CHANNEL, "Rolled back to v2")
        with office.runtime.database.transaction() as session:
            counts = {
                table.__name__: len(session.exec(select(table)).all())
                for table in (Assessment, Answer, UseCase, Alert)
            }
            actions = Counter(session.exec(select(AuditEntry.action)).all())
            is_whole = verify(session).is_whole
        results = [text for text in office.sees(COUNCIL) if "Result:" in text]

    assert counts == {"Assessment": 1, "Answer": 7, "UseCase": 1, "Alert": 1}
    assert (actions["alert.acknowledge"], actions["alert.roll_back"]) == (1, 1)
    assert is_whole
    assert len(results) == 1
    assert "rolled back to v2" in office.running.workspace.messages(MODEL_CHANNEL)[-1].text

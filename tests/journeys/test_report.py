"""A round's report and picture, from the press to the files."""

from typing import Any

import pytest
from sqlmodel import select

from ground.audit import AuditEntry
from tests.journeys.office import BEA, COUNCIL, DAN, FIN, MIA, Office
from tests.journeys.rounds import direct, home, press_in
from tests.journeys.test_readiness import answer_levels, start

pytestmark = pytest.mark.sqlite_alone


def hold_round(office: Office) -> None:
    """Bea and Dan answer the quick check; the result is there."""
    start(office, mode="quick", business=[BEA], data_science=[DAN], scope="Retail")
    for user, level in ((BEA, "3"), (DAN, "2")):
        answer_levels(office, user, level)
    office.until_seen(COUNCIL, "Result on machine learning for the team Retail: ")


def files(office: Office) -> list[str]:
    """The names of the reports that have arrived in Slack."""
    stored = office.running.workspace.world.files.values()
    return [file.name for file in stored if file.is_complete and not file.name.endswith(".png")]


def test_the_files_come_as_a_direct_message(office: Office) -> None:
    """Bea presses once; four files come to her alone."""
    hold_round(office)

    office.presses(BEA, COUNCIL, "send_report")

    office.until(lambda: len(files(office)) == 4, what="the files")
    assert {name.rpartition(".")[2] for name in files(office)} == {"pdf", "md", "csv", "json"}
    assert all(name.startswith("readiness-team-retail-") for name in files(office))
    office.until_seen(f"D{BEA[1:]}", ".pdf")
    assert "Your report is on its way" in office.sees_alone(BEA, COUNCIL)[-1]


def test_a_stranger_is_refused_and_that_is_recorded(office: Office) -> None:
    """Mia sees the channel, but was not asked: no file, a sentence, a row in the audit log."""
    hold_round(office)

    office.presses(MIA, COUNCIL, "send_report")

    assert "Only people in this round" in office.sees_alone(MIA, COUNCIL)[-1]
    assert files(office) == []
    with office.runtime.database.transaction() as session:
        actions = session.exec(select(AuditEntry.action)).all()
    assert "assessment.report.refused" in actions


def test_a_round_that_is_open_again_has_no_report_yet(office: Office) -> None:
    """Bea's home still has the button: she reads why, and no refusal is recorded."""
    hold_round(office)
    office.running.workspace.open_home(BEA)
    office.until(lambda: "send_report" in str(home(office, BEA)), what="the result at home")
    old_home = office.running.workspace.home(BEA)
    office.presses(FIN, direct(FIN), "reopen_round")

    press_in(office, BEA, old_home, "send_report")

    office.until_seen(
        direct(BEA), "This round is still open. Ask for its report once it has closed."
    )
    assert files(office) == []
    with office.runtime.database.transaction() as session:
        actions = session.exec(select(AuditEntry.action)).all()
    assert [action for action in actions if action.startswith("assessment.report")] == [
        "assessment.report.refused"
    ]


def test_the_result_gets_its_picture(office: Office) -> None:
    """The message comes first; the heat table follows, with words for who can't see it."""
    hold_round(office)

    def picture() -> dict[str, Any] | None:
        for message in office.running.workspace.messages(COUNCIL):
            for block in message.blocks:
                if block["type"] == "image":
                    return block
        return None

    shown = office.until(picture, what="the picture")
    stored = office.running.workspace.world.files[shown["slack_file"]["id"]]
    assert stored.content.startswith(b"\x89PNG")
    assert "Business link and value (goal 3): everyone" in shown["alt_text"]

"""A facilitator reads answers with names, page by page; nobody else does."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlmodel import select

from bot.local_slack.state import View
from ground.audit import AuditEntry
from handlers.surfaces.rounds import show_round
from tests.assessments.held_round import PLAN, held_round
from tests.journeys.office import COUNCIL, DAN, FIN, Office, open_office
from tests.journeys.rounds import direct, press_in, presses_in_window

pytestmark = pytest.mark.sqlite_alone

SIXTY = {f"U1{number:03d}": ("business", "3") for number in range(60)}
NAMED = replace(PLAN, channel_id=COUNCIL, started_by=FIN, names_to_facilitator=True)


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office over HTTP, in which sixty people answered a quick round that shows names."""
    with open_office(database_url) as opened:
        with opened.runtime.transactions.begin() as work:
            show_round(work, held_round(work.session, SIXTY, work.now, NAMED).id)
        yield opened


def window_of_fin(office: Office) -> View:
    """The window that Fin has open."""
    view = office.view(FIN)
    assert view is not None
    return view


def people_in(office: Office) -> set[str]:
    """Whom the window names."""
    text = office.window_text(FIN)
    return {user_id for user_id in SIXTY if f"<@{user_id}>" in text}


def test_a_facilitator_turns_the_pages_and_nobody_else_does(office: Office) -> None:
    """Fin reads everyone, goes back, and turns no page twice; Dan sends Fin's button in vain."""
    office.presses(FIN, direct(FIN), "show_named_answers")
    first = people_in(office)
    seen = set(first)
    while "show_next_named_answers" in office.window_text(FIN):
        page = people_in(office)
        presses_in_window(office, FIN, "show_next_named_answers")
        assert not page & people_in(office)
        seen |= people_in(office)
    last = people_in(office)
    press_in(office, DAN, window_of_fin(office), "show_previous_named_answers")
    office.until_seen(direct(DAN), f"Only <@{FIN}> can do this")
    assert people_in(office) == last
    while "show_previous_named_answers" in office.window_text(FIN):
        presses_in_window(office, FIN, "show_previous_named_answers")

    assert seen == set(SIXTY)
    assert people_in(office) == first != last
    with office.runtime.database.reading() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.actor == FIN)).all()
        refused = session.exec(
            select(AuditEntry).where(AuditEntry.action == "assessment.read_named_answers.refused")
        ).all()
    read = [entry for entry in entries if entry.action == "assessment.read_named_answers"]
    assert len(read) >= 3
    assert [entry.actor for entry in refused] == [DAN]

"""All use cases at a glance: in a window with pages, on Home, as a picture and as files."""

from datetime import date

import pytest
from sqlmodel import select

from assessments.actions.roadmap import agree_action
from assessments.tables import RoadmapAction
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.values import plain
from assessments.use_cases.definition import start_use_case
from assessments.use_cases.drafts import set_fields
from assessments.use_cases.tables import UseCase
from handlers.surfaces.kinds import SurfaceKind
from tests.assessments.held_round import PAIRS, held_round
from tests.journeys.office import BEA, MIA, MODEL_CHANNEL, Office
from tests.journeys.rounds import presses_in_window

pytestmark = pytest.mark.sqlite_alone


@pytest.fixture
def written(office: Office) -> Office:
    """Twenty use cases of Bea, all ranked alike."""
    example = {name: plain(value) for name, value in load_rules().example.items()}
    with office.runtime.transactions.begin() as work:
        for number in range(20):
            use_case = start_use_case(
                work.session, created_by=BEA, channel_id=MODEL_CHANNEL, now=work.now
            )
            values = {**example, "title": f"Plan {number:02}", "business_owner": BEA}
            set_fields(work.session, load_rules(), use_case, values, BEA, work.now)
    return office


def test_mia_turns_the_pages_and_searches(written: Office) -> None:
    """Fifteen use cases a page, in lanes; a search begins on its first page."""
    written.types(MIA, MODEL_CHANNEL, "/lamplighter usecase all")
    first = written.window_text(MIA)
    presses_in_window(written, MIA, "portfolio_page_on")
    second = written.window_text(MIA)
    written.fills(MIA, search="plan 07")
    found = written.window_text(MIA)

    presses_in_window(written, MIA, "show_portfolio_entry")
    one = written.window_text(MIA)

    assert ("Plan 07" in one, "No readiness round" in one) == (True, True)
    assert "20 to start now." in first
    assert "Plan 14" in first
    assert "Plan 15" not in first
    assert ("Plan 15" in second, "Page 2 of 2" in second) == (True, True)
    assert ("Plan 07" in found, "Plan 08" in found, "1 to start now." in found) == (
        True,
        False,
        True,
    )
    assert "Next: put it to its signers, waiting for <@U0BEA>" in found


def test_a_use_case_begun_from_an_action_knows_its_round(office: Office) -> None:
    """Bea owns the action; the round whose readiness counts is the one that it came from."""
    low = {person: (group, "0") for person, (group, _) in PAIRS.items()}
    with office.runtime.transactions.begin() as work:
        held = held_round(work.session, low, work.now)
        action = work.session.exec(
            select(RoadmapAction).where(RoadmapAction.item_id == "DEF-2")
        ).one()
        agree_action(work.session, action.id, BEA, date(2031, 1, 1), BEA, work.now)
        work.show(SurfaceKind.ACTION, action.id)
        round_id = held.id

    office.presses(BEA, f"D{BEA[1:]}", "use_case_apply")
    presses_in_window(office, BEA, "use_case_new")

    with office.runtime.database.transaction() as session:
        assert session.exec(select(UseCase)).one().round_id == round_id

"""Several people write one use case: in different sections, and in the same one."""

import pytest
from sqlmodel import select

from assessments.use_cases.drafts import draft_of
from assessments.use_cases.tables import UseCase, UseCaseAsk
from bot.demo.scenario import MODEL
from tests.journeys.office import BEA, DAN, FIN, MIA, MODEL_CHANNEL, OLA, Office

pytestmark = pytest.mark.sqlite_alone
IDEA = {
    "title": "Churn call list",
    "summary": "Agents call the 500 customers a week who are likely to cancel.",
    "sponsor": FIN,
    "business_driver": "Cut yearly cancellations by 10 percent.",
    "decision_supported": "Which 500 customers are called each week.",
}


def begin(office: Office) -> None:
    """Bea begins a use case in the model's channel, and fills in what an idea needs."""
    office.types(BEA, MODEL_CHANNEL, "/lamplighter usecase new")
    office.fills(BEA, **IDEA)
    office.fills(
        BEA,
        affects_people="yes",
        **{f"risk_answers.RQ{number}": "no_" for number in range(1, 7)},
        **{f"priority_inputs.{name}": "4" for name in ("value", "urgency", "learning")},
        **{"priority_inputs.weeks_to_first_value": "6"},
        **{"priority_inputs.effort_person_weeks": "14"},
        **{f"priority_inputs.{name}": "yes" for name in ("baseline_measured", "data_seen")},
    )


def edits(office: Office, user_id: str, section: str) -> None:
    """Open a section from the card in the channel."""
    office.presses(user_id, MODEL_CHANNEL, "use_case_edit")
    office.presses_in_window(user_id, "use_case_section", section)


def values(office: Office) -> dict[str, object]:
    """Read what is written."""
    with office.runtime.database.reading() as session:
        use_case = session.exec(select(UseCase)).one()
        return dict(draft_of(session, use_case.id).document.values)


def test_an_idea_takes_two_windows_and_its_card_says_what_is_missing(office: Office) -> None:
    """What is missing, and who is best asked, stands in the channel."""
    begin(office)

    card = office.until_seen(MODEL_CHANNEL, "Minimal risk")
    assert "Churn call list" in card
    assert office.window(BEA) == "Edit a use case"
    assert "not legal advice" in card
    assert f"Best asked: <@{FIN}>" in card
    assert values(office)["priority_inputs"]["effort_person_weeks"] == 14  # type: ignore[index]


def test_one_is_opened_by_its_name_or_by_words_of_it(office: Office) -> None:
    """The window lists it in a menu; `/lamplighter usecase churn` finds it."""
    begin(office)
    with office.runtime.database.reading() as session:
        use_case_id = str(session.exec(select(UseCase.id)).one())

    office.types(FIN, MODEL_CHANNEL, "/lamplighter usecase")
    office.fills(FIN)
    view = office.view(FIN)
    asked = str(view and view.errors)
    office.fills(FIN, pick=use_case_id)
    by_name = office.window(FIN)
    office.types(DAN, MODEL_CHANNEL, "/lamplighter usecase churn")

    assert "Fill this in" in asked
    assert by_name == "Edit a use case"
    assert "Churn call list" in office.window_text(DAN)


def test_three_people_write_different_sections_at_once(office: Office) -> None:
    """Each has a window open while the others send theirs; all is kept, and who wrote it."""
    begin(office)
    edits(office, BEA, "identity")
    office.fills(BEA, business_owner=MIA, technical_owner=OLA, builder=DAN)
    edits(office, BEA, "business")
    edits(office, DAN, "data")
    edits(office, OLA, "requirements")

    office.fills(DAN, truth_source="A cancellation in the CRM", truth_delay_days="1 4")
    office.fills(OLA, mode="batch", batch_ready_by="06:00", availability_pct="99 %")
    office.fills(BEA, human_role="person_can_override")

    written = values(office)
    assert written["truth_delay_days"] == 14
    assert (written["batch_ready_by"], written["availability_pct"]) == ("06:00", 99)
    assert written["human_role"] == "person_can_override"
    assert office.window(OLA) == "Edit a use case"


@pytest.mark.both_databases
def test_two_people_in_one_section_choose_field_by_field(office: Office) -> None:
    """Different fields are both kept; of the same one both texts are shown side by side."""
    begin(office)
    edits(office, BEA, "business")
    edits(office, FIN, "business")
    office.fills(FIN, problem_today="Agents call by contract age.", cost_of_errors="7 EUR a call")

    office.fills(BEA, problem_today="6 of 100 calls help.", simplest_alternative="Sort by age")

    assert values(office)["problem_today"] == "Agents call by contract age."
    assert values(office)["simplest_alternative"] == "Sort by age"
    both = office.window_text(BEA)
    assert "Agents call by contract age." in both
    assert "6 of 100 calls help." in both
    assert "7 EUR" not in both

    office.fills(BEA, **{"whose.problem_today": "mine"})

    assert values(office)["problem_today"] == "6 of 100 calls help."


def test_a_row_is_added_beside_what_somebody_else_added(office: Office) -> None:
    """Both have the section open; what was typed in it stays, and both rows are there."""
    begin(office)
    edits(office, BEA, "business")
    edits(office, FIN, "business")
    for person, name in ((FIN, "Cancellations"), (BEA, "Calls")):
        office.presses_in_window(person, "use_case_add_row", "kpis")
        office.fills(person, name=name, unit="percent", baseline="2.4", target="2,1",
                     direction="decrease", target_date="2031-12-31",
                     baseline_date="2020-01-01", source="CRM", owner=BEA)  # fmt: skip

    rows = values(office)["kpis"]
    assert isinstance(rows, list)
    assert [row["name"] for row in rows] == ["Cancellations", "Calls"]
    assert office.window(BEA) == "Why"
    assert "Cancellations" in office.window_text(BEA)


def test_a_pass_mark_starts_from_its_metric_and_reads_as_a_sentence(office: Office) -> None:
    """The catalogue explains recall gap; 85 asks for a share; a loose limit asks once more."""
    begin(office)
    edits(office, BEA, "acceptance")
    office.presses_in_window(BEA, "use_case_add_row", "acceptance_criteria")
    view = office.view(BEA)
    assert view is not None
    metric = next(b["block_id"] for b in view.payload["blocks"] if b["type"] == "input")
    office.chooses(BEA, metric, metric="accuracy")
    explained = office.window_text(BEA)

    office.fills(BEA, threshold="85")
    view = office.view(BEA)
    asked = str(view and view.errors)
    office.fills(BEA, threshold="0")
    again = office.window_text(BEA)
    office.fills(BEA)
    section = office.window_text(BEA)
    office.fills(BEA, model_name=MODEL)

    with office.runtime.database.reading() as session:
        assert session.exec(select(UseCase.model_name)).one() == MODEL
    assert "share that was right" in explained
    assert "0.85" in asked
    assert "nearly everything passes" in again
    assert "Accuracy must be at least 0%" in section


def test_dan_is_asked_for_a_section_and_it_is_done_when_he_sends_it(office: Office) -> None:
    """He isn't named in the use case; the message says who asks and why, and opens just it."""
    begin(office)
    office.presses(BEA, MODEL_CHANNEL, "use_case_ask")
    office.fills(BEA, section="data", person=DAN, why="You built the warehouse.")
    message = office.until_seen(f"D{DAN[1:]}", "You built the warehouse.")
    office.presses(DAN, f"D{DAN[1:]}", "use_case_answer_ask")
    window = office.window(DAN)

    office.fills(DAN, truth_source="A cancellation in the CRM")

    assert f"<@{BEA}> asks you to fill in" in message
    assert window == "Data"
    office.until_seen(f"D{DAN[1:]}", "Done. Thank you.")
    with office.runtime.database.reading() as session:
        assert session.exec(select(UseCaseAsk)).one().done_at is not None


def test_a_discarded_draft_nags_nobody_and_gives_texts_back(office: Office) -> None:
    """Fin's window comes too late: he gets his text back; the card offers to bring it back."""
    begin(office)
    edits(office, FIN, "business")
    office.presses(BEA, MODEL_CHANNEL, "use_case_discard")

    office.fills(FIN, problem_today="Agents call by contract age.")

    assert "discarded" in office.window_text(FIN)
    assert "Agents call by contract age." in office.window_text(FIN)
    office.until_seen(MODEL_CHANNEL, "Nobody is asked about it")
    assert "unfinished" not in office.types(BEA, MODEL_CHANNEL, "/lamplighter status").body["text"]
    office.presses(BEA, MODEL_CHANNEL, "use_case_restore")
    office.until_seen(MODEL_CHANNEL, "Not agreed yet")


def test_a_model_with_marks_of_others_is_linked_by_its_keepers(office: Office) -> None:
    """Bea agreed the marks of the model; Dan's own use case can't go over them."""
    office.writes_use_case()
    office.types(DAN, MODEL_CHANNEL, "/lamplighter usecase new")
    office.fills(DAN, title="My own marks")
    office.fills(DAN)
    office.presses_in_window(DAN, "use_case_section", "acceptance")

    office.fills(DAN, model_name=MODEL)

    assert "Only <@" in office.window_text(DAN)
    with office.runtime.database.reading() as session:
        query = select(UseCase.model_name).where(UseCase.title == "My own marks")
        assert session.exec(query).one() is None


def test_who_is_not_named_may_not_write(office: Office) -> None:
    """Dan sees who may; nothing opens."""
    begin(office)

    office.presses(DAN, MODEL_CHANNEL, "use_case_edit")

    assert f"Only <@{BEA}> or <@{FIN}>" in office.sees_alone(DAN)[0]
    assert office.view(DAN) is None

"""A use case: three windows, each kept; wrong fields are said at the field."""

from typing import Any

import pytest
from sqlmodel import select

from assessments.use_cases.promises import pass_marks_for_model
from assessments.use_cases.tables import UseCase
from bot.demo import scenario as stage
from ground.audit import AuditEntry
from tests.journeys.office import BEA, DAN, MIA, MODEL_CHANNEL, OLA, Office

pytestmark = pytest.mark.sqlite_alone

PURPOSE = {
    "title": "Employment check",
    "summary": "Advisers see who is likely out of work",
    "business_driver": "Reach 20 percent more people",
}
KPI = {
    "name": "People advised a month",
    "unit": "people",
    "baseline": "1200",
    "target": "1450",
    "target_date": "2031-12-31",
}
GOOD_ENOUGH = {"model_name": stage.MODEL, "accuracy": "80 %", "psi": "0.25"}


def test_agreed_pass_marks_are_shown_and_stored(office: Office) -> None:
    """Bea's three windows become a message in the channel and the model's pass marks."""
    office.writes_use_case()

    text = office.until_seen(MODEL_CHANNEL, "Use case: Employment check")
    assert "Accuracy: at least 80%" in text
    assert "Drift (PSI): at most 0.25" in text
    assert "1,200 → 1,450 people by 31 Dec 2031" in text
    with office.runtime.database.transaction() as session:
        marks = pass_marks_for_model(session, stage.MODEL)
    assert [(mark.metric, mark.comparator, mark.threshold) for mark in marks] == [
        ("accuracy", ">=", 0.8),
        ("psi", "<=", 0.25),
    ]


def test_unfinished_use_case_is_kept(office: Office) -> None:
    """Bea leaves after the first window; what she typed is there when she continues."""
    office.begins_quickly(BEA)
    office.fills(BEA, **PURPOSE)

    with office.runtime.database.transaction() as session:
        stored = session.exec(select(UseCase)).one()
    status = office.types(BEA, MODEL_CHANNEL, "/lamplighter status")

    assert stored.title == "Employment check"
    assert "1 unfinished use case" in status.body["text"]


@pytest.mark.both_databases
def test_goes_on_where_one_left_off(office: Office) -> None:
    """Two windows are kept; Continue opens the third, and a new one names the draft."""
    office.begins_quickly(BEA)
    office.fills(BEA, **PURPOSE)
    office.fills(BEA, **KPI)
    with office.runtime.transactions.begin() as work:
        work.show("use_case", work.session.exec(select(UseCase.id)).one())

    office.presses(BEA, MODEL_CHANNEL, "continue_use_case")
    left_off = office.window(BEA)
    office.begins_quickly(BEA)

    assert left_off == "Use case, step 3 of 3"
    assert "You've already started another one: Employment check" in office.window_text(BEA)


def test_windows_closed_untouched_leave_nothing_behind(office: Office) -> None:
    """Five tries are one empty draft, not five."""
    for _ in range(5):
        office.begins_quickly(BEA)

    with office.runtime.database.reading() as session:
        assert len(session.exec(select(UseCase)).all()) == 1


@pytest.mark.parametrize(
    ("window", "wrong", "field", "sentence"),
    [
        pytest.param(1, {"title": "x" * 5_000}, "title", "1 to 60 characters", id="5000-long"),
        pytest.param(1, {"summary": "  "}, "summary", "this has 0", id="empty"),
        pytest.param(2, {"baseline": "many"}, "baseline", "isn't a number", id="no-number"),
        pytest.param(2, {"target_date": "2020-01-01"}, "target_date", "in the future", id="past"),
        pytest.param(2, {"target": "1200"}, "target", "must differ", id="same-target"),
        pytest.param(2, {"unit": ""}, "unit", "1 to 100", id="no-unit"),
        pytest.param(3, {"accuracy": "800"}, "accuracy", "share (0.80)", id="share-or-percent"),
        pytest.param(3, {"accuracy": "180 %"}, "accuracy", "from 0% to 100%", id="180"),
        pytest.param(3, {"psi": "-1"}, "psi", "above 0", id="negative-psi"),
        pytest.param(3, {"psi": "nan"}, "psi", "Enter a number", id="nan"),
    ],
)
def test_wrong_field_is_said_at_the_field(
    office: Office, window: int, wrong: dict[str, str], field: str, sentence: str
) -> None:
    """A wrong entry keeps the window open and names the field; nothing else is lost."""
    screens: list[dict[str, Any]] = [dict(PURPOSE), dict(KPI), dict(GOOD_ENOUGH)]
    screens[window - 1].update(wrong)

    office.begins_quickly(BEA)
    for screen in screens[:window]:
        office.fills(BEA, **screen)

    view = office.view(BEA)
    assert view is not None
    assert view.payload["title"]["text"] == f"Use case, step {window} of 3"
    assert sentence in view.errors[field]
    office.fills(BEA, **(PURPOSE, KPI, GOOD_ENOUGH)[window - 1])
    assert office.window(BEA) != f"Use case, step {window} of 3", "mended, it goes on"


def test_changed_pass_marks_are_a_new_version(office: Office) -> None:
    """Changing the pass marks keeps the old ones and counts up."""
    office.writes_use_case()
    office.until_seen(MODEL_CHANNEL, "version 1")
    office.presses(BEA, MODEL_CHANNEL, "continue_use_case")
    office.fills(BEA, **PURPOSE)
    office.fills(BEA, **KPI)

    office.fills(BEA, model_name=stage.MODEL, accuracy="0,85", psi="0.2")

    changed = office.until_seen(MODEL_CHANNEL, "pass marks have changed")
    assert "at least 85%" in office.until_seen(MODEL_CHANNEL, "version 2")
    assert "Accuracy must be at least 85%" in changed
    assert "Accuracy must be at least 80%" in changed, "as it was before"
    assert f"Agreed by <@{BEA}>" in changed


def test_who_builds_a_model_can_not_lower_its_pass_marks(office: Office) -> None:
    """Dan may neither change Bea's use case nor write one of his own for her model; Mia may."""
    office.writes_use_case()
    office.presses(DAN, MODEL_CHANNEL, "continue_use_case")
    office.until(lambda: office.sees_alone(DAN))
    office.begins_quickly(DAN)
    at_the_start = office.window_text(DAN)
    office.fills(DAN, title="Mine", summary="x", business_driver="y")
    office.fills(DAN, name="n", unit="u", baseline="1", target="2", target_date="2031-12-31")
    office.fills(DAN, model_name=stage.MODEL, accuracy="1 %", psi="9")
    refused = office.window_text(DAN)
    office.presses(MIA, MODEL_CHANNEL, "continue_use_case")
    hers = office.window(MIA)
    office.presses_in_window(DAN, "use_case_send_marks")
    asked = office.until_seen(f"D{MIA[1:]}", f"<@{DAN}> asks you to fill in")
    office.presses(MIA, f"D{MIA[1:]}", "use_case_answer_ask")
    drafted = office.window_text(MIA)
    office.fills(MIA, model_name=stage.MODEL, accuracy="90 %", psi="0.2")
    settled = office.until_seen(f"D{OLA[1:]}", "Done. Thank you.")

    assert f"Only <@{BEA}>, <@{MIA}> or <@{OLA}>" in office.sees_alone(DAN)[0]
    assert "Only <@" in refused
    assert "for the model employment" in asked
    assert "'initial_value': '0.01'" in drafted, "Mia sees what Dan wrote, to agree or change it"
    assert f"Only <@{BEA}>, <@{MIA}> or <@{OLA}> can change them" in at_the_start
    assert hers == "Use case, step 1 of 3"
    with office.runtime.database.transaction() as session:
        marks = pass_marks_for_model(session, stage.MODEL)
        actions = session.exec(select(AuditEntry.action)).all()
    assert [mark.threshold for mark in marks] == [0.9, 0.2], "Mia made them stricter, and agreed"
    assert "Good enough means" in settled, "Ola needn't do it any more"
    assert actions.count("use_case.write.refused") == 2


def test_an_unfinished_use_case_is_its_writers_alone(office: Office) -> None:
    """Bea is writing; Ola is told so."""
    office.begins_quickly(BEA)
    office.fills(BEA, title="Draft", summary="x", business_driver="y")
    with office.runtime.transactions.begin() as work:
        use_case_id = work.session.exec(select(UseCase.id)).one()
        work.show("use_case", use_case_id)
    office.until_seen(MODEL_CHANNEL, "is writing this use case")

    office.presses(OLA, MODEL_CHANNEL, "continue_use_case")

    told = office.until(lambda: office.sees_alone(OLA))
    assert f"Only <@{BEA}>" in told[0]

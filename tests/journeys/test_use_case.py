"""A use case: three windows, each kept; wrong fields are said at the field."""

from typing import Any

import pytest
from sqlmodel import select

from assessments.use_cases.definition import pass_marks_for_model
from assessments.use_cases.tables import UseCase
from bot.local import stage
from tests.journeys.office import BEA, MODEL_CHANNEL, Office

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


def test_agreed_pass_marks_are_shown_and_stored(office: Office) -> None:
    """Bea's three windows become a message in the channel and the model's pass marks."""
    office.writes_use_case()

    text = office.until_seen(MODEL_CHANNEL, "Use case: Employment check")
    assert "Accuracy: at least 80%" in text
    assert "Drift limit (PSI): at most 0.25" in text
    assert "1,200 → 1,450 people by 31 Dec 2031" in text
    with office.runtime.database.transaction() as session:
        marks = pass_marks_for_model(session, stage.MODEL)
    assert [(mark.metric, mark.comparator, mark.threshold) for mark in marks] == [
        ("accuracy", ">=", 0.8),
        ("psi", "<=", 0.25),
    ]


def test_unfinished_use_case_is_kept(office: Office) -> None:
    """Bea leaves after the first window; what she typed is there when she continues."""
    office.types(BEA, MODEL_CHANNEL, "/lamplighter usecase")
    office.fills(BEA, **PURPOSE)

    with office.runtime.database.transaction() as session:
        stored = session.exec(select(UseCase)).one()
    status = office.types(BEA, MODEL_CHANNEL, "/lamplighter status")

    assert stored.title == "Employment check"
    assert "1 unfinished use case" in status.body["text"]


@pytest.mark.parametrize(
    ("window", "wrong", "field", "sentence"),
    [
        pytest.param(1, {"title": "x" * 5_000}, "title", "1 to 60 characters", id="5000-long"),
        pytest.param(1, {"summary": "  "}, "summary", "these are 0", id="empty"),
        pytest.param(2, {"baseline": "many"}, "baseline", "is no number", id="no-number"),
        pytest.param(2, {"target_date": "2020-01-01"}, "target_date", "lie ahead", id="past"),
        pytest.param(2, {"target": "1200"}, "target", "must differ", id="same-target"),
        pytest.param(2, {"unit": ""}, "unit", "1 to 100", id="no-unit"),
        pytest.param(3, {"accuracy": "80"}, "accuracy", "share (0.80)", id="share-or-percent"),
        pytest.param(3, {"accuracy": "180 %"}, "accuracy", "between 0 % and 100 %", id="180"),
        pytest.param(3, {"psi": "-1"}, "psi", "above 0", id="negative-psi"),
        pytest.param(3, {"psi": "nan"}, "psi", "Type a number", id="nan"),
    ],
)
def test_wrong_field_is_said_at_the_field(
    office: Office, window: int, wrong: dict[str, str], field: str, sentence: str
) -> None:
    """A wrong entry keeps the window open and names the field; nothing else is lost."""
    last = {"model_name": stage.MODEL, "accuracy": "80 %", "psi": "0.25"}
    screens: list[dict[str, Any]] = [dict(PURPOSE), dict(KPI), last]
    screens[window - 1].update(wrong)

    office.types(BEA, MODEL_CHANNEL, "/lamplighter usecase")
    for screen in screens[:window]:
        office.fills(BEA, **screen)

    view = office.running.workspace.open_view(BEA)
    assert view is not None
    assert view.payload["title"]["text"] == f"Use case, step {window} of 3"
    assert sentence in view.errors[field]


def test_changed_pass_marks_are_a_new_version(office: Office) -> None:
    """Changing the pass marks keeps the old ones and counts up."""
    office.writes_use_case()
    office.until_seen(MODEL_CHANNEL, "version 1")
    office.presses(BEA, MODEL_CHANNEL, "continue_use_case")
    office.fills(BEA, **PURPOSE)
    office.fills(BEA, **KPI)

    office.fills(BEA, model_name=stage.MODEL, accuracy="0,85", psi="0.2")

    assert "at least 85%" in office.until_seen(MODEL_CHANNEL, "version 2")

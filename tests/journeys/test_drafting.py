"""An idea in three sentences becomes a half-filled use case, confirmed field by field."""

import json
from dataclasses import replace

import pytest
from sqlmodel import select

from assessments.use_cases.drafts import draft_of
from assessments.use_cases.tables import UseCase
from bot.jobs import drafting
from bot.jobs.job import JobContext, Language
from handlers.blocks.use_cases.drafting import GO_THROUGH, LEAVE_OUT
from handlers.blocks.use_cases.use_case import OPEN_USE_CASES
from tests.assistant.hostile_model import ScriptedModel
from tests.journeys.office import BEA, DAN, MODEL_CHANNEL, Office
from tests.journeys.rounds import direct

pytestmark = pytest.mark.sqlite_alone
IDEA = "Advisers should call customers who may pay late. It must not miss many late payers."
READ = {
    "fields": [
        {"field": "title", "value": "Late payers", "quote": "customers who may pay late"},
        {"field": "summary", "value": "Who may pay late", "quote": "Advisers should call"},
    ],
    "pass_marks": [{"metric": "recall", "threshold": None, "quote": "must not miss many late"}],
}


def test_without_a_model_the_window_is_offered(office: Office) -> None:
    """It says so plainly, and the button opens the window for use cases."""
    office.types(BEA, MODEL_CHANNEL, f"/lamplighter draft {IDEA}")

    office.until_seen(direct(BEA), "needs a language model")
    office.presses(BEA, direct(BEA), OPEN_USE_CASES)
    assert office.window(BEA) == "Use cases"


def test_a_draft_is_confirmed_field_by_field(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bea changes a title, leaves a sentence out, and takes a pass mark; nothing is agreed."""
    original = drafting._read  # noqa: SLF001 - where the model is asked

    def read(context: JobContext, *rest: object) -> object:
        model = ScriptedModel(lambda _: json.dumps(READ))
        return original(replace(context, language=Language(model)), *rest)  # type: ignore[arg-type] # handed on

    monkeypatch.setattr(drafting, "_read", read)
    office.types(BEA, MODEL_CHANNEL, "/lamplighter draft")
    office.fills(BEA, idea=IDEA)
    office.until_seen(direct(BEA), "I read 3 fields")

    office.presses(BEA, direct(BEA), GO_THROUGH)
    assert "customers who may pay late" in office.window_text(BEA)
    office.fills(BEA, value="Late payers, early")
    office.presses_in_window(BEA, LEAVE_OUT)
    assert "Recall must be at least 70%" in office.window_text(BEA)
    office.fills(BEA)

    assert "2 taken, 1 left out" in office.window_text(BEA)
    office.until_seen(MODEL_CHANNEL, "Late payers, early")
    with office.runtime.database.reading() as session:
        use_case = session.exec(select(UseCase)).one()
        written = draft_of(session, use_case.id).document
    assert set(written.values) == {"title", "acceptance_criteria"}
    assert use_case.agreed_at is None
    assert DAN not in str(written.values)

"""An idea in three sentences becomes a half-filled use case, confirmed field by field."""

import json
from dataclasses import replace

import pytest
from sqlmodel import select

from assessments.use_cases.drafts import draft_of
from assessments.use_cases.tables import UseCase
from bot.jobs import drafting
from bot.jobs.job import JobContext, Language
from bot.local_slack.state import StoredFile
from handlers.blocks.use_cases.drafting import GO_THROUGH, LEAVE_OUT
from handlers.blocks.use_cases.use_case import OPEN_USE_CASES
from tests.assistant.hostile_model import ScriptedModel
from tests.bot.delivery.pdf_files import pdf
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


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A language model that reads the idea; what it was asked."""
    asked: list[str] = []
    original = drafting._read  # noqa: SLF001 - where the model is asked

    def read(context: JobContext, *rest: object) -> object:
        asked.append(str(rest[1]))
        model = ScriptedModel(lambda _: json.dumps(READ))
        return original(replace(context, language=Language(model)), *rest)  # type: ignore[arg-type] # handed on

    monkeypatch.setattr(drafting, "_read", read)
    return asked


@pytest.mark.parametrize("is_in_a_thread", [False, True])
def test_a_draft_is_read_from_a_file(
    office: Office, asked_for: list[str], *, is_in_a_thread: bool
) -> None:
    """Attached to the message, or in its thread; what can't be read is named."""
    workspace, place = office.running.workspace, direct(BEA)
    files = [
        StoredFile("F1", "idea.pdf", pdf(IDEA), is_complete=True),
        StoredFile("F2", "R&D.pdf", b"%PDF", is_complete=True),
    ]
    thread_ts = None
    if is_in_a_thread:
        workspace.send_message(BEA, place, "Hello", files=files)
        thread_ts, files = workspace.messages(place)[0].ts, []

    workspace.send_message(BEA, place, "Draft a use case from this", thread_ts, files)

    told = office.until_seen(place, "I read 3 fields")
    assert "I couldn't read R&amp;D.pdf: damaged" in told
    assert IDEA in " ".join(asked_for[0].split())


def test_without_the_scope_a_file_is_not_read(office: Office, asked_for: list[str]) -> None:
    """The words of the message are, and the person reads what to do."""
    office.running.installation.scopes.discard("files:read")
    files = [StoredFile("F1", "idea.md", IDEA.encode(), is_complete=True)]

    office.running.workspace.send_message(
        BEA, direct(BEA), f"Draft a use case: {IDEA}", files=files
    )

    told = office.until_seen(direct(BEA), "I read 3 fields")
    assert "I couldn't read idea.md." in told
    assert len(asked_for) == 1


@pytest.mark.usefixtures("asked_for")
def test_a_draft_is_confirmed_field_by_field(office: Office) -> None:
    """Bea changes a title, leaves a sentence out, and takes a pass mark; nothing is agreed."""
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

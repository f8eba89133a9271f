"""Risk and compliance hears of a use case that a risk answer stops, and that it isn't any more."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from sqlmodel import select

from assessments.use_cases.compliance import use_risk_and_compliance
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import find_use_case
from assessments.use_cases.drafts import set_fields
from bot.queues.surfaces import Surface
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import draw_surface, place_surface
from handlers.surfaces.use_case_status import follow_use_case
from tests.audit.use_case_steps import BEA, written

pytestmark = pytest.mark.sqlite_alone
RULES = load_rules()
ANSWERS = RULES.example["risk_answers"]


@pytest.fixture(autouse=True)
def compliance() -> Iterator[None]:
    """Somebody signs for risk and compliance."""
    use_risk_and_compliance(["U0COMP"])
    yield
    use_risk_and_compliance([])


def answered(opened: Transactions, use_case_id: UUID | None, answer: str) -> UUID:
    """Answer the first risk question, in a new use case or in one that is there."""
    with opened.begin() as work:
        session, now = work.session, work.now
        known = find_use_case(session, use_case_id) if use_case_id else written(session, now)
        answers = {**ANSWERS, "RQ1": answer}
        set_fields(session, RULES, known, {"risk_answers": answers}, BEA, now)
        follow_use_case(work, known.id)
        return known.id


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (["no_"], []),
        (["yes_"], ["forbids", "Yes"]),
        (["dont_know"], ["forbids", "I don't know"]),
        (["yes_", "no_"], ["isn't stopped any more"]),
    ],
)
def test_a_stop_is_told(
    database: Database, now: datetime, answers: list[str], words: list[str]
) -> None:
    """Once, in a direct message that follows the answers."""
    opened = Transactions(database, place_surface, lambda: now)
    use_case_id: UUID | None = None

    for answer in answers:
        use_case_id = answered(opened, use_case_id, answer)

    with opened.reading() as session:
        kind = SurfaceKind.USE_CASE_STOPPED
        keys = session.exec(select(Surface.object_id).where(Surface.kind == kind)).all()
        drawn = [str(draw_surface(session, kind, key, now)) for key in keys]
    assert keys == ([f"{use_case_id}:U0COMP"] if words else [])
    assert all(word in text for word in words for text in drawn)

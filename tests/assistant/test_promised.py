"""What a use case promised is read back from what counts, and not from its draft."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlmodel import Session

from assessments.use_cases.drafts import draft_of, set_fields
from assessments.use_cases.tables import UseCase
from assistant.tools.use_cases import promised
from tests.assistant.world import CHURN_CHANNEL, RULES, desk, fill

pytestmark = pytest.mark.sqlite_alone


def test_a_draft_promises_nothing_until_it_is_agreed(session: Session, now: datetime) -> None:
    """The pass mark and the summary in force are told; then the draft is another."""
    fill(session, now)
    session.flush()
    asking = desk(session, now)
    before = promised(asking, "churn")
    use_case = session.get_one(UseCase, UUID(before.sources[0].key))
    rows = [
        {**row, "threshold": 0.5} if row.get("metric") == "accuracy" else row
        for row in draft_of(session, use_case.id).document.rows("acceptance")
    ]
    values = {"summary": "Send them letters", "acceptance": rows}
    set_fields(session, RULES, use_case, values, "U0BEA", now)

    after = promised(asking, "churn")

    assert use_case.channel_id == CHURN_CHANNEL
    assert list(after.lines) == list(before.lines)
    assert any("80%" in line for line in after.lines)
    assert draft_of(session, use_case.id).document.text("summary") == "Send them letters"

"""What the audit log keeps of a press that was refused at the door."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from ground.audit import AuditEntry, record
from handlers.members import WHY_NOT, Standing, record_refused_press

pytestmark = pytest.mark.sqlite_alone
KNOWN, OTHER = UUID(int=7), UUID(int=8)
EVE = {"id": "U0EVE", "team_id": "T0EVE"}


def pressed(value: str) -> dict[str, Any]:
    """A press on a button with a value."""
    return {"user": EVE, "actions": [{"action_id": "keep_model", "value": value}]}


@pytest.mark.parametrize(
    ("body", "action", "subject"),
    [
        pytest.param(pressed(f"1:{KNOWN}"), "press.keep_model", f"alert:{KNOWN}", id="a card"),
        pytest.param(pressed(str(OTHER)), "press.keep_model", f"press:{OTHER}", id="not known"),
        pytest.param(pressed("x"), "press.keep_model", "press:-", id="of nothing"),
        pytest.param(
            {"user": EVE, "view": {"callback_id": "keep", "private_metadata": str(KNOWN)}},
            "window.keep",
            f"alert:{KNOWN}",
            id="a window",
        ),
    ],
)
def test_the_entry_names_action_card_and_team(
    session: Session, now: datetime, body: dict[str, Any], action: str, subject: str
) -> None:
    """The card as the log names it elsewhere, so that all about it is found together."""
    opened = f"alert:{KNOWN}"
    record(session, actor="lamplighter", action="alert.open", subject=opened, detail={}, now=now)

    record_refused_press(session, body, WHY_NOT[Standing.OUTSIDER], now)

    last = select(AuditEntry).order_by(col(AuditEntry.sequence).desc()).limit(1)
    entry = session.exec(last).one()
    assert (entry.action, entry.subject) == (f"{action}.refused", subject)
    assert '"team":"T0EVE"' in entry.detail

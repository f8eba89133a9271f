"""Who counts at all: only full members of our own workspace change anything."""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from ground.audit import Attempt, AuditEntry, record_refusal
from ground.refusals import Refusal
from handlers.blocks.alerts.alert_windows import KEEP_VIEW, ROLL_BACK_VIEW
from handlers.blocks.releases.release import APPROVE_DEPLOYMENT, REJECT_VIEW
from handlers.blocks.text import plain
from handlers.blocks.use_cases.retirement import AGREE_TO_RETIRE
from handlers.blocks.use_cases.sign_off import APPROVE_VERSION
from handlers.blocks.use_cases.sign_off_windows import REJECT_VERSION_VIEW, RETIRE_VIEW
from handlers.wording.presses import Code

Body = Mapping[str, Any]
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CARDS = (
    "absence",
    "alert",
    "assessment",
    "deployment_request",
    "participant",
    "revisit",
    "roadmap_action",
    "use_case",
    "use_case_ask",
    "use_case_version",
)
"""What a card is of, as the audit log names it."""


DECISIONS = {
    AGREE_TO_RETIRE,
    APPROVE_DEPLOYMENT,
    APPROVE_VERSION,
    KEEP_VIEW,
    REJECT_VERSION_VIEW,
    REJECT_VIEW,
    RETIRE_VIEW,
    ROLL_BACK_VIEW,
}
"""What a person decides for others by it."""


class Standing(StrEnum):
    """Who somebody is to our workspace."""

    MEMBER = "member"
    GUEST = "guest"
    SINGLE_CHANNEL_GUEST = "single_channel_guest"
    OUTSIDER = "outsider"
    BOT = "bot"
    DEACTIVATED = "deactivated"
    NOT_KNOWN = "not_known"
    """Slack couldn't be asked, or doesn't say."""


WHY_NOT = {
    Standing.GUEST: Refusal(Code.GUEST),
    Standing.SINGLE_CHANNEL_GUEST: Refusal(Code.GUEST),
    Standing.OUTSIDER: Refusal(Code.OUTSIDER),
    Standing.BOT: Refusal(Code.BOT),
    Standing.DEACTIVATED: Refusal(Code.DEACTIVATED),
    Standing.NOT_KNOWN: Refusal(Code.MEMBERSHIP_NOT_KNOWN),
}


def refusal_to_act(standing: Standing) -> Refusal | None:
    """Return why somebody may change nothing, whatever the database says of them."""
    return None if standing is Standing.MEMBER else WHY_NOT[standing]


def record_refused_press(session: Session, body: Body, refusal: Refusal, now: datetime) -> None:
    """Keep in the audit log who tried what on which card, and the team that they say they are of.

    The card is named as the log named it before; one that it doesn't know is a `press:<id>`.
    """
    user_id, team_id = sender(body)
    action, carried = _pressed(body)
    found = _ID.search(carried)
    subject = _card(session, found[0]) if found else "press:-"
    tried = Attempt(plain(user_id), plain(action), subject, {"team": plain(team_id)})
    record_refusal(session, tried, refusal, now)


def sender(body: Body) -> tuple[str, str]:
    """Return who sent a payload, and the team that it says they are of; empty where it doesn't.

    The payload's own `team` is the app's for a button in a message, whoever presses it; only
    the `team_id` beside the person's id is theirs.
    """
    user = body.get("user")
    if isinstance(user, Mapping):
        return str(user.get("id") or ""), str(user.get("team_id") or "")
    return str(body.get("user_id") or ""), str(body.get("team_id") or "")


def is_decision(body: Body) -> bool:
    """Tell whether it is a press or a window by which somebody decides for others."""
    name, _ = _pressed(body)
    return name.partition(".")[2] in DECISIONS


def _card(session: Session, object_id: str) -> str:
    names = [f"{kind}:{object_id}" for kind in CARDS]
    known = select(AuditEntry.subject).where(col(AuditEntry.subject).in_(names)).limit(1)
    return session.exec(known).first() or f"press:{object_id}"


def _pressed(body: Body) -> tuple[str, str]:
    """Name what was pressed, sent off or typed, and return what it carried."""
    if actions := body.get("actions"):
        return f"press.{actions[0].get('action_id')}", str(actions[0].get("value", ""))
    if view := body.get("view"):
        return f"window.{view.get('callback_id')}", str(view.get("private_metadata", ""))
    word = str(body.get("text") or "").strip().partition(" ")[0]
    return f"command.{body.get('command')}.{word}".rstrip("."), ""

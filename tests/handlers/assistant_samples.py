"""One example of every message of the assistant."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from slack_sdk.models.views import View

from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.row_defaults import defaults_for
from assistant.answer import Reply, ReplyKind
from assistant.finding import Finding, Source
from assistant.said import moment, person
from assistant.themes import Theme
from assistant.unread import Unread
from handlers.blocks.assistant import answer_message
from handlers.blocks.rounds.reasons import reasons_message
from handlers.blocks.text import Message
from handlers.blocks.use_cases.drafting import (
    DraftCard,
    confirm_window,
    done_window,
    draft_message,
    idea_text_window,
)

ID, NOW = UUID(int=7), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANSWER = Reply(
    "how is employment doing?",
    ReplyKind.ANSWER,
    [
        Finding(
            "How employment is doing",
            ["Version v3 is live.", f"{person('U0MIA')} decides by {moment(NOW)}."],
            [Source("the alert", "alert", str(ID))],
            NOW,
        )
    ],
)
LINKS = {("alert", str(ID)): "https://local.example/archives/C1/p1"}
TEXT = {
    "field": "summary",
    "value": "Advisers see who may pay late",
    "quote": "our advisers want to see who may pay late",
    "state": "open",
}
MARK = {
    "field": "acceptance_criteria",
    "value": dict(defaults_for(load_rules(), "acceptance_criteria", "recall")),
    "quote": "it must not miss many late payers",
    "state": "open",
}
CHOICE = {**TEXT, "field": "human_role", "value": "person_can_override"}
DRAFT = DraftCard(ID, [TEXT, MARK, CHOICE])
DECIDED = replace(DRAFT, fields=[{**TEXT, "state": "taken"}, {**MARK, "state": "left"}])
MESSAGES: Mapping[str, Message] = {
    "reasons": reasons_message([Theme("Data", 3, ["It's spread over five systems.", "No owner"])]),
    "reasons in themes": reasons_message([Theme("Nobody owns the data", 3)]),
    "no reasons": reasons_message([]),
    "draft": draft_message(DRAFT),
    "draft gone through": draft_message(DECIDED),
    "draft without a name": draft_message(replace(DECIDED, has_title=False)),
    "draft without a file": draft_message(
        replace(DRAFT, unread=[(why, "R&D <plan>.pdf") for why in Unread])
    ),
    "draft of nothing": draft_message(replace(DRAFT, fields=[])),
    "draft without a model": draft_message(replace(DRAFT, fields=[], has_model=False)),
    "answer": answer_message(ANSWER, ID, LINKS),
    "not sure": answer_message(replace(ANSWER, kind=ReplyKind.ABOUT), ID, LINKS),
    "don't know": answer_message(replace(ANSWER, kind=ReplyKind.DONT_KNOW, findings=()), ID, {}),
}
WINDOWS: Mapping[str, View] = {
    "idea_text_window": idea_text_window("C1"),
    "confirm_window": confirm_window(load_rules(), DRAFT, 0),
    "confirm_window: pass mark": confirm_window(load_rules(), DRAFT, 1),
    "confirm_window: choice": confirm_window(load_rules(), DRAFT, 2),
    "done_window": done_window(DECIDED),
}

"""One example of every message of the assistant."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from assistant.answer import Reply, ReplyKind
from assistant.finding import Finding, Source
from assistant.said import moment, person
from handlers.blocks.assistant import answer_message
from handlers.blocks.text import Message

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
MESSAGES: Mapping[str, Message] = {
    "answer": answer_message(ANSWER, ID, LINKS),
    "don't know": answer_message(replace(ANSWER, kind=ReplyKind.DONT_KNOW, findings=()), ID, {}),
}

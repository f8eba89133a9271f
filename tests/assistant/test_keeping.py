"""Questions are noted once, followed up, rated, counted, and forgotten after 90 days."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import Session, select

from assistant.answer import Reply, ReplyKind
from assistant.keeping import (
    Asked,
    figures,
    forget_old_answers,
    keep_call,
    note_answer,
    note_question,
    rate_answer,
    subject_before,
)
from assistant.tables import AssistantAnswer, ProviderCall

ASKED = Asked("C1:1.0", "C1:1.0", "U0BEA", "how is churn?")


def call(now: datetime, outcome: str) -> ProviderCall:
    """What left the house for one question."""
    return ProviderCall(
        user_id="U0BEA", purpose="answer", endpoint="e", model="m", sent="s", tokens=10,
        outcome=outcome, called_at=now,
    )  # fmt: skip


def test_a_question_is_kept_once_for_90_days(session: Session, now: datetime) -> None:
    """Its subject serves follow-ups for a week; thumbs and calls are counted until forgotten."""
    noted = note_question(session, ASKED, now)
    assert note_question(session, ASKED, now).id == noted.id
    note_answer(session, noted.id, Reply("q", ReplyKind.ANSWER, subject="churn"), "2.0")
    note_question(session, Asked("C1:3.0", "C1:1.0", "U0BEA", "and?"), now)
    rate_answer(session, noted.id, now, has_helped=True)
    keep_call(session, call(now, "ok"))
    keep_call(session, call(now, "timeout: "))
    keep_call(session, call(now, "guard: number 99"))
    session.flush()

    counted = figures(session)
    assert subject_before(session, ASKED.thread, now) == "churn"
    assert subject_before(session, ASKED.thread, now + timedelta(days=8)) == ""
    assert (counted.questions, counted.helped, counted.not_helped) == (1, 1, 0)
    assert (counted.calls, counted.failures, counted.tokens) == (3, 2, 30)
    assert counted.failures_by_reason == {"timeout": 1, "guard": 1}
    forget_old_answers(session, now + timedelta(days=91))
    assert session.exec(select(AssistantAnswer)).all() == []
    assert figures(session).calls == 0
    assert rate_answer(session, uuid4(), now, has_helped=False) is None

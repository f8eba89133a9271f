"""Answers as they are stored: one row for each time one was given; the newest counts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select
from sqlmodel import Session, col

from assessments.answers.replies import Reply
from assessments.tables import Answer, Ballot

# built once, since every window that is sent needs them, and building them costs more than asking
_REPLIES = select(
    col(Answer.user_id),
    col(Answer.question_id),
    col(Answer.value),
    col(Answer.evidence),
    col(Answer.reason),
).order_by(col(Answer.id))
_REPLIES_OF = _REPLIES.where(
    col(Answer.assessment_id) == bindparam("assessment_id"),
    col(Answer.user_id) == bindparam("user_id"),
)
_ADD_ANSWERS = insert(Answer.metadata.tables[str(Answer.__tablename__)])


def current_answers(
    session: Session, assessment_id: UUID, ballot: Ballot | None = None
) -> dict[str, dict[str, Reply]]:
    """Return each person's newest answer to each question; of one ballot, when it is named."""
    replies = _REPLIES.where(col(Answer.assessment_id) == assessment_id)
    if ballot is not None:
        replies = replies.where(col(Answer.ballot) == ballot)
    return _newest(session.connection().execute(replies))


def replies_of(session: Session, assessment_id: UUID, user_id: str) -> dict[str, Reply]:
    """Return one person's newest answer to each question."""
    given = session.connection().execute(
        _REPLIES_OF, {"assessment_id": assessment_id, "user_id": user_id}
    )
    return _newest(given).get(user_id, {})


def add_replies(
    session: Session, assessment_id: UUID, user_id: str, replies: Sequence[Reply], now: datetime
) -> None:
    """Keep what a person answered in the first round."""
    if not replies:
        return
    given = {
        "assessment_id": assessment_id,
        "user_id": user_id,
        "ballot": Ballot.FIRST,
        "answered_at": now,
    }
    session.connection().execute(_ADD_ANSWERS, [{**given, **vars(reply)} for reply in replies])


def _newest(given: Iterable[Any]) -> dict[str, dict[str, Reply]]:
    newest: dict[str, dict[str, Reply]] = {}
    for user_id, question_id, *said in given:
        newest.setdefault(user_id, {})[question_id] = Reply(question_id, *said)
    return newest

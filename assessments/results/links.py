"""Where a round's result stands in Slack, so that everyone's thank-you can link to it."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Field, Session, SQLModel, col, select

from assessments.tables import Assessment

LOOKED_FOR = timedelta(days=1)
_PERMALINK = re.compile(r"https?://[\w.:-]+/archives/[A-Z0-9]+/p\d+")


class ResultLink(SQLModel, table=True):
    """The address of the message that shows a round's result; empty while Slack is asked."""

    assessment_id: UUID = Field(foreign_key="assessment.id", primary_key=True)
    url: str = Field(description="Slack's permalink")


def unlinked_rounds(session: Session, now: datetime) -> Sequence[UUID]:
    """List the rounds that closed within a day and whose result isn't linked to yet."""
    is_linked = select(ResultLink.assessment_id)
    return session.exec(
        select(Assessment.id)
        .where(
            col(Assessment.closed_at) > now - LOOKED_FOR,
            col(Assessment.id).not_in(is_linked),
        )
        .order_by(col(Assessment.closed_at), col(Assessment.id))
    ).all()


def claim_link(session: Session, assessment_id: UUID) -> bool:
    """Note that a round's result is being linked to; of two, one wins."""
    session.get_one(Assessment, assessment_id, with_for_update=True)
    if session.get(ResultLink, assessment_id, populate_existing=True) is not None:
        return False
    session.add(ResultLink(assessment_id=assessment_id, url=""))
    session.flush()
    return True


def forget_link(session: Session, assessment_id: UUID) -> None:
    """Forget where a result stood, because a new message takes its place."""
    found = session.get(ResultLink, assessment_id)
    if found is not None:
        session.delete(found)
        session.flush()


def find_link(session: Session, assessment_id: UUID) -> str:
    """Return where a round's result stands; empty until it is known."""
    found = session.get(ResultLink, assessment_id)
    return found.url if found else ""


def keep_link(session: Session, assessment_id: UUID, url: str) -> None:
    """Store where a round's result stands; an address of another form is left out."""
    if not _PERMALINK.fullmatch(url):
        return
    session.get_one(Assessment, assessment_id, with_for_update=True)
    session.merge(ResultLink(assessment_id=assessment_id, url=url))
    session.flush()

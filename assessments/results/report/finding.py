"""Which round a report is about, as a terminal names it."""

from uuid import UUID

from sqlmodel import Session, col, select

from assessments.answers.asking import Mode
from assessments.answers.interview import find_assessment
from assessments.answers.scope import first_about
from assessments.errors import AssessmentError, Code
from assessments.tables import Assessment


def find_closed_round(session: Session, round_id: str = "", scope: str = "") -> Assessment:
    """Find a round by its id, or the latest closed one; of a scope, when it is named.

    Raises:
        AssessmentError: There is none, it is still open, or it asked the signs alone.
    """
    return _by_id(session, round_id) if round_id else _latest(session, scope)


def _by_id(session: Session, round_id: str) -> Assessment:
    try:
        assessment = find_assessment(session, UUID(round_id))
    except ValueError:
        raise AssessmentError(Code.REPORT_ID_INVALID, id=round_id) from None
    if assessment.closed_at is None:
        raise AssessmentError(Code.REPORT_ROUND_OPEN)
    if Mode(assessment.mode) is Mode.SCREEN:
        raise AssessmentError(Code.REPORT_OF_SIGNS)
    return assessment


def _latest(session: Session, scope: str) -> Assessment:
    query = select(Assessment).where(
        col(Assessment.closed_at).is_not(None), Assessment.mode != Mode.SCREEN.value
    )
    closed = session.exec(query.order_by(col(Assessment.closed_at).desc()))
    found = first_about(closed, scope) if scope else closed.first()
    if found is None:
        if scope:
            raise AssessmentError(Code.REPORT_SCOPE_MISSING, scope=scope)
        raise AssessmentError(Code.REPORT_ROUND_MISSING)
    return found

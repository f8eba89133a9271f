"""Which uploaded picture shows a round's present result."""

from uuid import UUID

from sqlmodel import Field, Session, SQLModel

from assessments.answers.asking import Mode
from assessments.tables import Assessment


class ResultPicture(SQLModel, table=True):
    """A round's heat table as a picture; `state` says which answers it was drawn from."""

    assessment_id: UUID = Field(foreign_key="assessment.id", primary_key=True)
    state: str
    file_id: str = Field(description="Slack's id of the uploaded file")


def drawn_state(assessment: Assessment) -> str | None:
    """Return a key for the answers a picture is drawn from; None while there's nothing to show."""
    if assessment.closed_at is None or Mode(assessment.mode) is Mode.SCREEN:
        return None
    ends = (assessment.closed_at, assessment.second_round_ended_at)
    return "/".join(f"{end:%Y-%m-%dT%H:%M:%S.%f}" for end in ends if end is not None)


def find_picture(session: Session, assessment: Assessment) -> str | None:
    """Return the file that shows the present result; None until it's drawn."""
    picture = session.get(ResultPicture, assessment.id)
    is_current = picture is not None and picture.state == drawn_state(assessment)
    return picture.file_id if picture is not None and is_current else None


def keep_picture(session: Session, assessment_id: UUID, state: str, file_id: str) -> None:
    """Store which file was uploaded."""
    session.get_one(Assessment, assessment_id, with_for_update=True)
    session.merge(ResultPicture(assessment_id=assessment_id, state=state, file_id=file_id))
    session.flush()

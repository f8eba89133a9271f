"""Rounds, who was asked, and what they answered; answers are only ever added."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from assessments.columns import UtcDateTime


class Assessment(SQLModel, table=True):
    """A round: one questionnaire, asked of some people, with an end."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    questionnaire_id: str
    questionnaire_version: str
    mode: str = Field(default="screen", description="screen, quick or full")
    target_preset: str = "growing"
    channel_id: str
    started_by: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: str | None = Field(default=None, description="None when the last answer closed it")


class Participant(SQLModel, table=True):
    """A person who was asked, and the group they answer for."""

    __table_args__ = (UniqueConstraint("assessment_id", "user_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    assessment_id: UUID = Field(foreign_key="assessment.id", index=True)
    user_id: str = Field(index=True)
    group: str
    invited_at: datetime = Field(sa_type=UtcDateTime)


class Answer(SQLModel, table=True):
    """One answer; a change adds a row, the newest counts."""

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: UUID = Field(foreign_key="assessment.id", index=True)
    user_id: str
    question_id: str
    value: str
    evidence: str = ""
    answered_at: datetime = Field(sa_type=UtcDateTime)

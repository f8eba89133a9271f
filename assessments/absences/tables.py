"""Absences: who is away, from when to when, and who stands in."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid4

from sqlmodel import Field

from ground.columns import ByValue, UtcDateTime
from ground.covered import Covered


class AbsenceState(StrEnum):
    """Where an absence stands; the schedule begins and ends it, so that messages follow."""

    PLANNED = "planned"
    ON = "on"
    OVER = "over"


class Absence(Covered, table=True):
    """A person is away, and somebody stands in; a person has one at a time that isn't over."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "user_id",
        "stand_in",
        "starts_at",
        "ends_at",
        "state",
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: str = Field(index=True)
    stand_in: str = Field(index=True)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    state: AbsenceState = Field(sa_type=ByValue(AbsenceState))
    noted_at: datetime = Field(sa_type=UtcDateTime)

"""Use cases, the numbers that must move, and the pass marks, kept by version."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from ground.columns import ByValue, UtcDateTime


class Status(StrEnum):
    """How far a use case is written down."""

    IDEA = "idea"
    DEFINED = "defined"


class UseCase(SQLModel, table=True):
    """What is to be reached with a model, in the business's words."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    title: str = ""
    summary: str = ""
    business_driver: str = ""
    model_name: str | None = Field(default=None, index=True)
    status: Status = Field(default=Status.IDEA, sa_type=ByValue(Status))
    version: int = 0
    created_by: str = Field(index=True)
    channel_id: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    agreed_by: str | None = None
    agreed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Kpi(SQLModel, table=True):
    """A business number that must move."""

    __table_args__ = (UniqueConstraint("use_case_id", "position"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    use_case_id: UUID = Field(foreign_key="usecase.id")
    position: int = 1
    name: str
    unit: str
    baseline: float
    target: float
    target_date: date


class AcceptanceCriterion(SQLModel, table=True):
    """One pass mark; a new version of the use case adds rows, none is changed."""

    __table_args__ = (UniqueConstraint("use_case_id", "use_case_version", "row_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    use_case_id: UUID = Field(foreign_key="usecase.id")
    use_case_version: int
    row_id: str
    category: str
    metric: str
    comparator: str
    threshold: float
    unit: str
    window: str
    stage: str
    min_samples: int
    severity: str
    owner_group: str

"""Use cases, the numbers that must move, and the pass marks, kept by version."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from ground.columns import ByValue, UtcDateTime
from ground.covered import Covered


class Status(StrEnum):
    """How far a use case is written down."""

    IDEA = "idea"
    DEFINED = "defined"


class UseCase(Covered, table=True):
    """What is to be reached with a model, in the business's words."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "title",
        "summary",
        "business_driver",
        "model_name",
        "status",
        "version",
        "created_by",
        "created_at",
        "agreed_by",
        "agreed_at",
    )

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


class Kpi(Covered, table=True):
    """A business number that must move."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "use_case_id",
        "position",
        "name",
        "unit",
        "baseline",
        "target",
        "target_date",
    )

    __table_args__ = (UniqueConstraint("use_case_id", "position"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    use_case_id: UUID = Field(foreign_key="usecase.id")
    position: int = 1
    name: str
    unit: str
    baseline: float
    target: float
    target_date: date


class AcceptanceCriterion(Covered, table=True):
    """One pass mark; a new version of the use case adds rows, none is changed."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "use_case_id",
        "use_case_version",
        "row_id",
        "category",
        "metric",
        "comparator",
        "threshold",
        "unit",
        "window",
        "stage",
        "min_samples",
        "severity",
        "owner_group",
    )

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

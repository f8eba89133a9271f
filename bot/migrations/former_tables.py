"""Tables as they were before migration 0016, for the migrations that write about them."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import registry
from sqlmodel import Field

from ground.columns import UtcDateTime
from ground.covered import Covered


class Former(Covered, registry=registry()):
    """A table in a registry of its own, beside the one of today's tables."""


class FormerUseCase(Former, table=True):
    """What a use case was: three texts, a model, and who agreed."""

    __tablename__ = "usecase"
    covered: ClassVar[tuple[str, ...]] = (
        "id", "title", "summary", "business_driver", "model_name", "status", "version",
        "created_by", "created_at", "agreed_by", "agreed_at",
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    title: str
    summary: str
    business_driver: str
    model_name: str | None
    status: str
    version: int
    created_by: str
    channel_id: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    agreed_by: str | None
    agreed_at: datetime | None = Field(sa_type=UtcDateTime)


class Kpi(Former, table=True):
    """A business number that must move."""

    __tablename__ = "kpi"
    covered: ClassVar[tuple[str, ...]] = (
        "id", "use_case_id", "position", "name", "unit", "baseline", "target", "target_date",
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    use_case_id: UUID
    position: int
    name: str
    unit: str
    baseline: float
    target: float
    target_date: date


class AcceptanceCriterion(Former, table=True):
    """One pass mark of one version."""

    __tablename__ = "acceptancecriterion"
    covered: ClassVar[tuple[str, ...]] = (
        "id", "use_case_id", "use_case_version", "row_id", "category", "metric", "comparator",
        "threshold", "unit", "window", "stage", "min_samples", "severity", "owner_group",
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    use_case_id: UUID
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

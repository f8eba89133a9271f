"""What people are asked about a use case long after it was agreed, and what they answered."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Text, UniqueConstraint
from sqlmodel import Field

from ground.columns import ByValue, UtcDateTime
from ground.covered import Covered


class RevisitKind(StrEnum):
    """What is asked."""

    ATTESTATION = "attestation"
    PAYOFF = "payoff"


class RevisitVerdict(StrEnum):
    """What came of it: the first three of an attestation, the others of a payoff."""

    STILL_RIGHT = "still_right"
    CHANGE = "change"
    RETIRE = "retire"
    KEEP = "keep"
    EXTEND = "extend"
    CHANGE_TARGET = "change_target"


class Revisit(Covered, table=True):
    """Somebody is asked whether a use case is still right, or whether a number was reached.

    It has ended once it was answered, or once it needn't be: there is a newer version, or the use
    case was retired.
    """

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "use_case_id",
        "kind",
        "kpi",
        "due_on",
        "version",
        "verdict",
        "reason",
        "answers",
        "facts",
        "answered_by",
        "answered_for",
        "answered_at",
    )

    __table_args__ = (UniqueConstraint("use_case_id", "kind", "kpi", "due_on"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    use_case_id: UUID = Field(foreign_key="usecase.id")
    kind: RevisitKind = Field(sa_type=ByValue(RevisitKind))
    kpi: str = Field(default="", description="The number that must move; empty for an attestation")
    due_on: date
    version: int = Field(description="The version in force when it was asked")
    since: datetime = Field(sa_type=UtcDateTime, description="From when on it looks back")
    asked_of: str = Field(index=True)
    asked_as: str = Field(description="In which role")
    asked_for: str = Field(default="", description="Who is away, where a stand-in is asked")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    asked_next: str = Field(default="", index=True, description="Who is asked after a week")
    reminders: int = Field(default=0, description="How many steps after the question were taken")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    verdict: RevisitVerdict | None = Field(default=None, sa_type=ByValue(RevisitVerdict))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    answers: dict[str, Any] = Field(
        default_factory=dict,
        sa_column=Column(JSON, nullable=False),
        description="Answers by question; the new date and target of a number",
    )
    facts: dict[str, Any] = Field(
        default_factory=dict,
        sa_column=Column(JSON, nullable=False),
        description="What was known: of a number, its baseline, target and figure",
    )
    answered_by: str | None = None
    answered_for: str = Field(default="", description="Whose stand-in answered")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class KpiFigure(Covered, table=True):
    """What a number that must move has come to, as somebody typed it; the newest day counts."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "use_case_id",
        "kpi",
        "value",
        "measured_on",
        "entered_by",
        "entered_at",
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    use_case_id: UUID = Field(foreign_key="usecase.id", index=True)
    kpi: str
    value: float
    measured_on: date
    entered_by: str = Field(description="Slack user_id, or cli:<user>")
    entered_at: datetime = Field(sa_type=UtcDateTime)

"""Models, versions, aliases; what was asked, signed, decided, rolled back."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from ground.columns import ByValue, UtcDateTime
from ground.covered import Covered

CHAMPION = "champion"


class RequestState(StrEnum):
    """Where a release request stands."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    RELEASED = "released"
    FAILED = "failed"


class SignOffVerdict(StrEnum):
    """What a person says to a request."""

    APPROVE = "approve"
    REJECT = "reject"


class RollbackState(StrEnum):
    """Where a rollback stands."""

    DECIDED = "decided"
    DONE = "done"
    REFUSED = "refused"


class RegisteredModel(Covered, table=True):
    """A model that the registry knows, with its owner and its channel."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "name",
        "owner_user_id",
        "channel_id",
        "fallback_channel",
        "business_owner",
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(unique=True)
    owner_user_id: str
    channel_id: str
    fallback_channel: str | None = None
    business_owner: str | None = Field(
        default=None, description="Told when nobody is left who may decide"
    )
    created_at: datetime = Field(sa_type=UtcDateTime)


class ModelDecider(Covered, table=True):
    """A person who may release and roll back a model."""

    covered: ClassVar[tuple[str, ...]] = (
        "model_id",
        "user_id",
    )

    model_id: UUID = Field(foreign_key="registeredmodel.id", primary_key=True)
    user_id: str = Field(primary_key=True)


class KnownDecider(SQLModel, table=True):
    """What Slack said last of a person who is named as owner or decider of a model."""

    user_id: str = Field(primary_key=True)
    is_gone: bool = Field(default=False, description="Not an active, full member of the workspace")
    gone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    looked_up_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    timezone: str = Field(default="", description="As Slack says it; empty until it was asked")


class ModelVersion(Covered, table=True):
    """A registered model version."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "model_id",
        "version",
        "digest",
        "trained_by",
        "registered_by",
        "registered_at",
    )

    __table_args__ = (UniqueConstraint("model_id", "version"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    model_id: UUID = Field(foreign_key="registeredmodel.id")
    version: str
    digest: str = ""
    trained_by: str | None = None
    registered_by: str
    registered_at: datetime = Field(sa_type=UtcDateTime)


class ModelAlias(Covered, table=True):
    """Which version an alias points to, in the embedded registry."""

    covered: ClassVar[tuple[str, ...]] = (
        "model_id",
        "alias",
        "version",
        "previous_version",
        "changed_at",
    )

    model_id: UUID = Field(foreign_key="registeredmodel.id", primary_key=True)
    alias: str = Field(primary_key=True)
    version: str
    previous_version: str | None = None
    changed_at: datetime = Field(sa_type=UtcDateTime)


class DeploymentRequest(Covered, table=True):
    """A version that asks to become champion, with what was true when it asked."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "model_id",
        "version",
        "digest",
        "requested_by",
        "trained_by",
        "registered_by",
        "champion_at_ask",
        "evidence",
        "eligible_at_ask",
        "state",
        "outcome",
        "superseded_by",
        "created_at",
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    model_id: UUID = Field(foreign_key="registeredmodel.id", index=True)
    version: str
    digest: str
    requested_by: str
    trained_by: str | None = None
    registered_by: str
    champion_at_ask: str | None = None
    evidence: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    eligible_at_ask: list[str] = Field(sa_column=Column(JSON, nullable=False))
    state: RequestState = Field(default=RequestState.OPEN, sa_type=ByValue(RequestState))
    open_key: str | None = Field(
        default=None,
        unique=True,
        description="model and version while open: one request at a time",
    )
    outcome: str | None = None
    superseded_by: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class SignOff(Covered, table=True):
    """What one person said to a request; never changed."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "request_id",
        "user_id",
        "verdict",
        "reason",
        "signed_at",
    )

    __table_args__ = (UniqueConstraint("request_id", "user_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    request_id: UUID = Field(foreign_key="deploymentrequest.id")
    user_id: str
    verdict: SignOffVerdict = Field(sa_type=ByValue(SignOffVerdict))
    reason: str = ""
    signed_at: datetime = Field(sa_type=UtcDateTime)


class Decision(Covered, table=True):
    """What became of a request, and when. The unique request_id lets one press win."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "request_id",
        "verdict",
        "decided_by",
        "decided_for",
        "reason",
        "decided_at",
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    request_id: UUID = Field(foreign_key="deploymentrequest.id", unique=True)
    verdict: SignOffVerdict = Field(sa_type=ByValue(SignOffVerdict))
    decided_by: str = Field(description="Slack user_id")
    decided_for: str | None = Field(default=None, description="For whom they stood in")
    reason: str = ""
    decided_at: datetime = Field(sa_type=UtcDateTime)


class Rollback(Covered, table=True):
    """A decision to go back to an older version, and how it went."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "model_id",
        "alert_id",
        "from_version",
        "to_version",
        "reason",
        "decided_by",
        "decided_at",
        "state",
        "outcome",
        "finished_at",
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    model_id: UUID = Field(foreign_key="registeredmodel.id", index=True)
    alert_id: UUID | None = None
    from_version: str
    to_version: str
    reason: str
    decided_by: str
    decided_at: datetime = Field(sa_type=UtcDateTime)
    state: RollbackState = Field(default=RollbackState.DECIDED, sa_type=ByValue(RollbackState))
    running_key: str | None = Field(
        default=None, unique=True, description="model while under way: one rollback at a time"
    )
    outcome: str | None = None
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

"""Use cases: what is written of them, edit by edit, and the versions that people agreed on."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from assessments.use_cases.contract.content import Status
from assessments.use_cases.contract.sign_offs import Signature
from ground.columns import ByValue, UtcDateTime
from ground.covered import Covered


class UseCase(Covered, table=True):
    """What is to be reached with a model: where it stands, and what lists show of it.

    `title`, `model_name` and `figures` follow from its edits; `version` is the one in force, 0
    while there is none.
    """

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "model_name",
        "status",
        "version",
        "created_by",
        "created_at",
        "agreed_by",
        "agreed_at",
        "discarded_at",
        "retired_reason",
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    title: str = ""
    model_name: str | None = Field(default=None, index=True)
    status: Status = Field(default=Status.IDEA, sa_type=ByValue(Status))
    version: int = 0
    created_by: str = Field(index=True)
    channel_id: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    agreed_by: str | None = None
    agreed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    figures: dict[str, Any] = Field(
        default_factory=dict,
        sa_column=Column(JSON, nullable=False),
        description="What the rules say about the draft, for lists; see `figures.py`",
    )
    round_id: UUID | None = Field(
        default=None,
        description="The round that it grew from; no foreign key, as in `Assessment`",
    )
    discarded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retired_reason: str = ""
    comes_back_at: datetime | None = Field(
        default=None,
        sa_type=UtcDateTime,
        index=True,
        description="When to look next whether somebody is asked about it; None for never",
    )


class UseCaseEdit(SQLModel, table=True):
    """One field as somebody wrote it; a change adds an edit, the newest counts."""

    __table_args__ = (UniqueConstraint("use_case_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    use_case_id: UUID = Field(foreign_key="usecase.id")
    number: int = Field(description="Counts the edits of this use case, from 1")
    field: str
    value: Any = Field(sa_column=Column(JSON(none_as_null=False), nullable=False))
    written_by: str
    written_at: datetime = Field(sa_type=UtcDateTime)


class UseCaseVersion(Covered, table=True):
    """A use case as it was put to its signers, or agreed by who keeps it; never changed.

    Only `settled_at` is set later: when it came into force, or was rejected or replaced.
    """

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "use_case_id",
        "version",
        "contents",
        "rules",
        "roles",
        "follows",
        "asked_by",
        "asked_at",
        "agreed_by",
        "settled_at",
    )

    __table_args__ = (UniqueConstraint("use_case_id", "version"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    use_case_id: UUID = Field(foreign_key="usecase.id")
    version: int
    contents: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    rules: dict[str, Any] = Field(
        sa_column=Column(JSON, nullable=False),
        description="Id, version and hash of the rules that applied",
    )
    roles: list[str] = Field(
        sa_column=Column(JSON, nullable=False),
        description="Who must sign; nobody where who keeps it agreed alone",
    )
    follows: int = Field(default=0, description="The version in force that it was compared with")
    asked_by: str
    asked_at: datetime = Field(sa_type=UtcDateTime)
    agreed_by: str | None = Field(default=None, description="Who agreed it without signatures")
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class UseCaseSignOff(Covered, table=True):
    """A signature under one version in one role, kept whatever happens to person or rules."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "use_case_id",
        "version",
        "role",
        "person",
        "signed_by",
        "signature",
        "reason",
        "signed_at",
    )

    __table_args__ = (UniqueConstraint("use_case_id", "version", "role"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    use_case_id: UUID = Field(foreign_key="usecase.id")
    version: int
    role: str
    person: str = Field(description="Whose signature it is")
    signed_by: str = Field(description="Who pressed: the person, or their stand-in")
    signature: Signature = Field(sa_type=ByValue(Signature))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    signed_at: datetime = Field(sa_type=UtcDateTime)


class UseCaseAsk(SQLModel, table=True):
    """Somebody is asked to fill in a section, or a signer asks a question about a version."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    use_case_id: UUID = Field(foreign_key="usecase.id", index=True)
    section: str = Field(default="", description="Empty for a signer's question")
    version: int = Field(default=0, description="What the question is about; 0 for a section")
    asked_by: str
    asked_of: str = Field(index=True)
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    asked_at: datetime = Field(sa_type=UtcDateTime)
    answer: str = Field(default="", sa_column=Column(Text, nullable=False))
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignerAsk(SQLModel, table=True):
    """Somebody was asked to sign a version in a role; reminders follow until they needn't."""

    version_id: UUID = Field(foreign_key="usecaseversion.id", primary_key=True)
    role: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    reminders: int = 0
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignerInstead(Covered, table=True):
    """Who signs instead of somebody who left, as the business owner chose; the newest counts."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "use_case_id",
        "person",
        "instead",
        "chosen_by",
        "chosen_at",
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    use_case_id: UUID = Field(foreign_key="usecase.id", index=True)
    person: str
    instead: str
    chosen_by: str
    chosen_at: datetime = Field(sa_type=UtcDateTime)


class UseCaseRetirement(Covered, table=True):
    """Somebody agreed in a role that a use case is retired."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "use_case_id",
        "role",
        "person",
        "signed_by",
        "reason",
        "agreed_at",
    )

    __table_args__ = (UniqueConstraint("use_case_id", "role"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    use_case_id: UUID = Field(foreign_key="usecase.id")
    role: str
    person: str = Field(description="Who agreed, or for whom their stand-in did")
    signed_by: str = Field(description="Who pressed")
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    agreed_at: datetime = Field(sa_type=UtcDateTime)

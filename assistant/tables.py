"""What was asked and answered, what left the house for a model provider, what was proposed."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Text
from sqlmodel import Field, SQLModel

from ground.columns import UtcDateTime


class AssistantAnswer(SQLModel, table=True):
    """One question and its answer; the unique place lets each question be answered once."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    place: str = Field(unique=True, description="Channel and time of the question, or its trigger")
    thread: str = Field(index=True, description="Channel and time of the thread's first message")
    user_id: str = Field(index=True)
    question: str = Field(sa_column=Column(Text, nullable=False))
    kind: str = ""
    tools: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    subject: str = Field(default="", description="What it was about, for follow-ups")
    is_by_provider: bool = False
    message_ts: str = Field(default="", description="Of the answer; empty until it was posted")
    asked_at: datetime = Field(sa_type=UtcDateTime, index=True)
    has_helped: bool | None = Field(default=None, description="Thumbs up or down")
    rated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ProviderCall(SQLModel, table=True):
    """What left the house for a model provider, and what that cost."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: str = Field(index=True)
    purpose: str = Field(description="answer, draft or summary")
    endpoint: str = Field(description="The provider's host")
    model: str
    sent: str = Field(sa_column=Column(Text, nullable=False), description="All that was sent")
    outcome: str = Field(default="", description="ok, or why its answer wasn't used")
    tokens: int = Field(default=0, description="Sent and received, counted or estimated")
    seconds: float = 0.0
    called_at: datetime = Field(sa_type=UtcDateTime, index=True)


class UseCaseProposal(SQLModel, table=True):
    """Fields proposed for a use case, each with the words they come from; nothing is agreed.

    `fields` is `[{"field", "value", "quote", "state"}]` with the state `open`, `taken` or `left`.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: str = Field(index=True)
    channel_id: str
    text: str = Field(sa_column=Column(Text, nullable=False), description="What it was drawn from")
    fields: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    use_case_id: UUID | None = Field(default=None, description="Once a field was taken")
    proposed_at: datetime = Field(sa_type=UtcDateTime)

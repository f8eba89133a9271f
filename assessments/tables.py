"""Rounds, who was asked, what they answered, and the actions that follow."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from ground.columns import ByValue, UtcDateTime
from ground.covered import Covered

ERASED = "erased"


class ScopeKind(StrEnum):
    """What a round is about."""

    TEAM = "team"
    UNIT = "unit"
    USE_CASE = "use_case"


class Stage(StrEnum):
    """How far a round is."""

    ANSWERING = "answering"
    VOTING_AGAIN = "voting_again"
    DECIDING = "deciding"
    CLOSED = "closed"


class Ballot(StrEnum):
    """Whether an answer is a person's own, or given after seeing the spread."""

    FIRST = "first"
    SECOND = "second"


class Outcome(StrEnum):
    """What a second round came to on one item."""

    AGREEMENT = "agreement"
    NO_AGREEMENT = "no_agreement"


class ActionState(StrEnum):
    """What became of a proposed action; "not yet" leaves it agreed, with a later date."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    DONE = "done"
    DROPPED = "dropped"


class Assessment(Covered, table=True):
    """A round: one questionnaire, asked of some people, with an end.

    The result is shown from `closed_at` on; the round is settled once each action has an owner
    and a date, or was declined.
    """

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "questionnaire_id",
        "questionnaire_version",
        "mode",
        "target_preset",
        "scope_kind",
        "scope_name",
        "started_by",
        "started_at",
        "shows_single_answers",
        "names_to_facilitator",
        "reasons_to_facilitator",
        "closed_at",
        "closed_by",
        "reopened_at",
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    questionnaire_id: str
    questionnaire_version: str
    mode: str = Field(default="screen", description="screen, quick or full")
    target_preset: str = "growing"
    scope_kind: ScopeKind = Field(default=ScopeKind.TEAM, sa_type=ByValue(ScopeKind))
    scope_name: str = ""
    channel_id: str
    started_by: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    shows_single_answers: bool = Field(
        default=False, description="Show a group's figures where one person answered"
    )
    names_to_facilitator: bool = False
    reasons_to_facilitator: bool = Field(
        default=False, description="Reasons without names, which everyone asked was told"
    )
    asks_singly: bool = Field(
        default=False, description="One question a window, also in the full questionnaire"
    )
    closed_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="Answering ended"
    )
    closed_by: str | None = Field(default=None, description="None when it closed by itself")
    reopened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    second_round_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    second_round_ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    repeats_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="When the next round of a quarter starts"
    )
    previous_id: UUID | None = Field(
        default=None,
        unique=True,
        index=True,
        description="The round it repeats; no foreign key, so that SQLite needn't copy the table",
    )

    @property
    def stage(self) -> Stage:
        """How far the round is."""
        if self.closed_at is None:
            return Stage.ANSWERING
        if self.settled_at is not None:
            return Stage.CLOSED
        is_voting = self.second_round_at is not None and self.second_round_ended_at is None
        return Stage.VOTING_AGAIN if is_voting else Stage.DECIDING


class Participant(SQLModel, table=True):
    """A person who was asked, and the group they answer for.

    Who erased their answers is not counted any more; a nameless participant, whose user_id
    stands for nobody, carries the answers on.
    """

    __table_args__ = (UniqueConstraint("assessment_id", "user_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    assessment_id: UUID = Field(foreign_key="assessment.id")
    user_id: str = Field(index=True)
    group: str
    timezone: str = "UTC"
    invited_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    voted_again_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_reminder_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    reminders_stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    removed_by: str | None = Field(default=None, description="None when Slack deactivated them")
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Reminder(SQLModel, table=True):
    """One message that reminded a person."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    participant_id: UUID = Field(foreign_key="participant.id", index=True)
    asked_by: str | None = Field(default=None, description="None when it was time for it")
    sent_at: datetime = Field(sa_type=UtcDateTime)


class Answer(SQLModel, table=True):
    """One answer; a change adds a row, the newest counts.

    `evidence` is a link for an item, an example in words for a sign; `ERASED` stands where a
    person took theirs back, so that what was evidenced stays so.
    """

    __table_args__ = (Index("ix_answer_person", "assessment_id", "user_id"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: UUID = Field(foreign_key="assessment.id")
    user_id: str
    question_id: str
    value: str
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    evidence: str = ""
    ballot: Ballot = Field(default=Ballot.FIRST, sa_type=ByValue(Ballot))
    answered_at: datetime = Field(sa_type=UtcDateTime)


class DisputedItem(SQLModel, table=True):
    """An item that a second round asks again, and what that came to."""

    __table_args__ = (UniqueConstraint("assessment_id", "item_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    assessment_id: UUID = Field(foreign_key="assessment.id")
    item_id: str
    position: int
    outcome: Outcome | None = Field(default=None, sa_type=ByValue(Outcome))
    views: dict[str, Any] = Field(
        default_factory=dict,
        sa_column=Column(JSON, nullable=False),
        description="Each group's median once the second round has ended",
    )


class RoadmapAction(Covered, table=True):
    """One step up on one item: proposed, then given an owner and a date, or declined.

    `sentence` is empty where the level that it names would tell one person's answer.
    """

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "assessment_id",
        "item_id",
        "from_level",
        "to_level",
        "sentence",
        "state",
        "owner",
        "due_on",
        "decided_by",
        "decided_at",
        "reason",
        "evidence",
        "ended_at",
        "rated_again",
    )

    __table_args__ = (UniqueConstraint("assessment_id", "item_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    assessment_id: UUID = Field(foreign_key="assessment.id")
    position: int
    item_id: str
    dimension_id: str
    from_level: int
    to_level: int
    sentence: str
    owner_group: str
    weeks: float
    evidence_hint: str = ""
    is_disputed: bool = False
    state: ActionState = Field(default=ActionState.PROPOSED, sa_type=ByValue(ActionState))
    owner: str | None = Field(default=None, index=True)
    due_on: date | None = None
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    asks_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, index=True, description="When the owner is asked next"
    )
    asked_for: date | None = Field(default=None, description="The day that was asked about last")
    reason: str = Field(
        default="",
        sa_column=Column(Text, nullable=False),
        description="Why it was declined or dropped",
    )
    evidence: str = ""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    rated_again: int | None = Field(default=None, description="The level its owner gives it now")


class PeopleList(SQLModel, table=True):
    """A list of people that the workspace keeps, such as a Slack user group."""

    id: str = Field(primary_key=True)
    name: str
    read_at: datetime = Field(sa_type=UtcDateTime)

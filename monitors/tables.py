"""Monitors, what each run found, and the alerts that came of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from ground.columns import ByValue, UtcDateTime
from ground.covered import Covered


class RunStatus(StrEnum):
    """Whether a window could be measured."""

    MEASURED = "measured"
    NO_DATA = "no_data"
    ERROR = "error"


class AlertKind(StrEnum):
    """What an alert is about."""

    DRIFT = "drift"
    PERFORMANCE = "performance"
    DATA = "data"
    FAIRNESS = "fairness"
    PUSHED = "pushed"


class AlertState(StrEnum):
    """Where an alert stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    KEPT = "kept"
    ROLLING_BACK = "rolling_back"
    ROLLED_BACK = "rolled_back"
    ENDED = "ended"


class Monitor(Covered, table=True):
    """What is compared with what, how often, and who is asked."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "name",
        "model_name",
        "reference",
        "current",
        "rows_per_window",
        "labels",
        "columns",
        "cron",
        "timezone",
        "alert_budget_per_quarter",
        "min_samples",
        "respond_within_hours",
        "options",
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(unique=True)
    model_name: str = Field(index=True)
    channel_id: str
    owner_user_id: str
    reference: str = Field(description="Path of the reference data")
    current: str = Field(description="Path of the live data")
    rows_per_window: int
    labels: dict[str, str] | None = Field(default=None, sa_column=Column(JSON))
    columns: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    cron: str
    timezone: str
    alert_budget_per_quarter: float = 1.0
    runs_per_quarter: float = 13.0
    min_samples: int = 200
    respond_within_hours: int = 24
    next_firing_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    run_asked_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="When a person asked for a run of its own"
    )
    windows_seen: int = Field(
        default=0, description="The window to measure next; moves on once one is measured"
    )
    options: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    slow_drift: dict[str, Any] = Field(
        default_factory=dict,
        sa_column=Column(JSON, nullable=False),
        description="Evidence of slow drift by column, as it stood after the newest window",
    )


class MonitorReplay(SQLModel, table=True):
    """What a monitor's settings would have done over the data that was there at its set-up."""

    monitor_id: UUID = Field(foreign_key="monitor.id", primary_key=True)
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    natural: dict[str, float] = Field(
        sa_column=Column(JSON, nullable=False),
        description="By column, the movement that the reference's own windows show",
    )
    chart_file_id: str | None = None
    replayed_at: datetime = Field(sa_type=UtcDateTime)


class ReferenceProfile(SQLModel, table=True):
    """What was counted of a monitor's reference, so that a window costs no second reading."""

    monitor_id: UUID = Field(foreign_key="monitor.id", primary_key=True)
    stamp: str = Field(description="Paths, sizes and times of change of the files, hashed")
    content_hash: str = Field(description="SHA-256 of what the files hold")
    asked: str = Field(description="Columns, their types and the monitor's options, hashed")
    rows: int
    payload: bytes
    created_at: datetime = Field(sa_type=UtcDateTime)


class PushedNumber(SQLModel, table=True):
    """A number that somebody else measured: a KPI, a latency, a cost, how users take it."""

    __table_args__ = (UniqueConstraint("model_name", "metric", "window", "segment"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    model_name: str
    metric: str
    window: str
    segment: str = ""
    value: float
    samples: int
    pushed_by: str = Field(description="The token's name, or cli:<user>")
    pushed_at: datetime = Field(sa_type=UtcDateTime)


class MonitorRun(SQLModel, table=True):
    """One window, measured once: the firing key is the local time that was due."""

    __table_args__ = (UniqueConstraint("monitor_id", "firing_key"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    monitor_id: UUID = Field(foreign_key="monitor.id")
    firing_key: str
    window_number: int
    skipped_firings: int = 0
    rows: int = 0
    status: RunStatus = Field(sa_type=ByValue(RunStatus))
    verdict: str | None = None
    result: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    note: str = ""
    ran_at: datetime = Field(sa_type=UtcDateTime, index=True)


class Alert(Covered, table=True):
    """Something that a person is asked to decide about; one per cause while it lasts."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "monitor_id",
        "model_name",
        "kind",
        "state",
        "opened_at",
        "due_at",
        "acknowledged_by",
        "acknowledged_at",
        "decided_by",
        "decided_for",
        "decided_at",
        "decision_reason",
        "ended_at",
        "facts",
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    monitor_id: UUID = Field(foreign_key="monitor.id", index=True)
    model_name: str
    kind: AlertKind = Field(sa_type=ByValue(AlertKind))
    state: AlertState = Field(default=AlertState.OPEN, sa_type=ByValue(AlertState))
    active_key: str | None = Field(
        default=None, unique=True, description="monitor and kind while the cause lasts"
    )
    opened_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    windows_seen: int = 1
    quiet_windows: int = 0
    first_window: int
    last_window: int
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: str | None = None
    decided_for: str | None = Field(default=None, description="For whom they stood in")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decision_reason: str = ""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    chart_file_id: str | None = None
    chart_window: int | None = None

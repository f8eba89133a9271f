"""A monitor's entry in the file: what it compares, how often, and which extra checks it runs."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from bot.adapters.data_sources.source import has_password, in_folder, read_source
from bot.schedule.cron import next_firing, takes_either_day
from monitors.check.reference_window import FIXED, read_reference_window
from monitors.errors import MeasurementError
from monitors.performance.metric import Task
from monitors.tables import Monitor

OPTIONS = {
    "lowest_limits",
    "reference_window",
    "history",
    "confirm",
    "feed",
    "expressions",
    "segment",
    "group",
    "joint",
    "embeddings",
    "texts",
    "duplicates",
    "meanings",
    "missing",
    "partitions",
}


class Strict(BaseModel):
    """An entry that refuses unknown fields."""

    model_config = ConfigDict(extra="forbid")


def _only_a_storable_place(name: str) -> str:
    """Accept a path, or an address without a password: entries are stored and widely visible."""
    try:
        read_source(name)
        is_secret = has_password(name)
    except MeasurementError as error:
        raise ValueError(str(error)) from error
    if is_secret:
        raise ValueError("leave out the password; keep it in PGPASSWORD or ~/.pgpass")
    return name


def _as_texts(words: object) -> object:
    """Turn numbers into text, since YAML reads -999 as a number."""
    return [str(word) for word in words] if isinstance(words, list) else words


Place = Annotated[str, AfterValidator(_only_a_storable_place)]


class LabelsEntry(Strict):
    """Where the true outcomes arrive, joined by ID."""

    path: Place
    id: str


class ColumnsEntry(Strict):
    """The role of each column."""

    target: str | None = None
    prediction: str | None = None
    probability: str | None = None
    id: str | None = None
    timestamp: str | None = None
    ignore: list[str] = []
    task: Task | None = None

    def stored(self) -> dict[str, Any]:
        """Return what a monitor's row keeps; a task is kept only where it is told."""
        return self.model_dump(mode="json", exclude={"task"} if self.task is None else set())


class ConfirmEntry(Strict):
    """How many of the last runs must agree before an alert opens."""

    needed: Annotated[int, Field(ge=1, le=30)]
    of: Annotated[int, Field(ge=1, le=30)]

    @model_validator(mode="after")
    def no_more_than_there_are(self) -> Self:
        """Refuse to need more runs than there are."""
        if self.needed > self.of:
            raise ValueError(f"{self.needed} of {self.of} isn't possible (example: 2 of 3)")
        return self


class FeedEntry(Strict):
    """Checks on the data feed as a whole."""

    timestamp: str
    fresh_within_hours: Annotated[float, Field(gt=0)] | None = None


class ExpressionEntry(Strict):
    """An SQL expression over the current data, and the range it must stay in."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    sql: Annotated[str, Field(min_length=1, max_length=1_000, pattern=r"^[^;]+$")]
    at_least: float | None = None
    at_most: float | None = None


class MeaningEntry(Strict):
    """Plain words for a column and its coded values."""

    name: Annotated[str, Field(max_length=60)] = ""
    values: dict[str, Annotated[str, Field(max_length=60)]] = {}

    @field_validator("values", mode="before")
    @classmethod
    def codes_are_text(cls, values: object) -> object:
        """Turn numeric codes into text, since YAML reads 16 as a number."""
        if not isinstance(values, dict):
            return values
        return {str(code): meaning for code, meaning in values.items()}


Role = Literal["feature", "prediction", "probability"]


class MonitorEntry(Strict):
    """A monitor: what it compares, and how often."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    model: str
    reference: Place
    current: Place
    rows_per_window: Annotated[int, Field(ge=1)] = 3_000
    labels: LabelsEntry | None = None
    columns: ColumnsEntry = ColumnsEntry()
    cron: str = "0 8 * * 1"
    timezone: str = "UTC"
    alert_budget_per_quarter: Annotated[float, Field(gt=0)] = 1.0
    min_samples: Annotated[int, Field(ge=1)] = 200
    respond_within_hours: Annotated[int, Field(ge=1)] = 24
    lowest_limits: dict[Role, Annotated[float, Field(ge=0, le=10)]] = {}
    reference_window: str = FIXED
    history: Place | None = None
    confirm: ConfirmEntry | None = None
    feed: FeedEntry | None = None
    expressions: Annotated[list[ExpressionEntry], Field(max_length=20)] = []
    segment: str | None = None
    group: str | None = None
    joint: bool = False
    embeddings: list[str] = []
    texts: list[str] = []
    duplicates: bool = False
    missing: Annotated[list[str], BeforeValidator(_as_texts), Field(max_length=50)] = []
    partitions: bool = False
    meanings: Annotated[dict[str, MeaningEntry], Field(max_length=200)] = {}

    @field_validator("reference_window")
    @classmethod
    def only_a_known_window(cls, text: str) -> str:
        """Accept fixed, previous N or season N."""
        try:
            read_reference_window(text)
        except MeasurementError as error:
            raise ValueError(str(error)) from error
        return text

    @field_validator("timezone")
    @classmethod
    def only_a_known_zone(cls, name: str) -> str:
        """Accept an IANA time zone."""
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{name!r} isn't a time zone (example: Europe/Berlin)") from error
        return name

    @field_validator("cron")
    @classmethod
    def only_a_valid_line(cls, line: str) -> str:
        """Accept a cron line with five fields."""
        try:
            next_firing(line, "UTC", after=datetime.fromisoformat("2026-01-01T00:00:00+00:00"))
        except ValueError as error:
            raise ValueError(
                f"{line!r} isn't a cron line: {error} (example: '0 8 * * 1')"
            ) from error
        return line

    @property
    def days_note(self) -> str:
        """Say that either day is enough, where a line gives both kinds; else nothing."""
        if not takes_either_day(self.cron):
            return ""
        return f" ({self.cron} runs on its days of the month and also on its days of the week)"


def set_options(monitor: Monitor, entry: MonitorEntry, folder: Path) -> None:
    """Store the options; a new reference starts without evidence of slow drift."""
    chosen = entry.model_dump(include=OPTIONS, exclude_none=True)
    if entry.history is not None:
        chosen["history"] = in_folder(folder, entry.history)
    monitor.options = chosen
    reference = in_folder(folder, entry.reference)
    if monitor.reference != reference:
        monitor.slow_drift = {}
    monitor.reference = reference

"""Models and monitors as code: the YAML that `lamplighter apply` brings into the database."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from sqlmodel import select

from bot.schedule import next_firing, runs_per_quarter
from bot.unit_of_work import Transaction
from deployments.models import (
    ModelFacts,
    find_model,
    register_model,
    register_version,
    set_first_champion,
)
from monitors.tables import Monitor

LARGEST_FILE_BYTES = 1_000_000
UserId = Annotated[str, Field(pattern=r"^[UW][A-Z0-9_]+$")]
ChannelId = Annotated[str, Field(pattern=r"^[CDG][A-Z0-9_]+$")]


class ConfigurationError(Exception):
    """The file can't be applied; the text says which line's what is wrong."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class VersionEntry(_Strict):
    """A version that the model has already."""

    version: str
    digest: str = ""
    trained_by: UserId | None = None


class ModelEntry(_Strict):
    """A registered model: who owns it, who may decide, where its messages go."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    owner: UserId
    channel: ChannelId
    deciders: list[UserId] = []
    versions: list[VersionEntry] = []
    champion: str | None = None


class LabelsEntry(_Strict):
    """Where the truth arrives, joined by id."""

    path: str
    id: str


class ColumnsEntry(_Strict):
    """Which column is what."""

    target: str | None = None
    prediction: str | None = None
    probability: str | None = None
    id: str | None = None
    timestamp: str | None = None
    ignore: list[str] = []


class MonitorEntry(_Strict):
    """A monitor: what it compares, how often, and whom it asks."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    model: str
    reference: str
    current: str
    rows_per_window: Annotated[int, Field(ge=1)] = 3_000
    labels: LabelsEntry | None = None
    columns: ColumnsEntry = ColumnsEntry()
    cron: str = "0 8 * * 1"
    timezone: str = "UTC"
    alert_budget_per_quarter: Annotated[float, Field(gt=0)] = 1.0
    min_samples: Annotated[int, Field(ge=1)] = 200
    respond_within_hours: Annotated[int, Field(ge=1)] = 24

    @field_validator("timezone")
    @classmethod
    def only_a_known_zone(cls, name: str) -> str:
        """Take an IANA zone."""
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{name!r} is no time zone; one is Europe/Berlin") from error
        return name

    @field_validator("cron")
    @classmethod
    def only_a_valid_line(cls, line: str) -> str:
        """Take a cron line of five fields."""
        try:
            next_firing(line, "UTC", after=datetime.fromisoformat("2026-01-01T00:00:00+00:00"))
        except ValueError as error:
            raise ValueError(f"{line!r} is no cron line; one is '0 8 * * 1'") from error
        return line


class Configuration(_Strict):
    """The whole file."""

    models: list[ModelEntry] = []
    monitors: list[MonitorEntry] = []


def read_configuration(path: Path) -> Configuration:
    """Read and check a file.

    Raises:
        ConfigurationError: It can't be read, or an entry is wrong.
    """
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise ConfigurationError(f"{path} is larger than 1 MB; that is no configuration.")
        document = yaml.load(path.read_text(encoding="utf-8"), _PlainLoader)  # noqa: S506 - a SafeLoader without aliases
        return Configuration.model_validate(document or {})
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} can't be read: {error}.") from error
    except yaml.YAMLError as error:
        raise ConfigurationError(
            f"{path} is no valid YAML: {' '.join(str(error).split())}."
        ) from error
    except ValidationError as error:
        raise ConfigurationError(f"{path}: {_sentences(error)}") from error


def apply_configuration(
    work: Transaction, configuration: Configuration, folder: Path
) -> list[str]:
    """Bring models and monitors into the database; what is there already is brought up to date.

    Returns:
        A line for each thing done.
    """
    done = [_apply_model(work, entry) for entry in configuration.models]
    done += [_apply_monitor(work, entry, folder) for entry in configuration.monitors]
    return done


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases: a small file can't grow into a large document."""

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 - PyYAML's own signature
        """Refuse an alias."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not taken")
        return super().compose_node(parent, index)


def _sentences(error: ValidationError) -> str:
    return "; ".join(
        f"{' → '.join(str(part) for part in problem['loc'])}: "
        f"{problem['msg'].removeprefix('Value error, ')}"
        for problem in error.errors()
    )


def _apply_model(work: Transaction, entry: ModelEntry) -> str:
    facts = ModelFacts(entry.name, entry.owner, entry.channel, tuple(entry.deciders))
    model = register_model(work.session, facts, work.now)
    for version in entry.versions:
        register_version(
            work.session,
            model_name=entry.name,
            version=version.version,
            registered_by="apply",
            trained_by=version.trained_by,
            digest=version.digest,
            now=work.now,
        )
    if entry.champion is not None:
        if entry.champion not in {version.version for version in entry.versions}:
            raise ConfigurationError(
                f"The champion {entry.champion} of {entry.name} is not among its versions."
            )
        set_first_champion(work.session, model, entry.champion, work.now)
    return f"model {entry.name}"


def _apply_monitor(work: Transaction, entry: MonitorEntry, folder: Path) -> str:
    model = find_model(work.session, entry.model)
    stored = work.session.exec(select(Monitor).where(Monitor.name == entry.name)).one_or_none()
    following = next_firing(entry.cron, entry.timezone, after=work.now)
    monitor = stored or Monitor(
        name=entry.name,
        model_name=entry.model,
        channel_id=model.channel_id,
        owner_user_id=model.owner_user_id,
        reference="",
        current="",
        rows_per_window=entry.rows_per_window,
        columns={},
        cron=entry.cron,
        timezone=entry.timezone,
        next_firing_at=following,
    )
    if (monitor.cron, monitor.timezone) != (entry.cron, entry.timezone):
        monitor.next_firing_at = following
    for name in ("cron", "timezone", "rows_per_window", "alert_budget_per_quarter", "min_samples"):
        setattr(monitor, name, getattr(entry, name))
    monitor.respond_within_hours = entry.respond_within_hours
    monitor.model_name = entry.model
    monitor.channel_id, monitor.owner_user_id = model.channel_id, model.owner_user_id
    monitor.reference = str(folder / entry.reference)
    monitor.current = str(folder / entry.current)
    monitor.columns = entry.columns.model_dump()
    monitor.labels = (
        {"path": str(folder / entry.labels.path), "id": entry.labels.id} if entry.labels else None
    )
    monitor.runs_per_quarter = runs_per_quarter(entry.cron, entry.timezone, work.now)
    work.session.add(monitor)
    work.session.flush()
    return f"monitor {entry.name}, next at {monitor.next_firing_at:%Y-%m-%d %H:%M} UTC"

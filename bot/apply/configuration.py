"""Models and monitors as code: the YAML that `lamplighter apply` reads."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from sqlmodel import col, select

from bot.adapters.data_sources.source import in_folder
from bot.apply.monitor_entry import MonitorEntry, Strict, set_options
from bot.apply.use_cases import UseCaseEntry, apply_use_cases, lock_use_cases
from bot.schedule.cron import Timetable, timetable
from bot.transactions import Transaction, Transactions
from bot.use_case_files import ContractFile
from deployments.models import (
    APPLY,
    ModelFacts,
    find_model,
    register_model,
    register_version,
    set_first_champion,
)
from deployments.tables import ModelDecider, RegisteredModel
from ground.audit import hold, record
from ground.errors import DomainError
from ground.yaml_files import open_yaml
from handlers.job_kinds import JobKind
from handlers.surfaces.models import show_open_matters
from handlers.surfaces.watching import show_watched
from monitors.tables import Monitor, ReferenceProfile

LARGEST_FILE_BYTES = 1_000_000
RUNNING = {"next_firing_at", "run_asked_at", "runs_per_quarter", "windows_seen", "slow_drift"}


Timetables = Mapping[tuple[str, str], Timetable]
"""By cron line and time zone."""


class ConfigurationError(Exception):
    """The file can't be applied; the message gives the line and the problem."""


def _user_id(text: str) -> str:
    if not re.fullmatch(r"[UW][A-Z0-9_]+", text):
        raise ValueError(f"{text!r} isn't a Slack user ID (example: U0123ABCD)")
    return text


def _channel_id(text: str) -> str:
    if not re.fullmatch(r"[CDG][A-Z0-9_]+", text):
        raise ValueError(f"{text!r} isn't a Slack channel ID (example: C0123ABCD)")
    return text


UserId = Annotated[str, AfterValidator(_user_id)]
ChannelId = Annotated[str, AfterValidator(_channel_id)]


class VersionEntry(Strict):
    """A version of the model."""

    version: str
    digest: str = ""
    trained_by: UserId | None = None


class ModelEntry(Strict):
    """A registered model: its owner, its deciders, and the channel for its messages."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    owner: UserId
    channel: ChannelId
    deciders: list[UserId] = Field(default_factory=list)
    fallback_channel: ChannelId | None = None
    business_owner: UserId | None = None
    versions: list[VersionEntry] = Field(default_factory=list)
    champion: str | None = None


class Configuration(Strict):
    """The whole file."""

    models: list[ModelEntry] = Field(default_factory=list)
    monitors: list[MonitorEntry] = Field(default_factory=list)
    use_cases: list[UseCaseEntry] = Field(default_factory=list)


def read_configuration(path: Path) -> Configuration:
    """Read and check a file.

    Raises:
        ConfigurationError: The file can't be read, or an entry is wrong.
    """
    try:
        return open_yaml(path, LARGEST_FILE_BYTES, "configuration").shaped(Configuration)
    except DomainError as error:
        raise ConfigurationError(str(error)) from error


def apply_configuration(
    transactions: Transactions,
    configuration: Configuration,
    folder: Path,
    use_cases: Sequence[ContractFile] = (),
) -> list[str]:
    """Create the models, monitors and use cases in the database, or update those that exist.

    All schedules are worked out first, which can take seconds; a running bot waits only while
    the outcome is written, which takes milliseconds.

    Returns:
        A line for each change.
    """
    times = timetables(configuration, transactions.clock())
    with transactions.begin() as work:
        lock_use_cases(work.session, use_cases)
        done = write_configuration(work, configuration, folder, times)
        return done + apply_use_cases(work, use_cases)


def timetables(configuration: Configuration, now: datetime) -> Timetables:
    """Work out every schedule, each once."""
    schedules = {(entry.cron, entry.timezone) for entry in configuration.monitors}
    return {schedule: timetable(*schedule, now) for schedule in schedules}


def write_configuration(
    work: Transaction, configuration: Configuration, folder: Path, times: Timetables
) -> list[str]:
    """Write a file's models and monitors, whose schedules are worked out.

    Returns:
        A line for each change.
    """
    hold(work.session)  # before their rows, as all who write monitors: nobody waits in a circle
    before = _asked(work)
    done = [_apply_model(work, entry) for entry in configuration.models]
    done += [
        _apply_monitor(work, entry, folder, times[entry.cron, entry.timezone])
        for entry in configuration.monitors
    ]
    after = _asked(work)
    for name in before:
        if before[name] != after[name]:
            show_open_matters(work, find_model(work.session, name), before[name][1:])
    return done


def _asked(work: Transaction) -> dict[str, list[str]]:
    """Return where each model's messages go, and who is asked, by its name."""
    models = work.session.exec(select(RegisteredModel)).all()
    asked = {model.id: [model.channel_id, model.owner_user_id] for model in models}
    deciders = select(ModelDecider.model_id, ModelDecider.user_id)
    for model_id, user_id in work.session.exec(deciders.order_by(col(ModelDecider.user_id))):
        asked[model_id].append(user_id)
    return {model.name: asked[model.id] for model in models}


def _apply_model(work: Transaction, entry: ModelEntry) -> str:
    facts = ModelFacts(
        entry.name,
        entry.owner,
        entry.channel,
        tuple(entry.deciders),
        entry.fallback_channel,
        entry.business_owner,
    )
    model = register_model(work.session, facts, work.now)
    for version in entry.versions:
        register_version(
            work.session,
            model_name=entry.name,
            version=version.version,
            registered_by=APPLY,
            trained_by=version.trained_by,
            digest=version.digest,
            now=work.now,
        )
    if entry.champion is not None:
        if entry.champion not in {version.version for version in entry.versions}:
            raise ConfigurationError(
                f"The champion {entry.champion} of {entry.name} isn't one of its versions."
            )
        set_first_champion(work.session, model, entry.champion, work.now)
    return f"model {entry.name}"


def _apply_monitor(work: Transaction, entry: MonitorEntry, folder: Path, times: Timetable) -> str:
    model = find_model(work.session, entry.model)
    stored = work.session.exec(select(Monitor).where(Monitor.name == entry.name)).one_or_none()
    before = _configured(stored) if stored else None
    monitor = stored or _new_monitor(entry, model, times.next_firing_at)
    if (monitor.cron, monitor.timezone) != (entry.cron, entry.timezone):
        monitor.next_firing_at = times.next_firing_at
    for name in ("cron", "timezone", "rows_per_window", "alert_budget_per_quarter", "min_samples"):
        setattr(monitor, name, getattr(entry, name))
    monitor.respond_within_hours = entry.respond_within_hours
    monitor.model_name = entry.model
    monitor.channel_id, monitor.owner_user_id = model.channel_id, model.owner_user_id
    _set_current(work, monitor, in_folder(folder, entry.current))
    monitor.columns = entry.columns.stored()
    monitor.labels = (
        {"path": in_folder(folder, entry.labels.path), "id": entry.labels.id}
        if entry.labels
        else None
    )
    set_options(monitor, entry, folder)
    monitor.runs_per_quarter = times.runs_per_quarter
    work.session.add(monitor)
    work.session.flush()
    if _configured(monitor) != before:
        _note(work, monitor, entry)
        show_watched(work, monitor.model_name)
    _ask_to_replay(work, monitor, entry)
    following = f"{monitor.next_firing_at:%Y-%m-%d %H:%M} UTC"
    return f"monitor {entry.name}, next run {following}{entry.days_note}"


def _new_monitor(
    entry: MonitorEntry, model: RegisteredModel, next_firing_at: datetime | None
) -> Monitor:
    return Monitor(
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
        next_firing_at=next_firing_at,
    )


def _ask_to_replay(work: Transaction, monitor: Monitor, entry: MonitorEntry) -> None:
    if entry.history is not None:
        key = json.dumps([str(monitor.id), monitor.reference, entry.model_dump()], default=str)
        digest = hashlib.sha256(key.encode()).hexdigest()
        work.enqueue(JobKind.REPLAY_MONITOR, key=digest, payload={"monitor_id": str(monitor.id)})


def _configured(monitor: Monitor) -> dict[str, Any]:
    """Return what an entry sets, without what follows from it and from the time."""
    return monitor.model_dump(exclude=RUNNING)


def _note(work: Transaction, monitor: Monitor, entry: MonitorEntry) -> None:
    record(
        work.session,
        actor=APPLY,
        action="monitor.configure",
        subject=f"monitor:{monitor.id}",
        detail=entry.model_dump(mode="json"),
        now=work.now,
        covers=[monitor],
    )


def _set_current(work: Transaction, monitor: Monitor, current: str) -> None:
    """Set the current data; when it changes, the stored reference profile no longer fits."""
    profile = work.session.get(ReferenceProfile, monitor.id)
    if profile is not None and monitor.current != current:
        work.session.delete(profile)
    monitor.current = current

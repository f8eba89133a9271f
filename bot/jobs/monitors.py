"""Runs a monitor: the window that is due is measured, kept, and turned into alerts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from assessments.use_cases.pass_marks import PassMark
from assessments.use_cases.signals import marks_for_model
from bot.adapters.data_sources.opening import OpenTables, open_tables
from bot.adapters.data_sources.source import Labels, Sources, in_folder
from bot.jobs.job import JobContext, Payload
from bot.jobs.reference_profiles import ReferenceProfiles
from bot.jobs.replays import Replays, read_options
from handlers.job_kinds import JobKind
from handlers.surfaces.alerts import show_changes, show_held_window
from monitors.check.reference_window import FIXED, read_reference_window
from monitors.errors import MeasurementError
from monitors.profile.remembered import Memory, RememberedTables
from monitors.runs.background import Background
from monitors.runs.estimate_record import keep_truth, truth_of, windows_awaiting_labels
from monitors.runs.feed import check_feed, feed_rules
from monitors.runs.measurement import Measurement, measure_window, roles_of
from monitors.runs.run import DueWindow, WindowTakenError, record_run
from monitors.tables import Monitor, RunStatus


def run_monitor(context: JobContext, payload: Payload, now: datetime) -> None:
    """Measure the monitor's next window, and bring alerts up to date.

    Which window is next is settled here, so that none is lost when a job is; where another run of
    the monitor measures it meanwhile, this one takes the window after it.
    """
    window_number = payload.get("window_number")  # in jobs that an earlier version queued
    while not _measure_next(context, payload, window_number, now):
        window_number = None


def _measure_next(
    context: JobContext, payload: Payload, window_number: int | None, now: datetime
) -> bool:
    """Measure a window, by default the monitor's next; False when another run was first."""
    monitor_id = UUID(payload["monitor_id"])
    with context.transactions.reading() as session:
        monitor = session.get_one(Monitor, monitor_id)
        pass_marks = marks_for_model(session, monitor.model_name)
    skipped = payload["skipped_firings"]
    if window_number is None:
        window_number = monitor.windows_seen + skipped
    due = DueWindow(payload["firing_key"], window_number, skipped)
    profiles = ReferenceProfiles(context.transactions, context.data_folder)
    reference = profiles.find(monitor)
    truths: dict[UUID, Mapping[str, float]] = {}
    try:
        with open_tables(_files(context, monitor, due.window_number)) as tables:
            background = Replays(context).learn(monitor, tables, now)
            measurement = _measured(monitor, tables, reference.memory, pass_marks, background)
            measurement = replace(measurement, feed=_feed(context, monitor, tables, now))
            truths = _late_truths(context, monitor, tables, due)
    except MeasurementError as error:
        measurement = Measurement(RunStatus.ERROR, str(error))
    if measurement.result is not None:
        profiles.keep(monitor, reference, measurement.result.rows_reference, now)
    return _keep(context, monitor_id, due, measurement, truths, now)


def _keep(
    context: JobContext,
    monitor_id: UUID,
    due: DueWindow,
    measurement: Measurement,
    truths: Mapping[UUID, Mapping[str, float]],
    now: datetime,
) -> bool:
    try:
        with context.transactions.begin() as work:
            for run_id, truth in truths.items():
                keep_truth(work.session, run_id, truth)
            run = record_run(work.session, monitor_id, due, measurement, now)
            show_changes(work, run.alerts)
            if run.is_new:
                show_held_window(work, monitor_id, due.window_number)
    except WindowTakenError:
        return False
    return True


def _measured(
    monitor: Monitor,
    tables: OpenTables,
    memory: Memory,
    pass_marks: Sequence[PassMark],
    background: Background,
) -> Measurement:
    found = measure_window(monitor, RememberedTables(tables, memory), pass_marks, background)
    return replace(found, note=" ".join([found.note, *tables.notes]).strip())


def _feed(context: JobContext, monitor: Monitor, tables: OpenTables, now: datetime) -> list[str]:
    """Look at the whole of the current data, where the monitor asks for it."""
    rules = feed_rules(monitor.options, monitor.timezone)
    if rules.asks_nothing:
        return []
    current = in_folder(context.data_folder, monitor.current)
    try:
        tables.show(Sources(current, current))
        return check_feed(tables, rules, now)
    except MeasurementError as error:
        return [str(error)]


def _late_truths(
    context: JobContext, monitor: Monitor, tables: OpenTables, due: DueWindow
) -> dict[UUID, Mapping[str, float]]:
    """Measure earlier windows whose labels have come since, by their run; the others wait."""
    with context.transactions.reading() as session:
        awaiting = windows_awaiting_labels(session, monitor, due.window_number)
    found: dict[UUID, Mapping[str, float]] = {}
    for window in awaiting:
        try:
            tables.show(_files(context, monitor, window.window_number))
            truth = truth_of(tables, roles_of(monitor))
        except MeasurementError:
            continue
        if truth is not None:
            found[window.run_id] = truth
    return found


def _files(context: JobContext, monitor: Monitor, window_number: int) -> Sources:
    rows = monitor.rows_per_window
    start = window_number * rows
    wanted = read_reference_window(monitor.options.get("reference_window", FIXED))
    beside = wanted.windows_beside(window_number)
    labels = monitor.labels
    target = monitor.columns.get("target")
    return Sources(
        reference=in_folder(context.data_folder, monitor.reference),
        current=in_folder(context.data_folder, monitor.current),
        rows=range(start, start + rows),
        reference_rows=range(beside.start * rows, beside.stop * rows) if beside else None,
        labels=(
            Labels(in_folder(context.data_folder, labels["path"]), labels["id"], target)
            if labels and target
            else None
        ),
        **read_options(monitor),
    )


JOBS = {JobKind.RUN_MONITOR: run_monitor}

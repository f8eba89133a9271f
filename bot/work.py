"""The kinds of jobs: what each does with its payload; each may run twice and do no harm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from assessments.criteria import PassMark
from assessments.use_cases.definition import pass_marks_for_model
from assistant.answer import answer_question
from bot.adapters.data_sources.opening import open_tables
from bot.adapters.data_sources.source import Labels, Sources, in_folder
from bot.alert_surfaces import DRAW_CHART, show_alerts
from bot.jobs import Work
from bot.knowledge import passages
from bot.reference_profiles import ReferenceProfiles
from bot.replays import REPLAY_MONITOR, Replays
from bot.report_work import ReportWork, report_job_kinds
from bot.round_work import RoundWork, round_job_kinds
from bot.schedule import RUN_MONITOR
from bot.slack import Slack
from bot.unit_of_work import Transactions
from deployments.registry import EmbeddedRegistry
from deployments.rollback import carry_out_release, carry_out_rollback
from handlers.actions.release import RELEASE
from handlers.blocks.replies import answer_text
from handlers.commands.lamplighter import ANSWER_QUESTION
from handlers.deciding import show_alert, show_request
from handlers.events.message import GREETING
from handlers.views.alert import ROLL_BACK
from monitors.background import Background
from monitors.cards import alert_card, history
from monitors.charts.alert import alt_text, draw_alert
from monitors.decisions import find_alert, note_rollback
from monitors.errors import MonitorError
from monitors.estimate_record import keep_truth, truth_of, untold_windows
from monitors.feed import check_feed, feed_rules
from monitors.profile.remembered import Memory, RememberedTables
from monitors.reference_window import FIXED, read_reference_window
from monitors.run import Firing, Measurement, measure_window, record_run, roles_of
from monitors.tables import Monitor, RunStatus

GREET = "greet"
Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Workbench:
    """What jobs work with."""

    transactions: Transactions
    slack: Slack
    data_folder: Path

    def run_monitor(self, payload: Payload, now: datetime) -> None:
        """Measure the window that is due, and bring alerts up to date."""
        monitor_id = UUID(payload["monitor_id"])
        with self.transactions.reading() as session:
            monitor = session.get_one(Monitor, monitor_id)
            pass_marks = pass_marks_for_model(session, monitor.model_name)
        firing = Firing(
            payload["firing_key"], payload["window_number"], payload["skipped_firings"]
        )
        background = self.replays.learn(monitor, now)
        reference = self.profiles.find(monitor)
        measurement = self._measured(monitor, firing, pass_marks, background, reference.memory)
        if measurement.result is not None:
            rows = measurement.result.rows_reference
            self.profiles.keep(monitor, reference, rows, now)
        measurement = replace(measurement, feed=self._feed(monitor, now))
        self._put_truth_beside_estimates(monitor, firing)
        with self.transactions.begin() as work:
            run = record_run(work.session, monitor_id, firing, measurement, now)
            show_alerts(work, run.alerts)

    def draw_chart(self, payload: Payload, now: datetime) -> None:
        """Draw an alert's chart, upload it and have the alert show it."""
        del now
        alert_id = UUID(payload["alert_id"])
        with self.transactions.reading() as session:
            card = alert_card(session, alert_id)
            points = history(session, alert_id)
            is_drawn = find_alert(session, alert_id).chart_window == card.last_window
        if is_drawn:
            return
        file_id = self.slack.upload_png(draw_alert(card, points), "alert.png", alt_text(card))
        with self.transactions.begin() as work:
            alert = find_alert(work.session, alert_id)
            alert.chart_file_id, alert.chart_window = file_id, card.last_window
            work.show("alert", alert_id)

    def roll_back(self, payload: Payload, now: datetime) -> None:
        """Move the champion alias back, verify it, and show how it went."""
        with self.transactions.begin() as work:
            registry = EmbeddedRegistry(work.session, now)
            rollback = carry_out_rollback(
                work.session, UUID(payload["rollback_id"]), registry, now
            )
            for alert in note_rollback(work.session, rollback, now):
                show_alert(work, alert.id)

    def release(self, payload: Payload, now: datetime) -> None:
        """Point the champion alias to an approved version, verify it, and show how it went."""
        request_id = UUID(payload["request_id"])
        with self.transactions.begin() as work:
            carry_out_release(work.session, request_id, EmbeddedRegistry(work.session, now), now)
            show_request(work, request_id)

    def answer_question(self, payload: Payload, now: datetime) -> None:
        """Answer a question where it was asked, for the asker alone."""
        del now
        text = answer_text(answer_question(payload["question"], passages()))
        self.slack.tell(payload["channel_id"], payload["user_id"], text)

    def greet(self, payload: Payload, now: datetime) -> None:
        """Have a person greeted who wrote before greetings were surfaces."""
        del now
        with self.transactions.begin() as work:
            work.show(GREETING, payload["channel_id"])

    @property
    def replays(self) -> Replays:
        """What replays monitors over their history."""
        return Replays(self.transactions, self.slack, self.data_folder)

    @property
    def profiles(self) -> ReferenceProfiles:
        """What keeps the counts of each monitor's reference."""
        return ReferenceProfiles(self.transactions, self.data_folder)

    def _measured(
        self,
        monitor: Monitor,
        firing: Firing,
        pass_marks: Sequence[PassMark],
        background: Background,
        memory: Memory,
    ) -> Measurement:
        try:
            with open_tables(self._files(monitor, firing.window_number)) as opened:
                tables = RememberedTables(opened, memory)
                found = measure_window(monitor, tables, pass_marks, background)
                return replace(found, note=" ".join([found.note, *opened.notes]).strip())
        except MonitorError as error:
            return Measurement(RunStatus.ERROR, str(error))

    def _put_truth_beside_estimates(self, monitor: Monitor, firing: Firing) -> None:
        """Measure earlier windows whose labels have come since; those that can't be read wait."""
        with self.transactions.reading() as session:
            untold = untold_windows(session, monitor, firing.window_number)
        for window in untold:
            try:
                with open_tables(self._files(monitor, window.window_number)) as tables:
                    truth = truth_of(tables, roles_of(monitor))
            except MonitorError:
                continue
            if truth is not None:
                with self.transactions.begin() as work:
                    keep_truth(work.session, window.run_id, truth)

    def _feed(self, monitor: Monitor, now: datetime) -> list[str]:
        """Look at the whole of the current data, where the monitor asks for it."""
        rules = feed_rules(monitor.options)
        if rules == feed_rules({}):
            return []
        current = in_folder(self.data_folder, monitor.current)
        try:
            with open_tables(Sources(current, current)) as tables:
                return check_feed(tables, rules, now)
        except MonitorError as error:
            return [str(error)]

    def _files(self, monitor: Monitor, window_number: int) -> Sources:
        rows = monitor.rows_per_window
        start = window_number * rows
        wanted = read_reference_window(monitor.options.get("reference_window", FIXED))
        beside = wanted.windows_beside(window_number)
        labels = monitor.labels
        target = monitor.columns.get("target")
        return Sources(
            reference=in_folder(self.data_folder, monitor.reference),
            current=in_folder(self.data_folder, monitor.current),
            rows=(start, start + rows),
            reference_rows=(beside.start * rows, beside.stop * rows) if beside else None,
            labels=(
                Labels(in_folder(self.data_folder, labels["path"]), labels["id"], target)
                if labels and target
                else None
            ),
        )


def job_kinds(bench: Workbench) -> dict[str, Work]:
    """Name every kind of job; the names are stored, so they never change."""
    return {
        RUN_MONITOR: bench.run_monitor,
        DRAW_CHART: bench.draw_chart,
        ROLL_BACK: bench.roll_back,
        RELEASE: bench.release,
        ANSWER_QUESTION: bench.answer_question,
        GREET: bench.greet,
        **round_job_kinds(RoundWork(bench.transactions, bench.slack)),
        **report_job_kinds(ReportWork(bench.transactions, bench.slack)),
        REPLAY_MONITOR: bench.replays.replay_monitor,
    }

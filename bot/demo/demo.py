"""The demo's guide: what to try next, a clock to put forward, people who act on their own."""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from assessments.answers.progress import progress
from assessments.tables import Assessment
from bot.demo import scenario as stage
from bot.demo.steps import AROUND, STEPS
from bot.demo.use_case import fill_in_rest
from bot.local_slack.people import LocalWorkspace
from bot.local_slack.state import Message
from bot.queues.lengths import jobs_waiting
from bot.runtime import Runtime
from deployments.errors import DeploymentError
from deployments.requests.metrics_file import parse_metrics
from deployments.requests.requests import ReleaseFacts, request_deployment
from handlers.blocks.rounds.interview import ANSWER_ACTION, ANSWER_BLOCK, QUESTION_VIEW
from handlers.blocks.rounds.invitation import ANSWER_QUESTIONS
from handlers.blocks.use_cases.sign_off import APPROVE_VERSION
from handlers.surfaces.releases import show_request
from handlers.wording.sentences import plain_sentence
from monitors.tables import Alert, MonitorRun, RunStatus

WEEK = timedelta(days=7)
LONGEST_SKIP_WEEKS = 60
SETTLE_SECONDS = 20.0
MOST_QUESTIONS = 28
DATA_ENDED = (
    "The data ends here: there are no more weeks to check. Restart the demo to begin again."
)
ACTIONS = (
    ("answer", "Have the others answer"),
    ("release", f"Have Dan request {stage.CANDIDATE}"),
)
"""What the strip offers, but where the next step has actions of its own."""


@dataclass
class Demo:
    """The page's guide, on top of the running bot and its workspace."""

    runtime: Runtime
    workspace: LocalWorkspace
    clock: stage.DemoClock

    def state(self, user_id: str) -> dict[str, Any]:
        """Return the steps, the clock and the actions."""
        del user_id
        with self.runtime.database.reading() as session:
            steps = [
                {
                    "id": step.id,
                    **step.words(session),
                    "as_user": step.as_user,
                    "channel": step.channel,
                    "done": step.is_done(session),
                }
                for step in STEPS
            ]
            windows = _count(session, MonitorRun)
            alerts = _count(session, Alert)
            undone = next((step for step in STEPS if not step.is_done(session)), None)
        actions = (undone.actions if undone else ()) or ACTIONS
        return {
            "steps": steps,
            "clock": {
                "label": f"{self.clock():%a %d %b %Y}",
                "note": f"Weekly checks so far: {windows}. Alerts: {alerts}.",
                "steps": [
                    {"id": "week", "label": "Skip a week"},
                    {"id": "event", "label": "Skip to the next alert"},
                ],
            },
            "around": AROUND,
            "actions": [{"id": name, "label": label} for name, label in actions],
        }

    def step_clock(self, step: str, user_id: str = "") -> None:
        """Put the clock a week forward, or as many weeks as it takes to the next alert.

        Once the data has ended, whoever pressed is told so, and no more weeks pass.
        """
        alerts = self._alerts()
        for _ in range(LONGEST_SKIP_WEEKS if step == "event" else 1):
            self.clock.put_forward(WEEK)
            self._settle()
            if self._alerts() != alerts:
                return
            if self._has_ended():
                self.workspace.world.notice(user_id, DATA_ENDED)
                return

    def _has_ended(self) -> bool:
        """Return whether the newest check found no whole week of data any more, or none at all."""
        newest = select(MonitorRun.status).order_by(col(MonitorRun.ran_at).desc()).limit(1)
        with self.runtime.database.reading() as session:
            return session.exec(newest).first() in {RunStatus.NO_DATA, RunStatus.ERROR}

    def act(self, action: str, user_id: str) -> None:
        """Carry out an action; if there's nothing to do, tell the person who pressed."""
        actions = {
            "answer": self._let_others_answer,
            "release": self._ask_for_release,
            "fill": self._fill_in_rest,
            "sign": self._let_everyone_sign,
        }
        nothing_done = actions[action]()
        if nothing_done:
            self.workspace.world.notice(user_id, nothing_done)

    def _let_others_answer(self) -> str:
        """Answer the questions for each person who hasn't yet."""
        with self.runtime.database.reading() as session:
            open_rounds = session.exec(
                select(Assessment.id).where(col(Assessment.closed_at).is_(None))
            ).all()
            waiting = {user for found in open_rounds for user in progress(session, found).waiting}
        for user_id in sorted(waiting - {stage.BEA}) or sorted(waiting):
            self._answer_as(user_id)
        return "" if waiting else "Nobody has open questions. Start a round as Fin in #ml-council."

    def _answer_as(self, user_id: str) -> None:
        channel = self.workspace.world.open_direct_message(user_id)
        for message, press in self._buttons(channel.id, ANSWER_QUESTIONS):
            self.workspace.press(user_id, channel.id, message.ts, press)
            self.runtime.lanes.wait_until_quiet()
            self._answer_window(user_id)

    def _buttons(self, channel_id: str, action_id: str) -> list[tuple[Message, dict[str, Any]]]:
        """List the buttons of a kind in a channel, each with its message."""
        return [
            (message, {**element, "block_id": block["block_id"]})
            for message in self.workspace.messages(channel_id)
            for block in message.blocks
            for element in block.get("elements", [])
            if element.get("action_id") == action_id
        ]

    def _answer_window(self, user_id: str) -> None:
        for _ in range(MOST_QUESTIONS):
            view = self.workspace.open_view(user_id)
            if view is None or view.payload.get("callback_id") != QUESTION_VIEW:
                break
            prefix = f"{ANSWER_BLOCK}_"
            asked = [block["block_id"] for block in view.payload["blocks"]]
            values = {
                block_id: {ANSWER_ACTION: _choice(user_id, block_id.removeprefix(prefix))}
                for block_id in asked
                if block_id.startswith(prefix)
            }
            self.workspace.submit_view(user_id, view.id, values)
        view = self.workspace.open_view(user_id)
        if view is not None:
            self.workspace.close_view(user_id, view.id)

    def _ask_for_release(self) -> str:
        facts = ReleaseFacts(
            stage.MODEL,
            stage.CANDIDATE,
            parse_metrics(stage.CANDIDATE_METRICS),
            requested_by=stage.DAN,
            trained_by=stage.DAN,
        )
        try:
            with self.runtime.transactions.begin() as work:
                asked = request_deployment(work.session, facts, work.now)
                show_request(work, asked.request.id)
        except DeploymentError as error:
            return plain_sentence(error)
        return (
            ""
            if asked.is_new
            else f"{stage.CANDIDATE} is already requested: see #employment-model."
        )

    def _fill_in_rest(self) -> str:
        with self.runtime.transactions.begin() as work:
            return fill_in_rest(work)

    def _let_everyone_sign(self) -> str:
        """Approve the waiting version in each role, in its person's direct message."""
        pressed = 0
        for person in stage.PEOPLE:
            channel = self.workspace.world.open_direct_message(person.id)
            for message, press in self._buttons(channel.id, APPROVE_VERSION):
                self.workspace.press(person.id, channel.id, message.ts, press)
                pressed += 1
        return "" if pressed else "Nobody is asked to sign. As Bea, press Ask for signatures."

    def _settle(self) -> None:
        """Wait until everything that's due has run."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while self.runtime.schedule.step(self.clock()) is not None:
            pass
        self.runtime.wake()
        while time.monotonic() < deadline:
            with self.runtime.database.reading() as session:
                if jobs_waiting(session) == 0:
                    break
            time.sleep(0.02)

    def _alerts(self) -> int:
        with self.runtime.database.reading() as session:
            return _count(session, Alert)


def _choice(user_id: str, question_id: str) -> dict[str, Any]:
    value = stage.answer_of(user_id, question_id)
    return {"type": "radio_buttons", "selected_option": {"value": value}}


def _count(session: Session, table: type[Alert] | type[MonitorRun]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()

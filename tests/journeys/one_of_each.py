"""One of each thing that people press on, and a look at everything that a press may change."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, SQLModel, col, select

from assessments.rounds.starting import RoundPlan, start_round
from assessments.tables import Participant, RoadmapAction
from assessments.use_cases.asks import SectionAsk, ask_for_section
from assessments.use_cases.coming_back.tables import Revisit, RevisitKind
from assessments.use_cases.definition import start_use_case
from assessments.use_cases.questions import ask_question
from assessments.use_cases.versions import put_to_signers
from assistant.drafting import Proposed
from assistant.keeping import Asked, note_question
from assistant.proposals import Drawn, keep_proposal
from bot.demo import scenario as stage
from bot.local_slack.outbound import Ack
from deployments.models import ModelFacts, register_model
from deployments.tables import DeploymentRequest
from ground.audit import AuditEntry
from handlers.surfaces.use_case_status import follow_use_case
from monitors.alerts.alert_facts import AlertFacts
from monitors.alerts.lifecycle import Findings, update_alerts
from monitors.tables import Alert, Monitor
from tests.handlers.controls import Control, filled_in
from tests.journeys.office import BEA, MIA, MODEL_CHANNEL, OLA, Office
from tests.journeys.releases import ask_for_release
from tests.journeys.use_cases import RULES, written_use_case
from tests.patience import UNDONE, WAITING, count

NOT_STATE = {"auditentry", "audithead", "receipt", "surface"}
KINDS = {
    "alert": ("acknowledge_alert", "explain_alert", "keep_model", "roll_back_model"),
    "request": ("approve_deployment", "reject_deployment"),
    "version": (
        "approve_version",
        "reject_version",
        "ask_about_version",
        "show_version",
        "choose_signer",
    ),
    "question": ("answer_signer",),
    "answer": ("answer_helped", "answer_didnt_help"),
    "proposal": ("go_through_proposal", "leave_proposed_field", "confirm_proposed_field"),
    "signed_use_case": (
        "ask_for_signatures",
        "withdraw_version",
        "retire_use_case",
        "agree_to_retire",
        "keep_use_case",
    ),
    "payoff": ("answer_revisit", "enter_kpi_figure", "tell_payoff", "enter_figure"),
    "attestation": ("attest_use_case",),
    "action": (
        "use_case_apply", "agree_a", "decline_a", "finish_a", "drop_a", "rate_a", "postpone_a",
    ),
    "ask": ("use_case_answer_ask",),
    "use_case": (
        "use_case_", "continue_use_case", "write_purpose", "write_kpi", "agree_pass_marks",
    ),
    "participant": ("stop_reminders",),
}  # fmt: skip
"""By how their names begin; all else is about a round."""
ASKED = Asked("C1:1", "C1:1", MIA, "why?")
DRAWN, PROPOSED = Drawn(MIA, "C1", "an idea"), [Proposed("title", "Late payers", "an idea")]


@dataclass(frozen=True)
class OneOfEach:
    """Things that wait to be decided.

    Mia owns the model, leads the round and is asked in it, and wrote the use case.
    """

    office: Office
    ids: dict[str, UUID]
    participants: dict[str, UUID]

    def about(self, control: Control, user_id: str) -> UUID:
        """Return what a control is about; a reminder is the person's own, where they have one."""
        kinds = (kind for kind, names in KINDS.items() if control.name.startswith(names))
        kind = next(kinds, "round")
        if kind == "participant":
            return self.participants.get(user_id, self.participants[BEA])
        return self.ids[kind]

    def use(self, control: Control, user_id: str) -> Ack:
        """Press it, or fill in the window and send it off."""
        shown = control.about(self.about(control, user_id))
        workspace = self.office.running.workspace
        if not control.is_window:
            message = workspace.messages(MODEL_CHANNEL)[0]
            return workspace.press(user_id, MODEL_CHANNEL, message.ts, shown)
        with workspace.world.changed:
            view = workspace.world.new_view(shown, user_id)
            workspace.world.stacks[user_id] = [view]
        return workspace.submit_view(user_id, view.id, filled_in(shown, BEA))


def one_of_each(office: Office, also: Sequence[str]) -> OneOfEach:
    """Make one of each; some people decide about the model and are asked in the round as well."""
    ask_for_release(office)
    people = dict.fromkeys([BEA, MIA, *also], "business")
    with office.runtime.transactions.begin() as work:
        session, now = work.session, work.now
        register_model(session, ModelFacts(stage.MODEL, MIA, MODEL_CHANNEL, (OLA, *also)), now)
        monitor = session.exec(select(Monitor)).one()
        update_alerts(
            session, monitor, Findings(1, AlertFacts(rows=3_000, labelled_share=0.5), None), now
        )
        started = start_round(
            session, RoundPlan(MODEL_CHANNEL, MIA, people, names_to_facilitator=True), now
        )
        use_case = start_use_case(session, created_by=MIA, channel_id=MODEL_CHANNEL, now=now)
        ask = ask_for_section(session, use_case, SectionAsk("data", MIA), MIA, now)
        action = _action(started.id)
        asked_again = come_back_to(use_case.id, now)
        session.add_all([action, *asked_again])
        session.flush()
        asked_use_case = written_use_case(work)
        version = put_to_signers(session, RULES, asked_use_case, BEA, now).version
        assert version is not None
        question = ask_question(session, version, OLA, "Why so low?", now)
        follow_use_case(work, asked_use_case.id)
        ids = {
            "version": version.id,
            "question": question.id,
            "signed_use_case": asked_use_case.id,
            "alert": session.exec(select(Alert.id)).one(),
            "request": session.exec(select(DeploymentRequest.id)).one(),
            "round": started.id,
            "use_case": use_case.id,
            "ask": ask.id,
            "action": action.id,
            "answer": note_question(session, ASKED, now).id,
            "proposal": keep_proposal(session, UUID(int=77), DRAWN, PROPOSED, now).id,
            **{found.kind.value: found.id for found in asked_again},
        }
        asked = session.exec(select(Participant)).all()
    office.until(lambda: queue_lengths_are_zero(office), what="all to be shown")
    return OneOfEach(office, ids, {person.user_id: person.id for person in asked})


def _action(round_id: UUID) -> RoadmapAction:
    return RoadmapAction(
        assessment_id=round_id, position=1, item_id="MOD-1", dimension_id="MOD",
        from_level=0, to_level=1, sentence="Code is saved.", owner_group="business", weeks=2,
    )  # fmt: skip


def come_back_to(use_case_id: UUID, now: datetime) -> list[Revisit]:
    """Return what Mia is asked about a use case when it comes back."""
    return [
        Revisit(
            use_case_id=use_case_id, kind=kind, kpi="Calls", due_on=now.date(), version=1,
            since=now, asked_of=MIA, asked_as="sponsor", asked_at=now,
        )
        for kind in (RevisitKind.PAYOFF, RevisitKind.ATTESTATION)
    ]  # fmt: skip


def queue_lengths_are_zero(office: Office) -> bool:
    """Tell whether nothing waits to be shown or done."""
    return count(office.runtime.database, f"SELECT ({WAITING}) + ({UNDONE})") == 0


def state(office: Office) -> dict[str, list[str]]:
    """Read every row that a press may change, and which jobs were asked for."""
    with office.runtime.database.reading() as session:
        return {
            name: sorted(str(row) for row in _rows(session, name))
            for name in SQLModel.metadata.tables
            if name not in NOT_STATE
        }


def refusals(office: Office) -> list[tuple[str, str, Any]]:
    """List what was refused: who tried, what, and the reason's code."""
    with office.runtime.database.reading() as session:
        entries = session.exec(
            select(AuditEntry)
            .where(col(AuditEntry.action).endswith(".refused"))
            .order_by(col(AuditEntry.sequence))
        ).all()
    return [(entry.actor, entry.action, json.loads(entry.detail)["why"]) for entry in entries]


def _rows(session: Session, name: str) -> Sequence[Any]:
    table = SQLModel.metadata.tables[name]
    columns = [table.c.id] if name == "job" else list(table.c)
    return session.connection().execute(select(*columns)).all()

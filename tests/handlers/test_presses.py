"""What a press does, and what it doesn't for who may not: windows, changes and messages."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import pytest
from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session, select

from assessments.rounds.second_round import start_second_round
from assessments.tables import Assessment, Stage
from deployments.models import ModelFacts, register_model, register_version, set_first_champion
from deployments.tables import RegisteredModel
from ground.audit import AuditEntry
from handlers.actions import alert as alert_presses
from handlers.actions import facilitation
from handlers.blocks.alerts.alert_windows import REASON_BLOCK
from handlers.dependencies import Dependencies, Talk, UnitOfWork
from handlers.errors import NotDoneError
from handlers.surfaces.kinds import SurfaceKind
from handlers.views import alert as alert_windows
from monitors.alerts.alert_facts import AlertFacts, MovedColumn
from monitors.alerts.lifecycle import Findings, update_alerts
from monitors.tables import Alert, AlertState, Monitor
from tests.assessments.held_round import held_round

pytestmark = pytest.mark.sqlite_alone

FIN, BEA, DAN, MIA, OLA = "U0FIN", "U0BEA", "U0DAN", "U0MIA", "U0OLA"
Body = dict[str, Any]


@dataclass
class Work:
    """A unit of work in the test's own transaction, which notes what it is asked for."""

    session: Session
    now: datetime
    shown: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def show(self, kind: str, object_id: object, *, place: str | None = None) -> None:
        """Note it."""
        del place
        self.shown.append((kind, str(object_id)))

    def show_surely(self, kind: str, object_id: object) -> None:
        """Note it."""
        self.show(kind, object_id)

    def show_again(self, kind: str, keys: Collection[str]) -> None:
        """Note them."""
        self.shown.extend((kind, key) for key in keys)

    def enqueue(self, kind: str, *, key: str, payload: Mapping[str, Any]) -> None:
        """Note it."""
        del key, payload
        self.asked.append(kind)


@dataclass
class Desk:
    """Where somebody presses: what is committed, opened, acked and told."""

    work: Work
    opened: list[str] = field(default_factory=list)
    acked: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def deps(self) -> Dependencies:
        """What a listener gets."""

        @contextmanager
        def unit_of_work() -> Iterator[UnitOfWork]:
            yield cast("UnitOfWork", self.work)

        @contextmanager
        def reading() -> Iterator[Session]:
            yield self.work.session

        return Dependencies(
            unit_of_work=unit_of_work,
            repeatable_work=unit_of_work,
            reading=reading,
            now=lambda: self.work.now,
            talk=cast("Talk", self),
            check_sender=lambda: None,
        )

    @property
    def client(self) -> WebClient:
        """Slack, which opens windows."""
        return cast("WebClient", self)

    @property
    def ack(self) -> Ack:
        """Note what is acked."""
        return cast("Ack", lambda **answer: self.acked.append(answer))

    def views_open(self, *, trigger_id: str, view: object) -> None:
        """Note the window."""
        del view
        self.opened.append(trigger_id)

    def tell(self, text: str) -> None:
        """Nobody reads it here."""


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    """A desk to press at."""
    return Desk(Work(session, now))


def press(user_id: str, object_id: UUID) -> Body:
    """A button's payload, as far as a listener reads it."""
    return {
        "user": {"id": user_id},
        "actions": [{"value": str(object_id)}],
        "trigger_id": f"{user_id}'s window",
    }


@pytest.fixture
def voting(session: Session, now: datetime) -> Assessment:
    """Fin's round, in its second vote."""
    people = {BEA: ("business", "4"), DAN: ("data_science", "0")}
    assessment = held_round(session, people, now)
    start_second_round(session, assessment.id, FIN, now)
    return assessment


@pytest.fixture
def alert(session: Session, now: datetime) -> Alert:
    """An open alert about `churn`, which Mia and Ola decide about; v2 is live after v1."""
    model: RegisteredModel = register_model(session, ModelFacts("churn", MIA, "C1", (OLA,)), now)
    for version in ("v1", "v2"):
        register_version(
            session,
            model_name="churn",
            version=version,
            registered_by="apply",
            trained_by=DAN,
            digest="",
            now=now,
        )
    set_first_champion(session, model, "v2", now)
    monitor = Monitor(
        name="churn weekly",
        model_name="churn",
        channel_id="C1",
        owner_user_id=MIA,
        reference="a",
        current="b",
        rows_per_window=9,
        columns={},
        cron="0 9 * * 1",
        timezone="UTC",
    )
    session.add(monitor)
    session.flush()
    moved = [MovedColumn("age", "feature", 0.4, 0.25)]
    update_alerts(
        session,
        monitor,
        Findings(1, AlertFacts(rows=9, labelled_share=None, columns=moved), None),
        now,
    )
    return session.exec(select(Alert)).one()


def actions(session: Session) -> list[str]:
    """What the audit log has."""
    return list(session.exec(select(AuditEntry.action)).all())


def test_who_leads_a_round_ends_its_second_vote(
    session: Session, desk: Desk, voting: Assessment
) -> None:
    """It is over, recorded under their name, acked, and everyone's message says so."""
    facilitation.end_voting(desk.ack, press(FIN, voting.id), desk.deps)

    assert voting.stage is not Stage.VOTING_AGAIN
    ended = select(AuditEntry.actor).where(AuditEntry.action == "assessment.end_second_round")
    assert list(session.exec(ended)) == [FIN]
    assert desk.acked == [{}]
    assert (SurfaceKind.RESULT, str(voting.id)) in desk.work.shown


def test_nobody_else_ends_it(session: Session, desk: Desk, voting: Assessment) -> None:
    """Bea votes in it; her try is recorded."""
    with pytest.raises(NotDoneError):
        facilitation.end_voting(desk.ack, press(BEA, voting.id), desk.deps)

    assert voting.stage is Stage.VOTING_AGAIN
    assert desk.acked == []
    assert desk.work.shown == []
    assert actions(session)[-1] == "assessment.end_second_round.refused"


LEADERS_WINDOWS = (
    facilitation.ask_whom_to_add,
    facilitation.ask_whom_to_remind,
    facilitation.ask_whom_to_remove,
    facilitation.show_named,
)


@pytest.mark.parametrize("listener", LEADERS_WINDOWS)
def test_a_leaders_window_opens_for_the_leader_alone(
    session: Session, desk: Desk, voting: Assessment, listener: Callable[..., None]
) -> None:
    """Names are read by the leader as the round said; others see nothing."""
    voting.names_to_facilitator = True
    with pytest.raises(NotDoneError):
        listener(desk.ack, press(BEA, voting.id), desk.client, desk.deps)
    assert desk.opened == []
    assert actions(session)[-1].endswith(".refused")

    listener(desk.ack, press(FIN, voting.id), desk.client, desk.deps)

    assert desk.opened == [f"{FIN}'s window"]
    assert desk.acked == [{}]


@pytest.mark.parametrize("listener", [alert_presses.ask_to_keep, alert_presses.ask_to_roll_back])
def test_who_may_not_decide_gets_no_window(
    session: Session, desk: Desk, alert: Alert, listener: Callable[..., None]
) -> None:
    """Dan built the model; Mia and Ola decide, until one of them has."""
    with pytest.raises(NotDoneError):
        listener(desk.ack, press(DAN, alert.id), desk.client, desk.deps)
    assert desk.opened == []
    assert actions(session)[-1].endswith(".refused")

    for user_id in (MIA, OLA):
        listener(desk.ack, press(user_id, alert.id), desk.client, desk.deps)

    assert desk.opened == [f"{MIA}'s window", f"{OLA}'s window"]
    assert desk.acked == [{}, {}]
    alert.state = AlertState.KEPT
    session.flush()
    with pytest.raises(NotDoneError):
        listener(desk.ack, press(OLA, alert.id), desk.client, desk.deps)


def sent(user_id: str, alert: Alert, reason: str) -> tuple[Body, Body]:
    """A window of an alert, sent."""
    view = {
        "private_metadata": f'{{"alert_id": "{alert.id}"}}',
        "state": {"values": {REASON_BLOCK: {"reason": {"value": reason}}}},
    }
    return {"user": {"id": user_id}, "view": view, "type": "view_submission"}, view


def test_a_model_that_is_kept_is_acked_as_kept(session: Session, desk: Desk, alert: Alert) -> None:
    """Sent twice by the same person it is kept once, with no error at a field either time."""
    body, view = sent(MIA, alert, "Term break")
    for _ in range(2):
        alert_windows.keep(desk.ack, body, view, desk.deps)

    assert desk.acked == [{}, {}]
    assert alert.state is AlertState.KEPT
    assert actions(session).count("alert.keep") == 1
    assert desk.work.shown.count((SurfaceKind.ALERT, str(alert.id))) == 2


def test_a_reason_that_is_missing_is_said_at_its_field(desk: Desk, alert: Alert) -> None:
    """The window stays open and nothing is decided."""
    body, view = sent(MIA, alert, " ")

    alert_windows.keep(desk.ack, body, view, desk.deps)

    (answer,) = desk.acked
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [REASON_BLOCK]
    assert alert.state is AlertState.OPEN

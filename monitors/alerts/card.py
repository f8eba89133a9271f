"""Everything an alert's message shows, and the data behind its chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from sqlmodel import Session

from assessments.absences.absences import asked_instead, stand_ins
from assessments.use_cases.promises import title_and_sponsors
from deployments.deciders import (
    away_deciders_of,
    deciders_of,
    gone_deciders_of,
    gone_people,
)
from deployments.models import champion_of, find_model, rollback_targets
from deployments.outcomes import read_outcome
from deployments.rollback import find_rollback_for_alert
from deployments.tables import RegisteredModel, Rollback
from ground.refusals import Refusal
from monitors.alerts.alert_facts import (
    AlertFacts,
    Called,
    ExpectedAccuracy,
    MovedColumn,
    PassMarkLine,
    PushedLabel,
)
from monitors.alerts.decisions import find_alert
from monitors.alerts.meanings import in_words, sentence_in_words
from monitors.tables import Alert, AlertKind, AlertState, Monitor


@dataclass(frozen=True)
class AlertCard:
    """Everything an alert's message shows."""

    alert_id: UUID
    kind: AlertKind
    state: AlertState
    is_active: bool
    model_name: str
    monitor_name: str
    channel_id: str
    owner_user_id: str
    deciders: Sequence[str]
    columns: Sequence[MovedColumn]
    more_columns: int
    pass_marks: Sequence[PassMarkLine]
    rows: int
    labelled_share: float | None
    first_window: int
    last_window: int
    windows_seen: int
    opened_at: datetime
    last_seen_at: datetime
    due_at: datetime
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    rollback_outcome: Refusal | str | None
    rollback_to: str | None
    live: str | None
    """The live version."""
    back_to: str | None
    """The version that a rollback would first offer; None where there is none."""
    chart_file_id: str | None
    sentences: Sequence[str] = ()
    estimate: ExpectedAccuracy | None = None
    pushed: PushedLabel | None = None
    gone: Sequence[str] = ()
    """Deciders who aren't active members of the workspace."""
    away: Mapping[str, str] = field(default_factory=dict)
    """Deciders who are away, with who is asked instead."""
    responder: str = ""
    """The person or user group that the signal calls to look into it, or a stand-in; or empty."""
    decided_for: str | None = None
    """For whom the one who decided stood in."""
    use_case: str = ""
    """The title of the use case that the model serves; empty without one."""
    rollback_id: UUID | None = None
    sponsors: Sequence[str] = ()
    """Who answers for what the use case promises, and isn't asked to decide."""
    settled_at: datetime | None = None
    """When it ended, was decided, or its rollback was carried out or refused."""

    @property
    def called_person(self) -> str:
        """Return the responder who gets a message of their own; empty for a user group."""
        return "" if self.responder.startswith("S") else self.responder

    @property
    def asked(self) -> str | None:
        """Who is asked to decide: the owner, or else the next who may; None if nobody is left."""
        return next(iter(self.deciders), None)


def alert_card(session: Session, alert_id: UUID) -> AlertCard:
    """Load what an alert's message shows.

    Raises:
        MonitorError: There is none.
    """
    alert = find_alert(session, alert_id)
    monitor = session.get_one(Monitor, alert.monitor_id)
    model = find_model(session, alert.model_name)
    rollback, facts = find_rollback_for_alert(session, alert.id), AlertFacts.from_json(alert.facts)
    return AlertCard(
        alert_id=alert.id,
        kind=alert.kind,
        state=alert.state,
        is_active=alert.active_key is not None,
        model_name=alert.model_name,
        monitor_name=monitor.name,
        channel_id=channel_of(alert, monitor.channel_id),
        responder=_responder(session, facts.called),
        owner_user_id=monitor.owner_user_id,
        **_asked(session, model),
        columns=[in_words(column, monitor.options) for column in facts.columns],
        more_columns=facts.more_columns,
        pass_marks=facts.pass_marks,
        rows=facts.rows,
        labelled_share=facts.labelled_share,
        first_window=alert.first_window,
        last_window=alert.last_window,
        windows_seen=alert.windows_seen,
        opened_at=alert.opened_at,
        last_seen_at=alert.last_seen_at,
        due_at=alert.due_at,
        acknowledged_by=alert.acknowledged_by,
        acknowledged_at=alert.acknowledged_at,
        decided_by=alert.decided_by,
        decided_for=alert.decided_for,
        decided_at=alert.decided_at,
        reason=alert.decision_reason,
        **_gone_back(alert, rollback),
        live=champion_of(session, model),
        back_to=next(iter(rollback_targets(session, model)), None),
        chart_file_id=alert.chart_file_id,
        sentences=[sentence_in_words(one, monitor.options) for one in facts.sentences],
        estimate=facts.estimate,
        pushed=facts.pushed,
    )


def _responder(session: Session, called: Called | None) -> str:
    """Name who is called: the signal's responder, or their stand-in; nobody who has left."""
    if called is None or not called.responder:
        return ""
    gone = gone_people(session)
    found = asked_instead([called.responder], stand_ins(session), gone)[called.responder]
    return "" if found in gone else found


class _GoneBack(TypedDict):
    rollback_id: UUID | None
    rollback_outcome: Refusal | str | None
    rollback_to: str | None
    settled_at: datetime | None


def _gone_back(alert: Alert, rollback: Rollback | None) -> _GoneBack:
    return {
        "rollback_id": rollback.id if rollback else None,
        "rollback_outcome": read_outcome(rollback.outcome) if rollback else None,
        "rollback_to": rollback.to_version if rollback else None,
        "settled_at": _settled_at(alert, rollback),
    }


def _settled_at(alert: Alert, rollback: Rollback | None) -> datetime | None:
    if alert.state is AlertState.ENDED:
        return alert.ended_at
    times = (alert.decided_at, rollback.finished_at if rollback else None)
    return max((time for time in times if time is not None), default=None)


class _Asked(TypedDict):
    deciders: list[str]
    away: dict[str, str]
    gone: list[str]
    use_case: str
    sponsors: list[str]


def _asked(session: Session, model: RegisteredModel) -> _Asked:
    """Return who decides, and of the use case who answers for it, is here and doesn't decide."""
    deciders = deciders_of(session, model)
    title, answer_for_it = title_and_sponsors(session, model.name)
    others = {*deciders, *gone_people(session)}
    return {
        "deciders": deciders,
        "away": away_deciders_of(session, model),
        "gone": gone_deciders_of(session, model),
        "use_case": title,
        "sponsors": [who for who in answer_for_it if who not in others],
    }


def place_of(session: Session, alert_id: UUID) -> str:
    """Return the channel in which an alert is shown.

    Raises:
        MonitorError: There is no such alert.
    """
    alert = find_alert(session, alert_id)
    return channel_of(alert, session.get_one(Monitor, alert.monitor_id).channel_id)


def channel_of(alert: Alert, of_monitor: str) -> str:
    """Return where an alert is shown: where its signal says, or the monitor."""
    called = alert.facts.get("called") or {}
    return called.get("channel") or of_monitor

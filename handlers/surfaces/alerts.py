"""The messages about a monitor: alerts, whose chart comes later, its replay, what holds it up."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, func, select

from assessments.use_cases.loosened import Loosened, loosened_since
from deployments.calls import CALLS
from deployments.deciders import deciders_of
from deployments.models import find_model, other_places_of
from handlers.blocks.alerts.alert import alert_decision, alert_message
from handlers.blocks.alerts.held_window import held_window_message
from handlers.blocks.alerts.replay import replay_message
from handlers.blocks.text import Message, is_slack_id
from handlers.dependencies import UnitOfWork
from handlers.job_kinds import JobKind
from handlers.surfaces.affected import with_affected
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.outcomes import tell_alert_outcome, told_sponsors
from handlers.surfaces.surface import Surface
from monitors.alerts.card import AlertCard, alert_card, place_of
from monitors.alerts.chart import alt_text
from monitors.alerts.decisions import find_alert
from monitors.alerts.history import history
from monitors.alerts.lifecycle import AlertChanges
from monitors.alerts.model_health import WAITING
from monitors.errors import Code, MonitorError
from monitors.replay.card import replay_card
from monitors.replay.chart import replay_alt_text
from monitors.runs.held_window import HeldWindow, held_window
from monitors.tables import Alert


def show_alert(work: UnitOfWork, alert_id: UUID) -> None:
    """Show an alert, also to each who may decide about it, and refresh their Homes."""
    work.show_surely(SurfaceKind.ALERT, alert_id)
    show_alert_to_deciders(work, alert_id)
    card = alert_card(work.session, alert_id)
    sponsors = filter(is_slack_id, card.sponsors)
    others = (card.called_person, card.acknowledged_by, card.decided_by, *sponsors)
    for user_id in dict.fromkeys([*card.deciders, *filter(None, others)]):
        work.show(SurfaceKind.HOME, user_id)
    tell_alert_outcome(work, card)
    if card.state in WAITING:
        people = {"people": _told(card)}
        work.enqueue(JobKind.LOOK_UP_DECIDERS, key=f"alert:{alert_id}", payload=people)


def show_alert_to_deciders(work: UnitOfWork, alert_id: UUID, others: Sequence[str] = ()) -> None:
    """Send an alert to each who may decide about it, or is told; refresh what was sent before.

    Args:
        work: The transaction.
        alert_id: The alert.
        others: Who may have got it, and decides no more.
    """
    card = alert_card(work.session, alert_id)
    known = (*card.deciders, card.called_person, *card.sponsors, *card.gone, *card.away, *others)
    keys = {f"{alert_id}:{user_id}" for user_id in known}
    work.show_again(SurfaceKind.ALERT_DECISION, keys)
    reminders = {f"{key}:{call}" for key in keys for call in CALLS}
    work.show_again(SurfaceKind.ALERT_REMINDER, reminders)
    if card.state in WAITING:
        for user_id in _told(card):
            work.show(SurfaceKind.ALERT_DECISION, f"{alert_id}:{user_id}")


def _told(card: AlertCard) -> list[str]:
    """Name who gets a message: those who decide, who is called, who answers for a broken mark."""
    return list(
        dict.fromkeys(filter(None, [*card.deciders, card.called_person, *told_sponsors(card)]))
    )


def show_changes(work: UnitOfWork, changes: AlertChanges) -> None:
    """Show every alert that a window opened or changed, and queue its chart."""
    for alert_id in changes.touched:
        show_alert(work, alert_id)
        window = find_alert(work.session, alert_id).last_window
        payload = {"alert_id": str(alert_id)}
        work.enqueue(JobKind.DRAW_CHART, key=f"{alert_id}:{window}", payload=payload)


def show_held_window(work: UnitOfWork, monitor_id: UUID, window_number: int) -> None:
    """Tell the model's owner of a window that couldn't be measured, or could be after all."""
    if held_window(work.session, monitor_id, window_number) is not None:
        work.show(SurfaceKind.HELD_WINDOW, f"{monitor_id}:{window_number}")


def _held_window(session: Session, key: str) -> HeldWindow:
    monitor_id, _, window_number = key.partition(":")
    held = held_window(session, UUID(monitor_id), int(window_number))
    if held is None:
        raise MonitorError(Code.RUN_UNKNOWN)
    return held


def _who_is_told(session: Session, key: str) -> str:
    """Return the owner, or the next decider where the owner has left."""
    held = _held_window(session, key)
    left = deciders_of(session, find_model(session, held.model_name))
    return next(iter(left), held.owner_user_id)


def _draw_alert(session: Session, alert_id: str, now: datetime) -> Message:
    card = alert_card(session, UUID(alert_id))
    described = alt_text(card, history(session, card.alert_id)) if card.chart_file_id else ""
    message = alert_message(card, described, _loosened(session, card), now)
    return with_affected(session, card.model_name, message)


def _loosened(session: Session, card: AlertCard) -> list[Loosened]:
    """List what was loosened since the alert before, until this one was decided."""
    before = session.exec(
        select(func.max(Alert.opened_at)).where(
            Alert.model_name == card.model_name, Alert.opened_at < card.opened_at
        )
    ).one()
    return loosened_since(session, card.model_name, before, card.decided_at)


def _draw_decision(session: Session, key: str, now: datetime) -> Message:
    alert_id, _, user_id = key.partition(":")
    card = alert_card(session, UUID(alert_id))
    message = alert_decision(card, user_id, _loosened(session, card), now)
    return with_affected(session, card.model_name, message)


def _draw_replay(session: Session, monitor_id: str, now: datetime) -> Message:
    del now
    card = replay_card(session, UUID(monitor_id))
    return replay_message(card, replay_alt_text(card))


SURFACES = (
    Surface(
        SurfaceKind.HELD_WINDOW,
        30,
        _who_is_told,
        lambda session, key, _: held_window_message(_held_window(session, key)),
    ),
    Surface(
        SurfaceKind.ALERT,
        20,
        lambda session, key: place_of(session, UUID(key)),
        _draw_alert,
        lambda session, key: other_places_of(session, find_alert(session, UUID(key)).model_name),
        lambda session, key: find_alert(session, UUID(key)).model_name,
    ),
    Surface(
        SurfaceKind.ALERT_DECISION,
        21,
        lambda _, key: key.partition(":")[2],
        _draw_decision,
        model=lambda session, key: find_alert(session, UUID(key.partition(":")[0])).model_name,
    ),
    Surface(
        SurfaceKind.MONITOR_REPLAY,
        40,
        lambda session, key: replay_card(session, UUID(key)).channel_id,
        _draw_replay,
        model=lambda session, key: replay_card(session, UUID(key)).model_name,
    ),
)

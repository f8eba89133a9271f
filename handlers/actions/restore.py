"""Presses on Home: bring back the message of an alert or a release that somebody deleted."""

from typing import Any

from slack_bolt import Ack

from handlers.blocks.decisions_at_home import RESTORE_ALERT, RESTORE_REQUEST
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.payload import pressed_id, presser
from handlers.permissions import DECIDE_ALERT, SIGN_REQUEST, Permission, Press, permitted
from handlers.surfaces.kinds import SurfaceKind

Body = dict[str, Any]


def restore_alert(ack: Ack, body: Body, deps: Dependencies) -> None:
    """Bring back an alert's messages, in the channel and to whoever pressed."""
    press = Press(presser(body), "alert.restore", pressed_id(body))
    _restore(deps, DECIDE_ALERT, press, SurfaceKind.ALERT, SurfaceKind.ALERT_DECISION)
    ack()


def restore_request(ack: Ack, body: Body, deps: Dependencies) -> None:
    """Bring back a release request's messages, in the channel and to whoever pressed."""
    press = Press(presser(body), "release.restore", pressed_id(body))
    _restore(
        deps, SIGN_REQUEST, press, SurfaceKind.DEPLOYMENT_REQUEST, SurfaceKind.RELEASE_DECISION
    )
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(RESTORE_ALERT, restore_alert)
    app.action(RESTORE_REQUEST, restore_request)


def _restore(
    deps: Dependencies,
    permission: Permission,
    press: Press,
    in_channel: SurfaceKind,
    to_person: SurfaceKind,
) -> None:
    def do(work: UnitOfWork) -> None:
        work.show_surely(in_channel, press.object_id)
        work.show_surely(to_person, f"{press.object_id}:{press.user_id}")

    permitted(deps, permission, press, do)

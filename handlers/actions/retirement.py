"""Presses about retiring a use case."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View

from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import find_use_case, lock_use_case
from assessments.use_cases.retirement import (
    Retiring,
    agree_to_retire,
    keep_use_case,
    retirements_of,
)
from ground.refusals import Refusal
from handlers.blocks.use_cases.retirement import AGREE_TO_RETIRE, KEEP_USE_CASE
from handlers.blocks.use_cases.sign_off_windows import retire_window
from handlers.blocks.use_cases.signing_lines import RETIRE_USE_CASE
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.payload import pressed_id, presser
from handlers.permissions import MAY_RETIRE, Press, permitted
from handlers.surfaces.retirement import show_retirement
from handlers.surfaces.signers import signers_of
from handlers.windows import open_view


def ask_why(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Ask why a use case is to be retired."""
    press = Press(presser(body), "use_case.retire", pressed_id(body))

    def do(work: UnitOfWork) -> View:
        use_case = find_use_case(work.session, press.object_id)
        rows = retirements_of(work.session, use_case.id)
        reason = next((row.reason for row in rows), "")
        return retire_window(use_case.id, use_case.title, reason)

    open_view(client, body["trigger_id"], permitted(deps, MAY_RETIRE, press, do))
    ack()


def agree(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Agree to what the other one wants."""
    press = Press(presser(body), "use_case.retire", pressed_id(body))

    def do(work: UnitOfWork) -> Refusal | bool:
        use_case = lock_use_case(work.session, press.object_id)
        signers = signers_of(work.session, use_case)
        retiring = Retiring(press.user_id)
        refusal = agree_to_retire(
            work.session, load_rules(), use_case, retiring, signers, deps.now()
        )
        show_retirement(work, use_case.id)
        return refusal or True

    permitted(deps, MAY_RETIRE, press, do)
    ack()


def keep(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Keep the use case."""
    press = Press(presser(body), "use_case.keep", pressed_id(body))

    def do(work: UnitOfWork) -> Refusal | bool:
        use_case = lock_use_case(work.session, press.object_id)
        signers = signers_of(work.session, use_case)
        refusal = keep_use_case(work.session, use_case, press.user_id, signers, deps.now())
        show_retirement(work, use_case.id)
        return refusal or True

    permitted(deps, MAY_RETIRE, press, do)
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(RETIRE_USE_CASE, ask_why)
    app.action(AGREE_TO_RETIRE, agree)
    app.action(KEEP_USE_CASE, keep)

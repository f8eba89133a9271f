"""The window that asks why a use case is retired."""

from typing import Any

from slack_bolt import Ack

from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import lock_use_case
from assessments.use_cases.retirement import Retiring, agree_to_retire
from ground.refusals import Refusal
from handlers.blocks.use_cases.sign_off_windows import LONGEST_REASON, REASON_BLOCK, RETIRE_VIEW
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.inputs import inputs
from handlers.payload import metadata, presser, typed
from handlers.permissions import MAY_RETIRE, Press, permitted
from handlers.surfaces.retirement import show_retirement
from handlers.surfaces.signers import signers_of
from handlers.wording.presses import Code


def retire(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Agree to retire a use case, and ask who else has to."""
    press = Press(presser(body), "use_case.retire", metadata(view).id("use_case_id"))
    if REASON_BLOCK in inputs(view) and not typed(view, REASON_BLOCK).strip():
        tell_at_fields(ack, {REASON_BLOCK: Refusal(Code.REASON_MISSING)})
        return
    retiring = Retiring(press.user_id, typed(view, REASON_BLOCK, LONGEST_REASON))

    def do(work: UnitOfWork) -> Refusal | bool:
        use_case = lock_use_case(work.session, press.object_id)
        signers = signers_of(work.session, use_case)
        refusal = agree_to_retire(
            work.session, load_rules(), use_case, retiring, signers, deps.now()
        )
        show_retirement(work, use_case.id)
        return refusal or True

    permitted(deps, MAY_RETIRE, press, do)
    ack()


def register(app: GuardedApp) -> None:
    """Register the window."""
    app.view(RETIRE_VIEW, retire)

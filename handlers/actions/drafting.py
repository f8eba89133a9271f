"""Going through a proposal for a use case: open it, leave a field out."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View

from assistant.proposals import find_proposal, leave_field
from assistant.tables import UseCaseProposal
from handlers.blocks.use_cases.drafting import GO_THROUGH, LEAVE_OUT
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.drafts import CONFIRM, following, place_in
from handlers.guarded_app import GuardedApp
from handlers.payload import metadata, pressed_id, pressed_window, presser
from handlers.permissions import Press, permitted
from handlers.surfaces.kinds import SurfaceKind
from handlers.windows import open_view


def go_through(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the window of the first field that isn't decided."""
    press = Press(presser(body), "use_case_proposal.open", pressed_id(body))
    view = permitted(deps, CONFIRM, press, lambda work: following(work, _find(work, press)))
    open_view(client, body["trigger_id"], view)
    ack()


def leave_out(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Leave a field out, and show the next one."""
    window = pressed_window(body)
    known = metadata(window)
    press = Press(presser(body), "use_case_proposal.leave", known.id("proposal_id"))

    def do(work: UnitOfWork) -> View:
        proposal = _find(work, press)
        leave_field(proposal, place_in(proposal, known.number("place")))
        work.show(SurfaceKind.USE_CASE_DRAFT, proposal.id)
        return following(work, proposal)

    view = permitted(deps, CONFIRM, press, do)
    client.views_update(view_id=window["id"], view=view)
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(GO_THROUGH, go_through)
    app.action(LEAVE_OUT, leave_out)


def _find(work: UnitOfWork, press: Press) -> UseCaseProposal:
    return find_proposal(work.session, press.object_id)

"""A proposed field was confirmed, or an idea was described."""

from typing import Any

from slack_bolt import Ack
from slack_sdk.models.views import View

from assessments.errors import InvalidFieldsError
from assessments.use_cases.contract.content import Kind
from assessments.use_cases.contract.reading import load_rules
from assistant.proposals import find_proposal, take_field
from handlers.blocks.use_cases.drafting import (
    CONFIRM_VIEW,
    IDEA_TEXT_VIEW,
    LONGEST_IDEA,
    TEXT_BLOCK,
    VALUE_BLOCK,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.drafts import CONFIRM, ask_for_draft, following, place_in
from handlers.errors import tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.payload import metadata, presser, typed
from handlers.permissions import Press, permitted
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.use_cases import show_use_case
from handlers.windows import Asker, update_answer

Body = dict[str, Any]


def confirm(ack: Ack, body: Body, view: Body, deps: Dependencies) -> None:
    """Write a field as its person confirmed it, and show the next one."""
    known, rules = metadata(view), load_rules()
    value = typed(view, VALUE_BLOCK, LONGEST_IDEA)
    press = Press(presser(body), "use_case_proposal.take", known.id("proposal_id"))

    def do(work: UnitOfWork) -> View:
        proposal = find_proposal(work.session, press.object_id)
        place = place_in(proposal, known.number("place"))
        found = proposal.fields[place]
        is_text = rules.by_id[found["field"]].type is Kind.TEXT
        taken = (place, value if is_text else found["value"])
        show_use_case(work, take_field(work.session, rules, proposal, taken, work.now))
        work.show(SurfaceKind.USE_CASE_DRAFT, proposal.id)
        return following(work, proposal)

    try:
        view_then = permitted(deps, CONFIRM, press, do)
    except InvalidFieldsError as error:
        tell_at_fields(ack, {VALUE_BLOCK: next(iter(error.problems.values()))})
        return
    ack(update_answer(view_then))


def describe(ack: Ack, body: Body, view: Body, deps: Dependencies) -> None:
    """Have a described idea read."""
    user_id, channel_id = presser(body), metadata(view).channel("channel_id")
    ask_for_draft(
        deps, Asker(user_id, channel_id), typed(view, TEXT_BLOCK, LONGEST_IDEA), view["id"]
    )
    ack()


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(CONFIRM_VIEW, confirm)
    app.view(IDEA_TEXT_VIEW, describe)

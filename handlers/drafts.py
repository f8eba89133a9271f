"""A use case read out of a text: asked for, and gone through field by field."""

from slack_sdk.models.views import View

from assessments.use_cases.contract.reading import load_rules
from assistant.proposals import next_open, refusal_to_confirm
from assistant.tables import UseCaseProposal
from handlers.blocks.use_cases.drafting import confirm_window, done_window
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import OldButtonError
from handlers.job_kinds import JobKind
from handlers.permissions import Permission
from handlers.surfaces.drafting import draft_card
from handlers.windows import Asker

CONFIRM = Permission("use_case_proposal", refusal_to_confirm)


def ask_for_draft(deps: Dependencies, asker: Asker, text: str, key: str) -> None:
    """Queue the reading of a text; the person gets a direct message.

    Args:
        deps: The listener's.
        asker: Who asked, and where the card will be.
        text: What they wrote.
        key: The same for repeats of one request.
    """
    with deps.unit_of_work() as work:
        work.enqueue(
            JobKind.DRAFT_USE_CASE,
            key=key,
            payload={
                "user_id": asker.user_id,
                "channel_id": asker.channel_id,
                "text": text,
                "place": f"draft:{key}",
            },
        )


def following(work: UnitOfWork, proposal: UseCaseProposal) -> View:
    """Draw the window of the next field that isn't decided, or the last one."""
    card, place = draft_card(work.session, proposal), next_open(proposal)
    return done_window(card) if place is None else confirm_window(load_rules(), card, place)


def place_in(proposal: UseCaseProposal, place: int) -> int:
    """Check that a proposal has a field at a place.

    Raises:
        OldButtonError: It hasn't.
    """
    if place >= len(proposal.fields):
        raise OldButtonError
    return place

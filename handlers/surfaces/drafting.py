"""The direct message to who asked for a draft of a use case."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.use_cases.tables import UseCase
from assistant.proposals import find_proposal
from assistant.tables import UseCaseProposal
from handlers.blocks.text import Message
from handlers.blocks.use_cases.drafting import DraftCard, draft_message
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface

NO_MODEL = "no_model"
"""Before the text of a proposal that no model read."""


def draft_card(session: Session, proposal: UseCaseProposal) -> DraftCard:
    """Load what the messages about a proposal show."""
    begun = session.get(UseCase, proposal.use_case_id) if proposal.use_case_id else None
    return DraftCard(
        proposal.id,
        proposal.fields,
        has_model=not proposal.text.startswith(NO_MODEL),
        has_title=begun is None or bool(begun.title),
    )


def _draw(session: Session, key: str, now: datetime) -> Message:
    del now
    return draft_message(draft_card(session, find_proposal(session, UUID(key))))


SURFACES = (
    Surface(
        SurfaceKind.USE_CASE_DRAFT,
        30,
        lambda session, key: find_proposal(session, UUID(key)).user_id,
        _draw,
    ),
)

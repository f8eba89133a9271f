"""The direct message to who asked for a draft of a use case."""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from uuid import UUID

from sqlmodel import Session

from assessments.use_cases.tables import UseCase
from assistant.proposals import find_proposal
from assistant.tables import UseCaseProposal
from assistant.unread import Unread
from handlers.blocks.text import Message
from handlers.blocks.use_cases.drafting import DraftCard, draft_message
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface

NO_MODEL, UNREAD = "no_model", re.compile(rf"unread_({'|'.join(Unread)}):(.*)")
"""What stands before the text of a proposal: that no model read it, or not these files."""


def kept_text(text: str, *, has_model: bool, unread: Sequence[tuple[Unread, str]]) -> str:
    """Write a proposal's text as it is kept: with what couldn't be read before it."""
    notes = [f"unread_{why.value}:{' '.join(name.split())}" for why, name in unread]
    return "\n".join([*notes, text if has_model else f"{NO_MODEL} {text}"])


def draft_card(session: Session, proposal: UseCaseProposal) -> DraftCard:
    """Load what the messages about a proposal show."""
    begun = session.get(UseCase, proposal.use_case_id) if proposal.use_case_id else None
    lines = proposal.text.split("\n")
    unread = list(takewhile(bool, map(UNREAD.fullmatch, lines)))
    return DraftCard(
        proposal.id,
        proposal.fields,
        has_model=not "\n".join(lines[len(unread) :]).startswith(NO_MODEL),
        has_title=begun is None or bool(begun.title),
        unread=[(Unread(found[1]), found[2]) for found in unread if found],
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

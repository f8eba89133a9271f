"""What is kept before a proposal's text is read again, whatever the text says itself."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlmodel import Session

from assistant.proposals import Drawn, keep_proposal
from assistant.unread import Unread
from handlers.surfaces.drafting import draft_card, kept_text

pytestmark = pytest.mark.sqlite_alone


@pytest.mark.parametrize("has_model", [True, False])
@pytest.mark.parametrize(
    "unread", [[], [(Unread.LOCKED, "R&D\n.pdf"), (Unread.FILE, "b:x.xlsx"), (Unread.REST, "")]]
)
def test_what_could_not_be_read_is_kept(
    session: Session, now: datetime, unread: list[tuple[Unread, str]], *, has_model: bool
) -> None:
    """Files by their names, on one line each; and whether a model read the rest."""
    text = kept_text("An idea\nof two lines", has_model=has_model, unread=unread)
    kept = keep_proposal(session, uuid4(), Drawn("U0BEA", "C1", text), [], now)

    card = draft_card(session, kept)

    named = [(why, " ".join(name.split())) for why, name in unread]
    assert (card.has_model, card.unread) == (has_model, named)


def test_a_text_that_reads_like_a_note_is_shown(session: Session, now: datetime) -> None:
    """The message comes all the same."""
    kept = keep_proposal(session, uuid4(), Drawn("U0BEA", "C1", "unread_file:x"), [], now)

    assert draft_card(session, kept).has_model

"""A signer's question finds somebody who can answer it."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlmodel import Session, select

from assessments.use_cases.questions import ask_question, find_question
from bot.queues.surfaces import Surface
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import note_refusal, place_surface
from tests.audit.use_case_steps import BEA, OLA, asked

pytestmark = pytest.mark.sqlite_alone
OWNER, SPONSOR = "U_BOWNER", "U_SPONSOR"


def place(session: Session) -> str:
    """Who is shown the question."""
    query = select(Surface.place).where(Surface.kind == SurfaceKind.SIGNER_QUESTION)
    return session.exec(query).one()


def test_the_next_is_asked_until_nobody_is_left(database: Database, now: datetime) -> None:
    """Who asked for the signatures, the business owner, the sponsor; nobody twice."""
    transactions = Transactions(database, place_surface, lambda: now)
    with transactions.begin() as work:
        _, version = asked(work.session, now)
        ask = ask_question(work.session, version, OLA, "Why so low?", now)
        work.show(SurfaceKind.SIGNER_QUESTION, ask.id)
    question_id: UUID = ask.id
    people = []

    for _ in range(4):
        with transactions.reading() as session:
            people.append((place(session), find_question(session, question_id).asked_of))
        with transactions.begin() as work:
            note_refusal(work, SurfaceKind.SIGNER_QUESTION, str(question_id), "user_disabled")

    assert people == [(one, one) for one in (BEA, OWNER, SPONSOR, SPONSOR)]

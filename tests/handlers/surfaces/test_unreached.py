"""What a person of a round doesn't get is told to who leads it, whatever it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from assessments.actions.roadmap import actions_of
from assessments.answers.interview import participants
from assessments.rounds.reminders import remind
from assessments.rounds.starting import start_round
from assessments.tables import Participant
from assessments.use_cases.asks import SectionAsk, ask_for_section
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import start_use_case
from assessments.use_cases.drafts import set_fields
from bot.queues.surfaces import Surface
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.blocks.replies import Unreached
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import draw_surface, note_refusal, place_surface
from tests.assessments.held_round import PAIRS, PLAN, held_round

pytestmark = pytest.mark.sqlite_alone


@pytest.fixture
def transactions(database: Database, now: datetime) -> Transactions:
    """Transactions at a time that stands still."""
    return Transactions(database, place_surface, lambda: now)


def an_invitation(session: Session, now: datetime) -> str:
    """Bob is asked in an open round."""
    started = start_round(session, replace(PLAN, people={"U0BOB": "business"}), now)
    return str(participants(session, started.id)[0].id)


def a_reminder(session: Session, now: datetime) -> str:
    """Bob is reminded."""
    person = session.get_one(Participant, UUID(an_invitation(session, now)))
    return str(remind(session, [person], None, now, uuid4())[0].id)


def a_vote(session: Session, now: datetime) -> str:
    """Bob is asked to vote again."""
    held = held_round(session, PAIRS, now)
    return next(str(who.id) for who in participants(session, held.id) if who.user_id == "U0BOB")


def an_action(session: Session, now: datetime) -> str:
    """Bob owns an action."""
    held = held_round(session, PAIRS, now)
    action = actions_of(session, held.id)[0]
    action.owner, action.due_on = "U0BOB", (now + timedelta(days=30)).date()
    session.flush()
    return str(action.id)


@pytest.mark.parametrize(
    ("kind", "prepare", "what"),
    [
        (SurfaceKind.INVITATION, an_invitation, Unreached.INVITATION),
        (SurfaceKind.REMINDER, a_reminder, Unreached.REMINDER),
        (SurfaceKind.SECOND_ROUND, a_vote, Unreached.SECOND_ROUND),
        (SurfaceKind.ACTION, an_action, Unreached.ACTION),
        (SurfaceKind.FOLLOW_UP, an_action, Unreached.ACTION),
    ],
)
def test_the_leader_is_told_once(
    transactions: Transactions,
    now: datetime,
    kind: SurfaceKind,
    prepare: Callable[[Session, datetime], str],
    what: Unreached,
) -> None:
    """Slack refuses it twice; Fin reads who and why, in one message."""
    with transactions.begin() as work:
        key = prepare(work.session, now)
    for _ in range(2):
        with transactions.begin() as work:
            is_followed = note_refusal(work, kind, key, "user_disabled")

    with transactions.reading() as session:
        (told,) = session.exec(select(Surface).where(Surface.kind == SurfaceKind.UNREACHED)).all()
        text = str(draw_surface(session, told.kind, told.object_id, now).blocks[0].to_dict())
        asked = participants(session, UUID(told.object_id.partition(":")[0]))
    assert is_followed
    assert (told.place, f":{what}:U0BOB:" in told.object_id) == ("U0FIN", True)
    assert "<@U0BOB>" in text
    assert "their Slack account is deactivated" in text
    assert ("U0BOB" in {person.user_id for person in asked}) == (what is not Unreached.INVITATION)


def test_a_channel_message_is_no_matter_of_a_person(transactions: Transactions) -> None:
    """It goes elsewhere instead."""
    with transactions.begin() as work:
        is_followed = note_refusal(work, SurfaceKind.ROUND, str(uuid4()), "is_archived")

    assert not is_followed


def test_who_cannot_be_asked_for_a_section_is_named_on_the_card(
    transactions: Transactions, now: datetime
) -> None:
    """Nobody waits for them; once somebody else is asked, the card is silent about it."""
    with transactions.begin() as work:
        use_case = start_use_case(work.session, created_by="U0FIN", channel_id="C1", now=now)
        values = {"title": "Calls", "sponsor": "U0FIN"}
        set_fields(work.session, load_rules(), use_case, values, "U0FIN", now)
        bob = SectionAsk("data", "U0BOB")
        ask = ask_for_section(work.session, use_case, bob, "U0FIN", now)
        note_refusal(work, SurfaceKind.USE_CASE_ASK, str(ask.id), "user_disabled")
        card = draw_surface(work.session, SurfaceKind.USE_CASE, str(use_case.id), now)
        other = SectionAsk("data", "U0ANN")
        ask_for_section(work.session, use_case, other, "U0FIN", now)
        later = draw_surface(work.session, SurfaceKind.USE_CASE, str(use_case.id), now)

    assert "<@U0BOB>: their Slack account is deactivated" in str(
        [block.to_dict() for block in card.blocks]
    )
    assert "U0BOB" not in str([block.to_dict() for block in later.blocks])

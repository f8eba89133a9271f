"""The weekly digest: on Mondays, of what is overdue or unsettled, and never of nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from assessments.actions.roadmap import (
    actions_of,
    agree_action,
    decline_action,
    drop_action,
    postpone_action,
)
from assessments.answers.asking import Mode
from assessments.rounds.digest import due_digests, overdue_actions, waiting_rounds
from assessments.rounds.starting import RoundPlan, start_round
from assessments.tables import Assessment, Participant, RoadmapAction
from ground.audit import AuditEntry, AuditHead, Head, head_of, verify
from handlers.blocks.home import home
from handlers.blocks.rounds.digest import MOST_ACTIONS, digest_message
from handlers.surfaces.home import home_card
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import draw_surface
from tests.assessments.conftest import BEA, DAN, FIN, answer_all

MONDAY = date(2026, 12, 14)
HEAD = Head(214, "5e" * 32)


def at(day: int, hour: int) -> datetime:
    """An hour of a day in December."""
    return datetime(2026, 12, day, hour, tzinfo=UTC)


@pytest.fixture
def closed_round(session: Session, now: datetime) -> Assessment:
    """Fin's round, which everyone has answered on 23 November; nothing is decided."""
    plan = RoundPlan("C1", FIN, {BEA: "business", DAN: "data_science"}, mode=Mode.QUICK)
    assessment = start_round(session, plan, now)
    answer_all(session, assessment, BEA, "1", now)
    answer_all(session, assessment, DAN, "1", now)
    return assessment


@pytest.fixture
def action(session: Session, closed_round: Assessment, now: datetime) -> RoadmapAction:
    """Bea's action, due on Thursday, 10 December; the others are declined."""
    first, *others = actions_of(session, closed_round.id)
    for other in others:
        decline_action(session, other.id, "Not now", FIN, now)
    return agree_action(session, first.id, BEA, date(2026, 12, 10), FIN, now)


def test_it_comes_on_monday_morning_of_the_owner(session: Session, action: RoadmapAction) -> None:
    """Not in the week in which it became overdue; in Los Angeles nine is 17 o'clock UTC."""
    del action
    assert due_digests(session, at(11, 12)) == []
    assert due_digests(session, at(14, 8)) == []
    assert due_digests(session, at(14, 9)) == [("C1", MONDAY)]
    assert due_digests(session, at(17, 9)) == [("C1", MONDAY)], "it was down on Monday"

    for person in session.exec(select(Participant)).all():
        person.timezone = "America/Los_Angeles"
    session.flush()

    assert due_digests(session, at(14, 9)) == []
    assert due_digests(session, at(14, 17)) == [("C1", MONDAY)]


def test_it_says_who_and_for_how_long(session: Session, action: RoadmapAction) -> None:
    """Four days on Monday; the names of others' channels are not in it."""
    message = digest_message(overdue_actions(session, "C1", MONDAY), [], MONDAY, HEAD)

    assert message.text == "Readiness rounds: 1 action is overdue"
    assert "is 4 days overdue" in str([block.to_dict() for block in message.blocks])
    assert overdue_actions(session, "C2", MONDAY) == []
    postpone_action(session, action.id, MONDAY + timedelta(days=9), BEA, at(14, 8))
    assert due_digests(session, at(14, 9)) == []
    assert "Nothing is overdue" in digest_message([], [], MONDAY, HEAD).text


def test_it_notes_the_whole_audit_head(session: Session, action: RoadmapAction) -> None:
    """From the channel, a cut tail is seen later, however well it was done."""
    noted = head_of(session)
    message = draw_surface(session, SurfaceKind.DIGEST, f"C1:{MONDAY}", at(14, 9))
    drop_action(session, action.id, "Not needed", BEA, at(14, 10))
    later = head_of(session)

    assert f"with the head `{noted.hash}`" in str([block.to_dict() for block in message.blocks])
    assert verify(session, head=noted.hash).is_whole
    session.exec(delete(AuditEntry).where(col(AuditEntry.sequence) > noted.entries))
    session.exec(update(AuditHead).values(sequence=noted.entries, hash=noted.hash))
    assert verify(session, head=noted.hash).is_whole
    assert not verify(session, head=later.hash).is_whole


def test_many_are_cut(session: Session, action: RoadmapAction) -> None:
    """Slack bears fifty blocks."""
    del action
    many = overdue_actions(session, "C1", MONDAY) * (MOST_ACTIONS + 3)

    blocks = digest_message(many, [], MONDAY, HEAD).blocks

    assert len(blocks) == MOST_ACTIONS + 5
    assert "And 3 more" in str(blocks[-3].to_dict())


def test_an_undecided_round_is_named_with_who_leads_it(
    session: Session, closed_round: Assessment, now: datetime
) -> None:
    """From the Monday after it was closed, each week, until the last action is decided."""
    left = len(actions_of(session, closed_round.id))
    assert due_digests(session, now + timedelta(days=6)) == []
    assert due_digests(session, at(14, 9)) == [("C1", MONDAY)]
    assert waiting_rounds(session, "C2", MONDAY) == []

    message = digest_message([], waiting_rounds(session, "C1", MONDAY), MONDAY, HEAD)

    words = str([block.to_dict() for block in message.blocks])
    assert message.text == "Readiness rounds: 1 round is unfinished"
    assert f"<@{FIN}>, since 23 Nov 2026" in words
    assert f"{left} actions need a decision" in words
    for action in actions_of(session, closed_round.id):
        decline_action(session, action.id, "Not now", FIN, now)
    assert due_digests(session, at(14, 9)) == []


def test_a_running_round_is_named_when_it_may_never_end(session: Session, now: datetime) -> None:
    """Without a last day; with one, time ends it, and the digest leaves it alone."""
    plan = RoundPlan("C1", FIN, {BEA: "business"}, mode=Mode.QUICK)
    start_round(session, replace(plan, ends_at=at(20, 0)), now)
    assert due_digests(session, at(14, 9)) == []

    start_round(session, replace(plan, channel_id="C2"), now)

    assert due_digests(session, at(14, 9)) == [("C2", MONDAY)]


def test_home_says_overdue_once_the_day_is_over(session: Session, action: RoadmapAction) -> None:
    """Not on the day itself, where the owner is; never once it has ended."""
    for person in session.exec(select(Participant)).all():
        person.timezone = "America/Los_Angeles"
    session.flush()

    on_the_day, day_over = at(11, 7), at(11, 9)

    assert "due 10 Dec 2026" in home_of(session, on_the_day)
    assert "overdue" not in home_of(session, on_the_day)
    assert "*overdue* since 10 Dec 2026" in home_of(session, day_over)
    drop_action(session, action.id, "Too dear", BEA, day_over)
    assert "10 Dec" not in home_of(session, day_over)


def home_of(session: Session, now: datetime) -> str:
    """What Bea's home says."""
    return str([block.to_dict() for block in home(home_card(session, BEA, now)).blocks])

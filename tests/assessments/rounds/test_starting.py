"""How a round begins, who joins and leaves, and how it comes again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from assessments.answers.asking import Mode
from assessments.answers.interview import participants
from assessments.answers.progress import progress
from assessments.errors import AssessmentError, Code
from assessments.rounds.closing import close_round
from assessments.rounds.last_day import end_of, last_day
from assessments.rounds.last_round import people_of_last_round, scope_of_last_round
from assessments.rounds.people import MOST_PEOPLE, add_people, find_participant, remove_person
from assessments.rounds.privacy import erase_answers
from assessments.rounds.starting import (
    RoundPlan,
    a_quarter_after,
    repeat_due_round,
    start_round,
    stop_repeating,
)
from assessments.tables import Assessment, Participant, ScopeKind
from tests.assessments.conftest import BEA, DAN, FIN, OLA, answer_all

MANY = {f"U{number}": "business" for number in range(MOST_PEOPLE + 1)}


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        pytest.param(RoundPlan("C1", FIN), Code.NOBODY_NAMED, id="nobody"),
        pytest.param(RoundPlan("C1", FIN, {"U1": "kings"}), Code.GROUP_NOT_ASKED, id="group"),
        pytest.param(RoundPlan("C1", FIN, MANY), Code.TOO_MANY_PEOPLE, id="201"),
        pytest.param(
            RoundPlan("C1", FIN, {BEA: "business"}, questionnaire_id="gone"),
            Code.QUESTIONNAIRE_UNKNOWN,
            id="questionnaire",
        ),
        pytest.param(
            RoundPlan("C1", FIN, {BEA: "business"}, ends_at=datetime(2020, 1, 1, tzinfo=UTC)),
            Code.LAST_DAY_PAST,
            id="past",
        ),
        pytest.param(
            RoundPlan("C1", FIN, {BEA: "business"}, target_preset="moon"),
            Code.GOAL_UNKNOWN,
            id="goal",
        ),
    ],
)
def test_a_wrong_plan_is_refused(
    session: Session, now: datetime, plan: RoundPlan, code: Code
) -> None:
    """The code says what is wrong; nothing is started."""
    with pytest.raises(AssessmentError, match=code):
        start_round(session, plan, now)

    assert session.exec(select(Assessment)).all() == []


def test_people_join_leave_and_come_back(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """Ola joins; Dan leaves and comes back into another group; Bea stays as she is."""
    (dan,) = (found for found in participants(session, round_.id) if found.user_id == DAN)
    remove_person(session, dan.id, FIN, now)
    assert progress(session, round_.id).waiting == (BEA,)

    added = add_people(
        session, round_.id, {OLA: "operations", DAN: "operations", BEA: "operations"}, FIN, now
    )

    assert {found.user_id for found in added} == {OLA, DAN}
    groups = {found.user_id: found.group for found in participants(session, round_.id)}
    assert groups == {BEA: "business", DAN: "operations", OLA: "operations"}


def test_who_comes_back_answers_what_is_missing(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """Dan had answered all: done, and not reminded. Bea took hers back: asked, and reminded."""
    answer_all(session, round_, DAN, "yes_", now)
    later = now + timedelta(days=1)
    (dan,) = (found for found in participants(session, round_.id) if found.user_id == DAN)
    remove_person(session, dan.id, FIN, now)
    erase_answers(session, BEA, now)

    back = add_people(session, round_.id, {BEA: "business", DAN: "data_science"}, FIN, later)

    assert {found.invited_at for found in back} == {later}
    bea, dan = back
    assert (bea.finished_at, bea.erased_at) == (None, None)
    assert bea.next_reminder_at is not None
    assert bea.next_reminder_at > later
    assert (dan.finished_at, dan.next_reminder_at) == (later, None)


def test_a_closed_round_takes_and_loses_nobody(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """Reopening comes first; the 201st is refused in an open one."""
    with pytest.raises(AssessmentError, match=Code.TOO_MANY_PEOPLE):
        add_people(session, round_.id, MANY, FIN, now)
    close_round(session, round_.id, FIN, now)
    (bea, _) = participants(session, round_.id)

    with pytest.raises(AssessmentError, match=Code.ROUND_CLOSED_TO_ADDING):
        add_people(session, round_.id, {OLA: "operations"}, FIN, now)
    with pytest.raises(AssessmentError, match=Code.ROUND_CLOSED_TO_REMOVING):
        remove_person(session, bea.id, FIN, now)
    with pytest.raises(AssessmentError, match=Code.INVITATION_UNKNOWN):
        find_participant(session, uuid4())


def test_the_same_people_are_there_next_time(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """The facilitator need not type them again; others start with nobody."""
    del round_
    start_round(session, RoundPlan("C1", FIN, {OLA: "operations"}), now + timedelta(days=1))

    assert people_of_last_round(session, FIN) == {"operations": [OLA]}
    assert people_of_last_round(session, DAN) == {}


def test_the_channels_last_scope_is_there_next_time(session: Session, now: datetime) -> None:
    """So that the next round is compared with it; another channel begins empty."""
    plan = RoundPlan("C1", FIN, {BEA: "business"}, scope_kind=ScopeKind.UNIT)
    start_round(session, replace(plan, scope_name="Old"), now)
    start_round(session, replace(plan, scope_name=" Customer   service"), now + timedelta(days=1))

    assert scope_of_last_round(session, "C1") == (ScopeKind.UNIT, "Customer service")
    assert scope_of_last_round(session, "C2") == (ScopeKind.TEAM, "")


def test_a_quarterly_round_comes_again_once(session: Session, now: datetime) -> None:
    """With the same people, goal, terms and length; until it is stopped."""
    plan = RoundPlan(
        "C1",
        FIN,
        {BEA: "business", DAN: "data_science"},
        mode=Mode.QUICK,
        target_preset="high_risk",
        is_quarterly=True,
        ends_at=end_of(now.date() + timedelta(days=14)),
        scope_name="Retail",
        names_to_facilitator=True,
    )
    first = start_round(session, plan, now)
    due_at = a_quarter_after(now)
    assert repeat_due_round(session, due_at - timedelta(seconds=1)) is None

    again = repeat_due_round(session, due_at + timedelta(seconds=3))

    assert again is not None
    assert repeat_due_round(session, due_at) is None
    assert again.previous_id == first.id
    assert again.ends_at is not None
    assert last_day(again.ends_at) == due_at.date() + timedelta(days=14)
    assert (again.mode, again.target_preset, again.scope_name) == ("quick", "high_risk", "Retail")
    assert again.names_to_facilitator
    people = session.exec(select(Participant).where(Participant.assessment_id == again.id)).all()
    assert {(person.user_id, person.group) for person in people} == set(plan.people.items())
    assert stop_repeating(session, first.id, FIN, now).id == again.id, "pressed in an old message"
    assert repeat_due_round(session, due_at + timedelta(days=400)) is None


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2026-01-31", "2026-04-30"),
        ("2026-11-30", "2027-02-28"),
        ("2027-11-30", "2028-02-29"),
        ("2026-12-01", "2027-03-01"),
    ],
)
def test_a_quarter_is_three_months(day: str, following: str) -> None:
    """Or the last day of a month that is shorter."""
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC)

    assert a_quarter_after(moment).date().isoformat() == following


def test_a_round_waits_no_longer_than_a_quarter(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """A clock that was ahead dated the next one; it isn't started at once either."""
    round_.repeats_at = now + timedelta(days=200)
    session.flush()

    assert repeat_due_round(session, now) is None

    session.refresh(round_)
    assert round_.repeats_at == a_quarter_after(now)

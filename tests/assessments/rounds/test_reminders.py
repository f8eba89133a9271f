"""Reminders: in a person's own day, at most two, until they say stop."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from assessments.errors import AssessmentError, Code
from assessments.rounds.reminders import (
    claim_due_reminder,
    first_reminder_at,
    in_working_hours,
    remind,
    set_timezone,
    stop_reminders,
    waiting_people,
)
from assessments.tables import Assessment, Participant
from tests.assessments.conftest import BEA, DAN, FIN, answer_all

ZONES = ("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland")


def person(session: Session, user_id: str) -> Participant:
    """One person of the round."""
    return session.exec(select(Participant).where(Participant.user_id == user_id)).one()


@given(
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is given beside
    zone=st.sampled_from(ZONES),
)
def test_a_reminder_falls_into_working_hours(moment: datetime, zone: str) -> None:
    """Never before its time, never more than a weekend and a night later."""
    sent_at = in_working_hours(moment, zone)

    local = sent_at.astimezone(ZoneInfo(zone))
    assert 9 <= local.hour < 17
    assert local.weekday() < 5
    assert timedelta(0) <= sent_at - moment <= timedelta(hours=66)


def test_an_unknown_zone_is_read_as_utc() -> None:
    """Slack may know a zone that this machine doesn't."""
    evening = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)

    assert in_working_hours(evening, "Mars/Olympus") == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_a_whole_department_that_sleeps_is_put_off_at_once(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """One look moves everyone's reminder into their own morning."""
    at = now + timedelta(days=2)
    session.add_all(
        Participant(
            assessment_id=round_.id,
            user_id=f"U{number}",
            group="business",
            timezone="Pacific/Auckland",
            invited_at=now,
            next_reminder_at=at - timedelta(hours=1),
        )
        for number in range(150)
    )
    session.flush()

    assert claim_due_reminder(session, at - timedelta(minutes=1)) is None

    asleep = select(Participant.next_reminder_at).where(Participant.timezone == "Pacific/Auckland")
    assert set(session.exec(asleep).all()) == {in_working_hours(at, "Pacific/Auckland")}


def test_two_reminders_and_no_more(session: Session, round_: Assessment, now: datetime) -> None:
    """Invited on Monday morning: Wednesday, and the following Monday, since Saturday is free."""
    answer_all(session, round_, DAN, "yes_", now)
    days = []
    for hour in range(24 * 21):
        moment = now + timedelta(hours=hour)
        if (due := claim_due_reminder(session, moment)) is not None:
            assert due.user_id == BEA
            days.append(moment.strftime("%a %H"))
        session.expire_all()

    assert days == ["Wed 09", "Mon 09"]


def test_of_two_who_are_due_at_once_each_is_claimed_once(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """Claiming one leaves the other's reminder as it was."""
    del round_
    moment = now + timedelta(days=2)
    for user_id in (BEA, DAN):
        person(session, user_id).next_reminder_at = moment
    session.flush()

    first = claim_due_reminder(session, moment)
    session.expire_all()
    assert first is not None
    (other,) = {BEA, DAN} - {first.user_id}
    untouched = person(session, other).next_reminder_at
    second = claim_due_reminder(session, moment)

    assert untouched == moment
    assert second is not None
    assert second.user_id == other
    session.expire_all()
    assert claim_due_reminder(session, moment) is None


def test_reminders_come_after_two_days_and_after_five(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """To the minute, where that is in the person's day: invited on a Wednesday at half past 12."""
    del round_
    bea, dan = person(session, BEA), person(session, DAN)
    invited_at = now + timedelta(days=2, hours=3, minutes=30)
    dan.next_reminder_at = None
    bea.invited_at, bea.next_reminder_at = invited_at, first_reminder_at(invited_at, "UTC")
    session.flush()
    claimed = []
    for hours in (48, 120, 168, 300):
        for minutes in (-1, 0):
            moment = invited_at + timedelta(hours=hours, minutes=minutes)
            claimed.append((hours, minutes, claim_due_reminder(session, moment) is not None))
            session.expire_all()

    assert [found[:2] for found in claimed if found[2]] == [(48, 0), (120, 0)]


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-11-23 08:59", "2026-11-23 09:00"),
        ("2026-11-23 09:00", "2026-11-23 09:00"),
        ("2026-11-23 16:59", "2026-11-23 16:59"),
        ("2026-11-23 17:00", "2026-11-24 09:00"),
        ("2026-11-27 17:00", "2026-11-30 09:00"),
        ("2026-11-28 12:00", "2026-11-30 09:00"),
        ("2026-11-29 23:59", "2026-11-30 09:00"),
    ],
)
def test_a_day_is_from_nine_to_five(local: str, expected: str) -> None:
    """To the minute, and Saturday and Sunday are none."""
    moment, morning = (
        datetime.fromisoformat(found).replace(tzinfo=UTC) for found in (local, expected)
    )

    assert in_working_hours(moment, "UTC") == morning


@pytest.mark.parametrize(("minutes", "is_sent"), [(-1, False), (0, True)])
def test_a_press_reminds_again_after_a_day(
    session: Session, round_: Assessment, now: datetime, minutes: int, *, is_sent: bool
) -> None:
    """And the window offers it from the same minute on."""
    bea = person(session, BEA)
    remind(session, [bea], FIN, now)
    later = now + timedelta(hours=24, minutes=minutes)

    offered = {found.user_id: found for found in waiting_people(session, round_.id, later)}

    assert offered[BEA].may_be_reminded is is_sent
    assert offered[DAN].may_be_reminded
    assert bool(remind(session, [bea], FIN, later)) is is_sent


def test_it_waits_for_the_persons_morning(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """Nine in Berlin is midnight in California: Bea is not woken."""
    del round_
    bea, dan = person(session, BEA), person(session, DAN)
    dan.next_reminder_at = None
    set_timezone(session, bea, "America/Los_Angeles")

    assert bea.next_reminder_at == datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
    assert claim_due_reminder(session, now + timedelta(hours=50)) is None
    bea.next_reminder_at = now
    session.flush()
    assert claim_due_reminder(session, now + timedelta(hours=50)) is None
    session.refresh(bea)
    assert bea.next_reminder_at == datetime(2026, 11, 25, 17, 0, tzinfo=UTC)


def test_who_said_stop_is_left_alone(session: Session, round_: Assessment, now: datetime) -> None:
    """By the clock and by the facilitator; nobody else can say it for them."""
    del round_
    bea, dan = person(session, BEA), person(session, DAN)
    with pytest.raises(AssessmentError, match=Code.NOT_YOUR_REMINDER):
        stop_reminders(session, bea.id, DAN, now)
    stop_reminders(session, bea.id, BEA, now)
    later = now + timedelta(days=2)

    assert [found.participant_id for found in remind(session, [bea, dan], FIN, later)] == [dan.id]
    assert remind(session, [bea, dan], FIN, later + timedelta(hours=23)) == []
    due = claim_due_reminder(session, later)
    assert due is not None
    assert due.user_id == DAN


@pytest.mark.parametrize(
    ("days", "waits_hours"),
    [pytest.param(7, 7 * 24, id="a weekend ahead"), pytest.param(30, 48, id="a clock ahead")],
)
def test_nobody_waits_for_a_clock_that_was_ahead(
    session: Session, round_: Assessment, now: datetime, days: int, waits_hours: int
) -> None:
    """What was put far into the future waits from now, as after an invitation; nobody is told."""
    del round_
    bea, dan = person(session, BEA), person(session, DAN)
    dan.next_reminder_at = None
    bea.invited_at = now + timedelta(days=days - 2)
    bea.next_reminder_at = now + timedelta(days=days)
    session.flush()

    assert claim_due_reminder(session, now) is None

    session.refresh(bea)
    assert bea.next_reminder_at == now + timedelta(hours=waits_hours)


def test_the_second_reminder_is_bounded_as_well(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """It is reckoned from the invitation, which a clock that was ahead dated."""
    del round_
    bea, dan = person(session, BEA), person(session, DAN)
    bea.invited_at, bea.next_reminder_at, dan.next_reminder_at = now + timedelta(30), now, None
    session.flush()

    assert claim_due_reminder(session, now) is bea

    session.refresh(bea)
    assert bea.next_reminder_at is None

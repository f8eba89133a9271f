"""Who covers for whom: one absence a person, chains, and what time does."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from assessments.absences.absences import (
    Away,
    absence_of,
    asked_instead,
    come_back,
    from_to,
    go_away,
    stand_ins,
    turn_due_absence,
)
from assessments.errors import AssessmentError

BEA, MIA, OLA = "U0BEA", "U0MIA", "U0OLA"
DAY = timedelta(days=1)


def leave(session: Session, person: str, stand_in: str, now: datetime) -> None:
    """Somebody is away for a week from now."""
    go_away(session, Away(person, stand_in, now, now + 7 * DAY), now)


def test_a_chain_leads_to_who_is_there(session: Session, now: datetime) -> None:
    """Mia is covered by Ola, who is covered by Bea."""
    leave(session, MIA, OLA, now)
    leave(session, OLA, BEA, now)

    assert stand_ins(session) == {MIA: BEA, OLA: BEA}


def test_a_ring_leads_to_nobody(session: Session, now: datetime) -> None:
    """Then each is asked themselves."""
    leave(session, MIA, OLA, now)
    leave(session, OLA, MIA, now)

    assert stand_ins(session) == {}
    assert asked_instead([MIA], stand_ins(session)) == {MIA: MIA}


def test_any_day_of_a_calendar_has_its_hours(session: Session) -> None:
    """Also the first and the last that can be typed."""
    begins, ends = from_to(session, MIA, date.min, date.max)

    assert begins.year < ends.year


def test_the_newest_absence_counts(session: Session, now: datetime) -> None:
    """Who is away again, with somebody else, has one stand-in; who is back has none."""
    leave(session, MIA, OLA, now)
    leave(session, MIA, BEA, now)
    again = stand_ins(session)

    come_back(session, MIA, now)

    assert again == {MIA: BEA}
    assert absence_of(session, MIA) is None
    assert stand_ins(session) == {}


def test_time_begins_and_ends_an_absence_once(session: Session, now: datetime) -> None:
    """Nothing happens before, and nothing twice."""
    go_away(session, Away(MIA, OLA, now + DAY, now + 2 * DAY), now)

    before = turn_due_absence(session, now), stand_ins(session)
    turn_due_absence(session, now + DAY)
    during = turn_due_absence(session, now + DAY), stand_ins(session)
    turn_due_absence(session, now + 2 * DAY)

    assert before == (None, {})
    assert during == (None, {MIA: OLA})
    assert stand_ins(session) == {}
    assert turn_due_absence(session, now + 9 * DAY) is None


@pytest.mark.parametrize(
    ("stand_in", "starts", "ends"),
    [(MIA, 0, 1), (OLA, -2, -1), (OLA, 0, 0), (OLA, 3, 2)],
    ids=["oneself", "over", "no time", "ends before it begins"],
)
def test_what_cant_be_is_refused(
    session: Session, now: datetime, stand_in: str, starts: int, ends: int
) -> None:
    """And nothing is kept."""
    away = Away(MIA, stand_in, now + starts * DAY, now + ends * DAY)

    with pytest.raises(AssessmentError):
        go_away(session, away, now)

    assert absence_of(session, MIA) is None

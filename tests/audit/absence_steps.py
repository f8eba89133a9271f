"""Going away and coming back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from assessments.absences.absences import Away, come_back, go_away, turn_due_absence
from ground.audit import OURSELVES
from tests.audit.case import leaves

MIA, OLA = "U0MIA", "U0OLA"
DAY = timedelta(days=1)


def away(now: datetime, after: timedelta = timedelta()) -> Away:
    """Mia is away for a day, and Ola stands in."""
    return Away(MIA, OLA, now + after, now + after + DAY)


@leaves(go_away, "absence.note", MIA)
def _go(session: Session, now: datetime) -> Callable[[], Any]:
    return lambda: go_away(session, away(now), now)


@leaves(come_back, "absence.end", MIA)
def _come_back(session: Session, now: datetime) -> Callable[[], Any]:
    go_away(session, away(now), now)
    return lambda: come_back(session, MIA, now)


@leaves(turn_due_absence, "absence.begin", OURSELVES)
def _begin(session: Session, now: datetime) -> Callable[[], Any]:
    go_away(session, away(now, DAY), now)
    return lambda: turn_due_absence(session, now + DAY)


@leaves(turn_due_absence, "absence.end", OURSELVES)
def _end(session: Session, now: datetime) -> Callable[[], Any]:
    go_away(session, away(now), now)
    return lambda: turn_due_absence(session, now + DAY)

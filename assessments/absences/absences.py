"""Going away and coming back; who stands in for whom now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from assessments.absences.tables import Absence, AbsenceState
from assessments.errors import AssessmentError, Code, StandInError
from assessments.recorded import note
from assessments.tables import Participant

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9999, 12, 1)
"""What a calendar can hold in every time zone."""
NOT_OVER = (AbsenceState.PLANNED, AbsenceState.ON)


@dataclass(frozen=True)
class Away:
    """Who goes away, from when to when, and who stands in."""

    user_id: str
    stand_in: str
    starts_at: datetime
    ends_at: datetime


def go_away(session: Session, away: Away, now: datetime) -> Absence:
    """Note an absence; it replaces one that the person has noted before.

    Raises:
        AssessmentError: It's over already, ends before it begins, or the person stands in for
            themselves.
    """
    if away.stand_in == away.user_id:
        raise StandInError(Code.STAND_IN_SELF)
    if away.ends_at <= max(now, away.starts_at):
        raise AssessmentError(Code.ABSENCE_PAST)
    come_back(session, away.user_id, now)
    has_begun = away.starts_at <= now
    absence = Absence(
        user_id=away.user_id,
        stand_in=away.stand_in,
        starts_at=away.starts_at,
        ends_at=away.ends_at,
        state=AbsenceState.ON if has_begun else AbsenceState.PLANNED,
        noted_at=now,
    )
    session.add(absence)
    _note(session, "absence.note", absence, away.user_id, now)
    return absence


def come_back(session: Session, user_id: str, now: datetime) -> Absence | None:
    """End what a person has noted, begun or not; None where there is nothing."""
    absence = absence_of(session, user_id)
    if absence is None:
        return None
    absence.state = AbsenceState.OVER
    _note(session, "absence.end", absence, user_id, now)
    return absence


def from_to(session: Session, user_id: str, first: date, last: date) -> tuple[datetime, datetime]:
    """Return when a person's days begin and end, in UTC; `last` is the last day away.

    They are days of their own time zone, where a round has told it; else of UTC.
    """
    zone = _zone_of(session, user_id)
    begins, ends = (min(max(day, FIRST_DAY), LAST_DAY) for day in (first, last))
    after = ends + timedelta(days=1)
    return (
        datetime.combine(begins, time(), zone).astimezone(UTC),
        datetime.combine(after, time(), zone).astimezone(UTC),
    )


def today_of(session: Session, user_id: str, now: datetime) -> date:
    """Return the day that it is where a person is."""
    return now.astimezone(_zone_of(session, user_id)).date()


def absence_of(session: Session, user_id: str) -> Absence | None:
    """Find the absence of a person that isn't over."""
    return session.exec(
        select(Absence)
        .where(Absence.user_id == user_id, col(Absence.state).in_(NOT_OVER))
        .order_by(col(Absence.noted_at).desc())
        .limit(1)
    ).one_or_none()


def absences_with(session: Session, stand_in: str) -> Sequence[Absence]:
    """List the absences that aren't over for which a person stands in."""
    return session.exec(
        select(Absence).where(Absence.stand_in == stand_in, col(Absence.state).in_(NOT_OVER))
    ).all()


def due_absence(session: Session, now: datetime) -> Absence | None:
    """Find an absence that begins or ends by now."""
    return session.exec(select(Absence).where(_is_due(now)).limit(1)).one_or_none()


def turn_due_absence(session: Session, now: datetime) -> Absence | None:
    """Begin or end an absence that is due, unless another replica did.

    Returns:
        The absence as it is now; None where nothing is due.
    """
    absence = due_absence(session, now)
    if absence is None:
        return None
    before = absence.state
    after = AbsenceState.OVER if absence.ends_at <= now else AbsenceState.ON
    taken = session.connection().execute(
        update(Absence)
        .where(col(Absence.id) == absence.id, col(Absence.state) == before)
        .values(state=after)
    )
    if taken.rowcount == 0:
        return None
    session.refresh(absence)
    is_on = after is AbsenceState.ON
    _note(session, "absence.begin" if is_on else "absence.end", absence, None, now)
    return absence


def stand_ins(session: Session) -> dict[str, str]:
    """Return who stands in for whom now, by who is away: `{away: stand_in}`.

    Where a stand-in is away too, theirs stands in. Where that leads back, nobody does.
    """
    found = session.exec(
        select(Absence).where(Absence.state == AbsenceState.ON).order_by(col(Absence.noted_at))
    )
    direct = {absence.user_id: absence.stand_in for absence in found}
    last = {away: _last(direct, away) for away in direct}
    return {away: stand_in for away, stand_in in last.items() if stand_in is not None}


def asked_instead(
    people: Sequence[str], standing_in: Mapping[str, str], barred: Collection[str] = ()
) -> dict[str, str]:
    """Return who is asked for each of these people: their stand-in, where they are away.

    Args:
        people: Who would be asked.
        standing_in: Who stands in for whom; see `stand_ins`.
        barred: Who can't stand in; then the person themselves is asked.

    Returns:
        `{person: who is asked}`, in the order of `people`.
    """
    found = {person: standing_in.get(person, person) for person in people}
    return {person: person if who in barred else who for person, who in found.items()}


def _zone_of(session: Session, user_id: str) -> ZoneInfo:
    timezone = session.exec(
        select(Participant.timezone)
        .where(Participant.user_id == user_id)
        .order_by(col(Participant.invited_at).desc())
        .limit(1)
    ).one_or_none()
    return ZoneInfo(timezone or "UTC")


def _last(direct: Mapping[str, str], away: str) -> str | None:
    seen = [away]
    while (after := direct.get(seen[-1])) is not None:
        if after in seen:
            return None
        seen.append(after)
    return seen[-1]


def _is_due(now: datetime) -> ColumnElement[bool]:
    begins = (col(Absence.state) == AbsenceState.PLANNED) & (col(Absence.starts_at) <= now)
    ends = col(Absence.state).in_(NOT_OVER) & (col(Absence.ends_at) <= now)
    return begins | ends


def _note(session: Session, action: str, absence: Absence, by: str | None, now: datetime) -> None:
    session.add(absence)
    session.flush()
    detail = {"away": absence.user_id, "stand_in": absence.stand_in, "until": absence.ends_at}
    note(session, action, absence.id, by, now, [absence], **detail)

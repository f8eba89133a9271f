"""Lists of people that the workspace keeps, such as Slack's user groups; known by name here."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, delete, select

from assessments.tables import PeopleList


def known_lists(session: Session) -> list[tuple[str, str]]:
    """List what can be chosen: id and name, by name."""
    found = session.exec(select(PeopleList).order_by(col(PeopleList.name))).all()
    return [(people.id, people.name) for people in found]


def remember_lists(session: Session, names: Mapping[str, str], now: datetime) -> None:
    """Replace what is known by what the workspace has now."""
    session.connection().execute(delete(PeopleList))
    session.add_all(PeopleList(id=key, name=name, read_at=now) for key, name in names.items())
    session.flush()

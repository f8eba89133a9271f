"""What people do in a round, for the journeys about rounds."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import select

from assessments.tables import (
    Assessment,
    RoadmapAction,
)
from bot.local_slack.state import View
from tests.journeys.office import COUNCIL, FIN, OLA, Office
from tests.patience import waiting_jobs

LINK = "https://wiki.example/kpi"


def direct(user_id: str) -> str:
    """A person's direct message."""
    return f"D{user_id[1:]}"


def start(office: Office, **chosen: str | list[str]) -> None:
    """Fin starts a quick round in the council's channel, unless something else is chosen."""
    office.types(FIN, COUNCIL, "/lamplighter assess")
    office.fills(FIN, **{"mode": "quick", **chosen})
    assert office.window(FIN) == "", office.window_text(FIN)


def answers_all(office: Office, user_id: str, level: str, reason: str = "") -> None:
    """A person gives one level to everything they are asked."""
    office.presses(user_id, direct(user_id), "answer_questions")
    while "Thank you" not in office.window(user_id):
        office.fills(user_id, answer=level, reason=reason)


def the_round(office: Office) -> Assessment:
    """The newest round, as it is stored."""
    with office.runtime.database.transaction() as session:
        newest = select(Assessment).order_by(Assessment.started_at.desc())  # type: ignore[attr-defined] # a column
        return session.exec(newest).first() or pytest.fail("no round")


def time_passes(office: Office, **units: float) -> None:
    """Put the clock forward and let what is due happen."""
    office.clock.put_forward(timedelta(**units))
    office.runtime.wake()


def noon_of_next_tuesday(office: Office) -> None:
    """Go on for a week or more, past a Monday morning, whatever day and hour it is."""
    now = office.clock()
    tuesday = now.date() + timedelta(days=7 + (1 - now.weekday()) % 7)
    noon = datetime.combine(tuesday, time(12), tzinfo=UTC)
    time_passes(office, seconds=(noon - now).total_seconds())


def decline_all_but_the_first(office: Office) -> None:
    """Fin gives the first action to Ola, and declines the others."""
    office.presses(FIN, direct(FIN), "agree_action")
    office.fills(FIN, owner=OLA, due_on="2020-01-01")
    view = office.view(FIN)
    assert view is not None
    assert "in the future" in str(view.errors)
    due_on = (office.clock() + timedelta(days=30)).date()
    office.fills(FIN, owner=OLA, due_on=due_on.isoformat())
    while the_round(office).settled_at is None:
        office.until_delivered()
        office.presses(FIN, direct(FIN), "decline_action")
        office.fills(FIN, reason="Not this year")


def fresh_window(office: Office) -> str:
    """Open the window anew and read it."""
    office.types(FIN, COUNCIL, "/lamplighter assess")
    office.unfolds(FIN)
    return office.window_text(FIN)


def closes(office: Office, user_id: str) -> None:
    """Close the window on top."""
    view = office.view(user_id)
    assert view is not None
    office.running.workspace.close_view(user_id, view.id)


def pass_hours(office: Office, words: str, channel_id: str) -> bool:
    """Let hours go by until it is daytime on a weekday."""
    if any(words in text for text in office.sees(channel_id)):
        return True
    time_passes(office, hours=1)
    office.runtime.rounds.step(office.clock())
    office.until(lambda: jobs_waiting(office) == 0, what="all that is due")
    office.until_delivered()
    return False


def jobs_waiting(office: Office) -> int:
    """Count the jobs that aren't done."""
    return waiting_jobs(office.runtime.database)


def home(office: Office, user_id: str) -> object:
    """Read a person's App Home."""
    view = office.running.workspace.home(user_id)
    return view.payload if view else ""


def actions(office: Office) -> list[RoadmapAction]:
    """Every action, in the order to take them."""
    with office.runtime.database.transaction() as session:
        found = session.exec(select(RoadmapAction)).all()
    return sorted(found, key=lambda action: action.position)


def invitations(office: Office, user_id: str) -> list[str]:
    """The invitations that a person has got."""
    return [text for text in office.sees(direct(user_id)) if "would like your view" in text]


def presses_in_window(office: Office, user_id: str, action_id: str) -> None:
    """Press a button of the window on top."""
    press_in(office, user_id, office.view(user_id), action_id)


def presses_at_home(office: Office, user_id: str, action_id: str) -> None:
    """Press a button of App Home."""
    press_in(office, user_id, office.running.workspace.home(user_id), action_id)


def press_in(office: Office, user_id: str, view: View | None, action_id: str) -> None:
    """Press a button of a view."""
    assert view is not None
    button = next(
        element
        for block in view.payload["blocks"]
        for element in [*block.get("elements", []), block.get("accessory", {})]
        if element.get("action_id") == action_id
    )
    office.running.workspace.press_in_view(user_id, view.id, {**button, "block_id": "b"})

"""What stands in a window is kept when a person goes back, or sends it once more."""

import json
from itertools import count
from typing import Any

import pytest
from sqlmodel import select

from assessments.tables import Answer, Assessment
from bot.local_slack.outbound import Shape
from tests.journeys.office import BEA, DAN, Office, _values
from tests.journeys.rounds import direct, start

pytestmark = pytest.mark.sqlite_alone

REASON = "We have two models in a drawer"


def goes_back(office: Office, user_id: str, **typed: str) -> None:
    """Press Back in a window in which something stands."""
    view = office.view(user_id)
    assert view is not None
    values = _values(view, dict(typed))
    back: dict[str, Any] = view.payload["blocks"][-1]["elements"][0]
    office.running.workspace.press_in_view(user_id, view.id, {**back, "block_id": "back"}, values)


def answers(office: Office) -> list[Answer]:
    """What is stored, in order."""
    with office.runtime.database.reading() as session:
        return list(session.exec(select(Answer).order_by(Answer.id)).all())  # type: ignore[arg-type] # a column


def test_what_was_chosen_is_kept_on_the_way_back(office: Office) -> None:
    """Bea chooses in the second window, goes back, and finds it again when she goes on."""
    start(office, business=[BEA], data_science=[DAN])
    office.presses(BEA, direct(BEA), "answer_questions")
    office.fills(BEA, answer="1")
    goes_back(office, BEA, answer="3", reason=REASON)
    office.fills(BEA, answer="1")
    goes_back(office, BEA)

    assert [found.value for found in answers(office)] == ["1", "3"]
    assert "Question 2" in office.window_text(BEA)
    assert REASON in office.window_text(BEA)


def test_what_can_not_be_kept_on_the_way_back_is_given_back(office: Office) -> None:
    """A reason without a choice stands above the window before, to copy."""
    start(office, business=[BEA])
    office.presses(BEA, direct(BEA), "answer_questions")
    office.fills(BEA, answer="1")
    goes_back(office, BEA, reason=REASON)

    text = office.window_text(BEA)
    assert [found.value for found in answers(office)] == ["1"]
    assert "Question 1" in text
    assert "Not saved:" in text
    assert REASON in text


def test_the_last_answer_may_be_kept_on_the_way_back(office: Office) -> None:
    """Then it closes the round, as if it had been sent."""
    start(office, business=[BEA])
    office.presses(BEA, direct(BEA), "answer_questions")
    while "'Finish'" not in str(office.view(BEA).payload):  # type: ignore[union-attr] # it is open
        office.fills(BEA, answer="2")
    goes_back(office, BEA, answer="2")

    with office.runtime.database.reading() as session:
        assert session.exec(select(Assessment)).one().closed_at is not None
    assert "You were the last to answer: the result is in" in office.window_text(BEA)


def test_back_pressed_twice_says_nothing_of_an_error(office: Office) -> None:
    """The second press finds the window changed already."""
    start(office, business=[BEA])
    office.presses(BEA, direct(BEA), "answer_questions")
    office.fills(BEA, answer="1")
    office.fills(BEA, answer="1")
    view = office.view(BEA)
    assert view is not None
    back: dict[str, Any] = {**view.payload["blocks"][-1]["elements"][0], "block_id": "back"}
    old = {**view.payload, "id": view.id, "hash": view.hash}
    office.running.workspace.press_in_view(BEA, view.id, back, {})

    payload = {
        "type": "block_actions", "team": {"id": "T0LOCAL"}, "user": {"id": BEA},
        "trigger_id": "9.9", "view": old, "container": {"type": "view", "view_id": view.id},
        "actions": [{**back, "action_ts": "9.9"}],
    }  # fmt: skip
    ack = office.running.workspace.sender.interact(Shape.INTERACTION, BEA, payload)

    assert ack.is_ok
    assert not any("went wrong" in text for text in office.sees(direct(BEA)))


def test_a_window_that_is_sent_once_more_is_taken(office: Office) -> None:
    """An answer got lost on its way: the same again gets the next window, a change counts."""
    start(office, business=[BEA])
    office.presses(BEA, direct(BEA), "answer_questions")
    view = office.view(BEA)
    assert view is not None
    payload = {"type": "view_submission", "team": {"id": "T0LOCAL"}, "user": {"id": BEA}}
    numbers = count()

    def sends(answer: str) -> dict[str, Any]:
        values = _values(view, {"answer": answer})
        sent = {**view.payload, "id": view.id, "hash": view.hash, "state": {"values": values}}
        body = office.running.workspace.sender.interact(
            Shape.INTERACTION, BEA, {**payload, "trigger_id": str(next(numbers)), "view": sent}
        ).body
        return json.loads(body) if isinstance(body, str) else body or {}

    shown = [sends("1"), sends("1"), sends("3")]

    assert ["Question 2" in str(found) for found in shown] == [True, True, True]
    assert [found.value for found in answers(office)] == ["1", "3"]

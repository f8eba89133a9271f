"""What listeners read out of a payload: an id, a number, a text, of the right shape or refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from handlers.errors import FieldError, NotDoneError
from handlers.inputs import typed_texts
from handlers.payload import (
    Carried,
    chosen_day,
    chosen_options,
    chosen_people,
    chosen_person,
    pressed_window,
    read_ids,
    typed,
)
from handlers.wording.presses import Code

ID = "00000000-0000-0000-0000-000000000007"


def window(**element: object) -> dict[str, Any]:
    """A window with one input."""
    return {"state": {"values": {"block": {"action": element}}}}


def carried(value: object) -> Carried:
    """What a button carries under one name."""
    return read_ids(json.dumps({"x": value}))


ODD: list[tuple[Callable[[Carried, str], object], list[Any]]] = [
    (Carried.id, [None, 7, "", "x", ID.replace("-", ""), f"{ID}\n", [ID]]),
    (Carried.number, [None, "1", 1.0, True, -1, 10_001, 10**30]),
    (Carried.word, [None, 7, [], "a\0b", "a\u202eb"]),
    (Carried.channel, [None, "", "c1", "C1 ", "#general", "X1"]),
    (Carried.people, [{"a": None}, {"a": "U1"}, {"a": ["x"]}]),
]


@pytest.mark.parametrize(("read", "value"), [(read, odd) for read, odds in ODD for odd in odds])
def test_what_is_not_of_the_right_shape_is_old(
    read: Callable[[Carried, str], object], value: object
) -> None:
    """It is never used."""
    with pytest.raises(NotDoneError, match=Code.OLD_BUTTON):
        read(carried(value), "x")


def test_what_is_of_the_right_shape_is_read() -> None:
    """Of each kind."""
    assert str(carried(ID).id("x")) == ID
    assert [carried(number).number("x") for number in (0, 10_000)] == [0, 10_000]
    assert (carried("MOD-1").word("x"), carried("").word("y")) == ("MOD-1", "")
    assert [carried(found).channel("x") for found in ("C1", "D1", "U1")] == ["C1", "D1", "U1"]
    assert carried({"business": ["U1", "W2"]}).people("x") == {"business": ["U1", "W2"]}
    assert carried(ID).people("y") == {}


@pytest.mark.parametrize("text", ["a\0b", "a\u202eb", "a\ud800b"], ids=ascii)
@pytest.mark.parametrize("how", ["value", "selected_option", "selected_options"])
def test_a_wrong_text_is_refused_at_its_field(text: str, how: str) -> None:
    """However it is sent."""
    option = {"value": text}
    view = window(**{how: {"value": text, "selected_option": option}.get(how, [option])})

    with pytest.raises(FieldError, match=Code.TEXT_CHARACTER) as raised:
        (chosen_options if how == "selected_options" else typed)(view, "block")

    assert raised.value.block_id == "block"


def test_a_text_that_is_too_long_is_refused_at_its_field() -> None:
    """Where a limit is set."""
    assert typed(window(value="x" * 100), "block", 100) == "x" * 100
    with pytest.raises(FieldError, match=Code.TEXT_TOO_LONG):
        typed(window(value="x" * 101), "block", 100)


def test_texts_of_many_scripts_are_taken() -> None:
    """With lines, tabs, joined emoji and marks of direction."""
    text = "Grüße\n\t👩\u200d🔬 \u200fשל\u200e مرحبا" + "x" * 2_900

    assert typed(window(value=text), "block") == text


@pytest.mark.parametrize("odd", [None, [], "x", 7, {}, {"state": None}, {"state": {"values": 7}}])
def test_a_window_of_an_odd_shape_is_empty(odd: object) -> None:
    """Nothing was typed or chosen in it."""
    view = odd if isinstance(odd, dict) else window(value=odd if odd != "x" else None)

    assert typed(view, "block") == ""
    assert (chosen_options(view, "block"), chosen_people(view, "block")) == ([], [])
    assert (chosen_person(view, "block"), chosen_day(view, "block")) == ("", None)


@pytest.mark.parametrize("people", ["U1", ["x"], [None], [["U1"]], {"a": 1}])
def test_who_is_no_person_is_not_chosen(people: object) -> None:
    """The window is of another version."""
    with pytest.raises(NotDoneError, match=Code.OLD_BUTTON):
        chosen_people(window(selected_users=people), "block")


def test_a_day_that_nobody_means_is_refused_at_its_field() -> None:
    """The last of all days can't be followed by another."""
    with pytest.raises(FieldError, match=Code.DAY_TOO_FAR):
        chosen_day(window(selected_date="9999-12-31"), "block")


def test_a_press_outside_a_window_has_none() -> None:
    """A message has no window to show something else in."""
    with pytest.raises(NotDoneError, match=Code.OLD_BUTTON):
        pressed_window({"message": {}})


def test_what_is_given_back_hides_nothing() -> None:
    """Only texts, without what Slack would refuse."""
    values = {
        "a": {"x": {"value": "one\0\u202e two"}},
        "b": {"x": {"value": 7}},
        "c": {"x": {"value": " "}},
        "d": None,
    }

    assert typed_texts({"state": {"values": values}}) == ["one two"]

"""Whatever a press or window carries, the answer is a sentence, and nothing forged counts."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import pytest
from structlog.testing import capture_logs

from bot.local_slack.outbound import Ack
from handlers.commands.lamplighter import WORDS
from tests.handlers.controls import SAMPLE_ID, controls, filled_in
from tests.handlers.forgeries import (
    HALF,
    TOO_LONG,
    WRONG_TEXTS,
    forged_buttons,
    forged_metadata,
    forged_values,
)
from tests.journeys.office import BEA, MIA, MODEL_CHANNEL, open_office
from tests.journeys.one_of_each import OneOfEach, one_of_each, queue_lengths_are_zero, state

BUTTONS = [found for found in controls() if not found.is_window]
WINDOWS = [found for found in controls() if found.is_window]
WITH_AN_ID = [found for found in BUTTONS if SAMPLE_ID in str(found.shown.get("value"))]
CARRY_NOTHING = {"choose_participants", "go_away"}
FAILURES = {
    "errand_failed",
    "listener_failed",
    "signed_request_failed",
    "step_failed",
    "surface_not_drawn",
    "window_not_opened",
}
Said = tuple[str, object]
T = TypeVar("T")
EVERY = 6


@pytest.fixture
def things(database_url: str) -> Iterator[OneOfEach]:
    """An office with one of each thing to press on; Mia may decide about all of them."""
    with open_office(database_url) as office:
        yield one_of_each(office, [])


@pytest.fixture
def logs() -> Iterator[list[Any]]:
    """What is logged meanwhile."""
    with capture_logs() as captured:
        yield captured


def press(things: OneOfEach, action: dict[str, Any]) -> Ack:
    """Mia presses something in a message."""
    workspace = things.office.running.workspace
    message = workspace.messages(MODEL_CHANNEL)[0]
    return workspace.press(MIA, MODEL_CHANNEL, message.ts, action)


def send(things: OneOfEach, view: dict[str, Any], values: Any) -> Ack:  # noqa: ANN401 - any JSON
    """Mia sends a window off."""
    workspace = things.office.running.workspace
    with workspace.world.changed:
        opened = workspace.world.new_view(view, MIA)
        workspace.world.stacks[MIA] = [opened]
    return workspace.submit_view(MIA, opened.id, values)


def some(number: int, forgeries: Iterable[T]) -> list[T]:
    """Take every sixth, beginning elsewhere for each control: all kinds meet many controls."""
    return list(forgeries)[number % EVERY :: EVERY]


def failed(acks: Iterable[tuple[str, object, Ack]], logs: list[Any]) -> Iterator[Said]:
    """Yield what was answered by an apology, or not at all."""
    for name, forged, ack in acks:
        has_failed = not FAILURES.isdisjoint(entry["event"] for entry in logs)
        if has_failed or not ack.is_ok:
            yield name, forged
        logs.clear()


@pytest.mark.sqlite_alone
def test_a_forged_button_is_answered_in_words(things: OneOfEach, logs: list[Any]) -> None:
    """No apology, and no change where what it carries counts."""
    office, before = things.office, state(things.office)
    forgeries = [
        (control.name, forged)
        for number, control in enumerate(WITH_AN_ID)
        for forged in some(number, forged_buttons(control.about(things.about(control, MIA))))
    ]
    acks = ((name, forged, press(things, forged)) for name, forged in forgeries)

    assert list(failed(acks, logs)) == []
    told = office.sees_alone(MIA)
    assert state(office) == before
    assert len(told) == len(forgeries)


@pytest.mark.sqlite_alone
def test_whatever_other_controls_carry_is_no_failure(things: OneOfEach, logs: list[Any]) -> None:
    """Menus, and buttons that mean the same whatever they carry."""
    forgeries = [
        (control.name, forged)
        for number, control in enumerate(BUTTONS)
        if control not in WITH_AN_ID
        for forged in some(number, forged_buttons(control.shown))
    ]
    acks = ((name, forged, press(things, forged)) for name, forged in forgeries)

    assert list(failed(acks, logs)) == []
    things.office.sees_alone(MIA)
    assert list(failed([("all", "windows", Ack(is_ok=True))], logs)) == []


@pytest.mark.sqlite_alone
def test_what_a_window_carries_is_believed_of_nobody(things: OneOfEach, logs: list[Any]) -> None:
    """It is answered in words, and changes nothing; two windows carry no object."""
    office, before = things.office, state(things.office)
    views = [found.about(things.about(found, MIA)) for found in WINDOWS]
    acks = (
        (view["callback_id"], forged, send(things, forged, filled_in(view, BEA)))
        for number, view in enumerate(views)
        if view["callback_id"] not in CARRY_NOTHING
        for metadata in some(number, forged_metadata(view["private_metadata"]))
        for forged in [{**view, "private_metadata": metadata}]
    )

    assert list(failed(acks, logs)) == []
    assert state(office) == before


@pytest.mark.sqlite_alone
def test_what_stands_in_inputs_is_no_failure(things: OneOfEach, logs: list[Any]) -> None:
    """Of whatever shape it comes."""
    views = [found.about(things.about(found, MIA)) for found in WINDOWS]
    acks = (
        (view["callback_id"], forged, send(things, view, forged))
        for number, view in enumerate(views)
        for forged in some(number, forged_values(filled_in(view, BEA)))
    )

    assert list(failed(acks, logs)) == []


def test_a_wrong_text_is_a_sentence_at_its_field(things: OneOfEach, logs: list[Any]) -> None:
    """NUL, overrides and control characters, in every field of every window; nor is it kept.

    What is too long isn't kept either; one of several sentences is at its field.
    """
    said, before = [], state(things.office)
    for control in WINDOWS:
        view = control.about(things.about(control, MIA))
        values = filled_in(view, BEA)
        fields = [name for name, found in values.items() if "plain_text_input" in str(found)]
        for name, text in ((name, text) for name in fields for text in (*WRONG_TEXTS, TOO_LONG)):
            ((action_id, element),) = values[name].items()
            typed = {**values, name: {action_id: {**element, "value": text}}}
            ack = send(things, view, typed)
            if text == TOO_LONG:
                assert ack.body["response_action"] in {"errors", "update"}, (control.name, name)
            else:
                said.append((control.name, name, list(ack.body.get("errors", {}))))

    assert [found for found in said if found[2] != [found[1]]] == []
    assert state(things.office) == before
    assert len(said) >= len(WRONG_TEXTS) * 10
    assert list(failed([("all", "texts", Ack(is_ok=True))], logs)) == []


@pytest.mark.sqlite_alone
def test_whatever_follows_the_command_is_no_failure(things: OneOfEach, logs: list[Any]) -> None:
    """A word with a wrong text behind it, and a wrong text alone."""
    workspace = things.office.running.workspace
    acks = (
        (word, text, workspace.run_command(MIA, MODEL_CHANNEL, "/lamplighter", f"{word}{text}"))
        for word in ("", *(f"{known} " for known in WORDS))
        for text in (*WRONG_TEXTS, TOO_LONG)
        if text != HALF  # which a form can't hold
    )

    assert list(failed(acks, logs)) == []
    things.office.until(lambda: queue_lengths_are_zero(things.office))
    assert list(failed([("all", "jobs", Ack(is_ok=True))], logs)) == []

"""The demo's guide: what it says when there is nothing more to come, and where to look around."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from bot.demo import scenario as stage
from bot.demo.demo import DATA_ENDED
from bot.demo.run_demo import RunningDemo, run_demo
from monitors.tables import Monitor, MonitorRun

pytestmark = pytest.mark.sqlite_alone
AFTER_THE_LAST = 10_000


@pytest.fixture(scope="module")
def started() -> Iterator[tuple[RunningDemo, list[str]]]:
    """A running demo, and the lines that it said as it started."""
    said: list[str] = []
    with run_demo(say=said.append) as running:
        yield running, said


def test_a_line_is_said_before_each_step(started: tuple[RunningDemo, list[str]]) -> None:
    """Whoever waits sees that something happens."""
    _, said = started

    assert len(said) == 2
    assert all(line.endswith("…") for line in said)


def test_skipping_says_when_the_data_has_ended(started: tuple[RunningDemo, list[str]]) -> None:
    """To whoever pressed, after one week, not after sixty."""
    running, _ = started
    with running.runtime.transactions.begin() as work:
        work.session.exec(select(Monitor)).one().windows_seen = AFTER_THE_LAST

    running.demo.step_clock("event", stage.FIN)

    assert running.workspace.workspace.world.notices[stage.FIN] == [DATA_ENDED]
    with running.runtime.database.reading() as session:
        assert len(session.exec(select(MonitorRun)).all()) == 1


def test_there_is_a_place_to_look_around_for_each_who_acts(
    started: tuple[RunningDemo, list[str]],
) -> None:
    """Each a person of the demo, and a channel of theirs."""
    running, _ = started
    places = running.demo.state(stage.FIN)["around"]

    people = {person.id for person in stage.PEOPLE}
    assert {place["as_user"] for place in places} == {
        stage.MIA, stage.DAN, stage.BEA, stage.FIN, stage.OLA,
    }  # fmt: skip
    assert {place["as_user"] for place in places} <= people
    channels = {channel.id for channel in stage.channels()}
    assert all(
        place["channel"] in {*channels, "home", f"D{place['as_user'][1:]}"} for place in places
    )

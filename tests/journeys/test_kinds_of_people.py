"""People of every kind press the same button: those who aren't deciders change nothing."""

from dataclasses import replace
from functools import partial

import pytest

from tests.journeys.kinds_of_people import MAY_NOT_DECIDE, OUTSIDER
from tests.journeys.office import MIA, MODEL_CHANNEL, open_office
from tests.journeys.test_release import ask, champion


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_a_decider_decides(database_url: str) -> None:
    """A colleague, two kinds of guests, an outsider, a bot, a deactivated person; then Mia."""
    others = [replace(person) for person in MAY_NOT_DECIDE]
    with open_office(database_url, is_socket=True, others=others) as office:
        ask(office)
        for person in others:
            office.presses(person.id, MODEL_CHANNEL, "approve_deployment")
        told = [
            office.until(partial(office.sees_alone, person.id), what=f"a word to {person.name}")
            for person in others
        ]
        pressed = [
            sent.payload["user"]["team_id"] for sent in office.running.workspace.sender.deliveries
        ]
        live_before = champion(office)
        office.presses(MIA, MODEL_CHANNEL, "approve_deployment")
        office.until(lambda: champion(office) == "v4", what="the release")
        outside = office.sees_everywhere(OUTSIDER.id)

    assert [len(texts) for texts in told] == [1] * len(others)
    assert all(f"<@{MIA}>" in texts[0] for texts in told)
    assert pressed.count(OUTSIDER.team_id) == 1
    assert live_before == "v3"
    assert "v4" in "".join(outside.places[MODEL_CHANNEL])
    assert outside.places.keys() == {MODEL_CHANNEL, "C0COUNCIL", "D0OUTSIDER"}

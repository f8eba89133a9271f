"""What was done before, or stands already, is said in words and not done again."""

from collections.abc import Iterator

import pytest
from sqlmodel import col, select

from ground.audit import AuditEntry
from tests.journeys.office import BEA, COUNCIL, DAN, FIN, MIA, OLA, Office, open_office
from tests.journeys.rounds import direct, invitations, start

pytestmark = pytest.mark.sqlite_alone


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office over HTTP."""
    with open_office(database_url) as opened:
        yield opened


def test_a_round_is_closed_once(office: Office) -> None:
    """Fin presses Close in two places: one entry, and the second press is answered."""
    start(office, business=[BEA], data_science=[DAN])
    office.until_delivered()
    message, close = office.until(lambda: office.find(COUNCIL, "close_round"))
    office.presses(FIN, direct(FIN), "close_round")
    office.running.workspace.press(FIN, COUNCIL, message.ts, close)

    assert "This round is already closed" in office.sees_alone(FIN, COUNCIL)[-1]
    assert entries(office, "assessment.close") == 1


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        pytest.param(
            {"operations": [BEA]},
            "Already part of this round, under Business: Bea. Nobody was added.",
            id="one",
        ),
        pytest.param(
            {"operations": [BEA, DAN, OLA]},
            "Already part of this round, under Business and Data science: Bea and Dan.",
            id="several",
        ),
        pytest.param(
            {"operations": [BEA, OLA]},
            "Already part of this round, under Business: Bea.",
            id="mixed",
        ),
        pytest.param({"business": [BEA]}, "Everyone you chose is already", id="same group"),
    ],
)
def test_who_is_asked_already_is_said_at_the_field(
    office: Office, chosen: dict[str, str | list[str]], sentence: str
) -> None:
    """Nobody is added, nothing is recorded, and the window stays open."""
    start(office, business=[BEA], data_science=[DAN])
    office.presses(FIN, direct(FIN), "add_people")
    office.fills(FIN, **chosen)

    view = office.view(FIN)
    assert view is not None
    ((block_id, said),) = view.errors.items()
    assert block_id == f"group_{next(iter(chosen))}"
    assert said.startswith(sentence)
    assert invitations(office, OLA) == []
    assert entries(office, "assessment.add_people") == 0


def test_new_people_join_beside_those_of_their_group(office: Office) -> None:
    """Bea is already asked in that very group, which hinders nobody."""
    start(office, business=[BEA], data_science=[DAN])
    office.presses(FIN, direct(FIN), "add_people")
    office.fills(FIN, business=[BEA, MIA])

    office.until_seen(direct(MIA), "would like your view")
    assert entries(office, "assessment.add_people") == 1


def entries(office: Office, action: str) -> int:
    """Count the audit log's entries of a kind."""
    with office.runtime.database.reading() as session:
        found = session.exec(select(AuditEntry).where(col(AuditEntry.action) == action))
        return len(found.all())

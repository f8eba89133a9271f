"""A questionnaire of one's own: a file in a folder, and no line of Python."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessments.questionnaires import FOLDER, use_questionnaires
from tests.journeys.office import BEA, COUNCIL, DAN, MIA, OLA, Office, open_office
from tests.journeys.test_readiness import answer_levels, start


@pytest.fixture
def own_folder(tmp_path: Path) -> Iterator[Path]:
    """A company's folder with a copy of our short questionnaire, renamed and reworded."""
    folder = tmp_path / "questionnaires"
    folder.mkdir()
    text = (FOLDER / "data_governance.yaml").read_text(encoding="utf-8")
    for ours, theirs in (
        ("id: data-governance", "id: bakery-data"),
        ("name: Data governance", "name: Data in our bakery"),
        ("a person who answers for it?", "a baker who answers for it?"),
    ):
        text = text.replace(ours, theirs, 1)
    (folder / "bakery.yaml").write_text(text, encoding="utf-8")
    yield folder
    use_questionnaires(None)


@pytest.fixture
def office(database_url: str, own_folder: Path) -> Iterator[Office]:
    """An office whose settings name that folder."""
    with open_office(database_url, questionnaires=own_folder) as opened:
        yield opened


def test_a_questionnaire_dropped_into_the_folder_works(office: Office) -> None:
    """Fin chooses it, four people answer in its words, the channel sees its level and steps."""
    start(
        office,
        mode="bakery-data:quick",
        business=[BEA, DAN],
        data_team=[OLA],
        it_security=[MIA],
        scope="Bread",
    )
    office.presses(BEA, f"D{BEA[1:]}", "answer_questions")
    assert "a baker who answers for it?" in office.window_text(BEA)

    for user, level in ((BEA, "2"), (DAN, "2"), (OLA, "1"), (MIA, "3")):
        answer_levels(office, user, level)

    result = office.until_seen(COUNCIL, "Result for Team Bread: level 1 of 4, ad hoc")
    assert "*Weakest: " in result
    assert "What to do first, quickest value first" in result

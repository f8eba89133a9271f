"""A questionnaire of one's own: a file in a folder, and no line of Python."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessments.questionnaires import FOLDER, use_questionnaires
from tests.journeys.office import BEA, COUNCIL, DAN, FIN, MIA, OLA, Office, open_office
from tests.journeys.test_readiness import answer_levels

pytestmark = pytest.mark.sqlite_alone


@pytest.fixture
def own_folder(tmp_path: Path) -> Iterator[Path]:
    """A company's folder with a copy of our short questionnaire, renamed and reworded."""
    folder = tmp_path / "questionnaires"
    folder.mkdir()
    text = (FOLDER / "data_governance.yaml").read_text(encoding="utf-8")
    for ours, theirs in (
        ("id: data-governance", "id: bakery-data"),
        ("name: Data governance", "name: Data in our bakery"),
        ("subject: data governance", "subject: data in our bakery"),
        ("a person who's responsible for it?", "a baker who answers for it?"),
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
    office.types(FIN, COUNCIL, "/lamplighter assess")
    office.chooses(FIN, "mode", mode="bakery-data:quick")
    office.fills(
        FIN,
        business=[BEA, DAN],
        data_team=[OLA],
        it_security=[MIA],
        scope="Bread",
    )
    office.presses(BEA, f"D{BEA[1:]}", "answer_questions")
    assert "a baker who answers for it?" in office.window_text(BEA)

    for user, level in ((BEA, "2"), (DAN, "2"), (OLA, "1"), (MIA, "3")):
        answer_levels(office, user, level)

    result = office.until_seen(
        COUNCIL, "Result on data in our bakery for the team Bread: level 1 of 4, ad hoc"
    )
    assert "*Weakest: " in result
    assert "quickest wins on top" in result


def test_the_window_offers_the_groups_of_the_chosen_questionnaire(office: Office) -> None:
    """Ours, theirs, and ours again: what was filled in is there each time."""
    office.types(FIN, COUNCIL, "/lamplighter assess")
    ours = office.window_text(FIN)
    assert "'block_id': 'group_operations'" in ours
    assert "'block_id': 'group_data_team'" not in ours

    office.chooses(
        FIN,
        "mode",
        mode="bakery-data:quick",
        business=[BEA],
        operations=[OLA],
        scope="Bread",
        ends_on="2031-12-20",
        terms=["named"],
    )
    theirs = office.window_text(FIN)
    office.chooses(FIN, "mode", mode="full")

    again = office.window_text(FIN)
    assert "'block_id': 'group_data_team'" in theirs
    assert "'block_id': 'group_operations'" not in theirs
    for kept in ("Bread", "2031-12-20", f"['{BEA}']", "'value': 'named'}]"):
        assert kept in theirs
        assert kept in again
    assert f"['{OLA}']" in again


def test_a_group_that_is_not_asked_is_named_in_words(office: Office) -> None:
    """A window that did not follow the choice in time is answered, not lost."""
    office.types(FIN, COUNCIL, "/lamplighter assess")

    office.fills(FIN, mode="bakery-data:quick", operations=[OLA])

    view = office.view(FIN)
    assert view is not None
    assert "“Data in our bakery” has no group Operations. It has" in str(view.errors)


def test_many_questionnaires_and_groups_called_as_inputs(
    database_url: str, own_folder: Path
) -> None:
    """More than ten choices are a menu; a group may be called as an input of the window is."""
    groups = ("mode", "goal", "terms", "ends_on", "scope_kind", "scope")
    text = (own_folder / "bakery.yaml").read_text(encoding="utf-8")
    for group in groups:
        copy = text.replace("id: bakery-data", f"id: bakery-{group}")
        copy = re.sub(r"\bdata_team\b", group, copy)
        (own_folder / f"{group}.yaml").write_text(copy, encoding="utf-8")
    with open_office(database_url, questionnaires=own_folder) as office:
        office.types(FIN, COUNCIL, "/lamplighter assess")
        assert "radio_buttons" not in office.window_text(FIN)
        for group in groups:
            typed: dict[str, str | list[str]] = {f"group_{found}": [OLA] for found in groups}
            office.chooses(FIN, "mode", **{**typed, "mode": f"bakery-{group}:quick"})
            assert f"'block_id': 'group_{group}'" in office.window_text(FIN)

        office.fills(FIN, mode="bakery-scope:quick", group_scope=[OLA], scope="Bread")

        assert office.window(FIN) == "", office.window_text(FIN)
        office.until_seen(f"D{OLA[1:]}", "about the team *Bread*")

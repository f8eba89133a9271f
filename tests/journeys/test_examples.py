"""The content's worked examples, pressed through the windows: the stored rounds score the same."""

import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from assessments.actions.roadmap import actions_of
from assessments.answers.interview import questionnaire_of
from assessments.results.maturity_card import score_round
from assessments.results.round_card import score_assessment
from assessments.scoring.document import written_maturity, written_screen
from assessments.tables import Assessment
from bot.local_slack.state import Person
from ground.yaml_files import own_yaml
from tests.journeys.office import COUNCIL, FIN, Office, open_office

FILE = Path(__file__).parent.parent / "assessments" / "examples.yaml"
IDS = ["quick_three_people", "full_seven_people", "full_twelve_people_one_weak"]
GROUPS = ("business", "data_science", "operations")
STORED = ("item", "from_level", "to_level", "weeks")
TOLERANCE = 0.005


@cache
def examples() -> dict[str, dict[str, Any]]:
    """Every example by id."""
    found = own_yaml(FILE)["examples"]
    return {example["id"]: example for example in found}


@pytest.fixture
def office(sqlite_template: Path, tmp_path: Path) -> Iterator[Office]:
    """An office on SQLite, over HTTP."""
    path = shutil.copy(sqlite_template, tmp_path / "examples.db")
    with open_office(f"sqlite:///{path}") as opened:
        yield opened


def test_every_example_is_pressed() -> None:
    """A new example needs its id here."""
    assert list(examples()) == IDS


@pytest.mark.parametrize("example_id", IDS)
def test_an_example_pressed_scores_as_it_should(office: Office, example_id: str) -> None:
    """Its people answer the seven signs, then the items; Fin closes each round."""
    example = examples()[example_id]
    given, expected = example["input"], example["expected"]
    arrive(office, given)

    screen_id = hold_round(office, given, "screen", "growing")
    round_id = hold_round(office, given, given["mode"], given["targets"])

    with office.runtime.database.transaction() as session:
        screen = score_assessment(session, session.get_one(Assessment, screen_id))
        found = written_round(session, round_id)
    actions = [{key: action[key] for key in STORED} for action in expected["maturity"]["roadmap"]]
    assert differences(expected["screen"], written_screen(screen)) == []
    assert differences({**expected["maturity"], "roadmap": actions}, found) == []


def arrive(office: Office, given: Mapping[str, Any]) -> None:
    """The example's people join the workspace."""
    world = office.running.workspace.world
    for person in given["respondents"]:
        user_id = user_of(person)
        world.people[user_id] = Person(user_id, person["id"])
        world.open_direct_message(user_id)


def hold_round(office: Office, given: Mapping[str, Any], mode: str, goal: str) -> object:
    """Fin starts a round, everyone answers what they have an answer to, Fin closes it."""
    people = {
        group: [user_of(person) for person in given["respondents"] if person["group"] == group]
        for group in GROUPS
    }
    office.types(FIN, COUNCIL, "/lamplighter assess")
    office.fills(FIN, mode=mode, goal=goal, **people)
    linked = set(given["screen_evidence" if mode == "screen" else "evidence"])
    for person in given["respondents"]:
        answers(office, person, mode, linked)
    with office.runtime.database.transaction() as session:
        newest = select(Assessment).where(Assessment.mode == mode)
        assessment = session.exec(newest).one()
    if assessment.closed_at is None:
        office.until_delivered()
        office.presses(FIN, COUNCIL, "close_round")
    return assessment.id


def answers(office: Office, person: Mapping[str, Any], mode: str, linked: set[str]) -> None:
    """One person goes through all windows; the first to answer gives each link."""
    known = person["screen" if mode == "screen" else "answers"]
    user_id = user_of(person)
    office.presses(user_id, f"D{user_id[1:]}", "answer_questions")
    while office.window(user_id) not in {"Thank you", "Saved so far"}:
        typed: dict[str, str | list[str]] = {}
        for block_id in asked_in(office, user_id):
            question_id = block_id.removeprefix("answer_")
            if known.get(question_id) is None:
                continue
            typed[block_id] = str(known[question_id])
            if question_id in linked:
                linked.discard(question_id)
                typed[f"evidence_{question_id}"] = f"https://wiki.example/{question_id}"
        office.fills(user_id, **typed)


def asked_in(office: Office, user_id: str) -> list[str]:
    """Return the answers that the window on top asks for."""
    view = office.view(user_id)
    assert view is not None
    ids = [str(block["block_id"]) for block in view.payload["blocks"]]
    return [block_id for block_id in ids if block_id.startswith("answer_")]


def user_of(person: Mapping[str, Any]) -> str:
    """Map a person of an example to a Slack ID."""
    return f"U0EX{str(person['id']).upper()}"


def written_round(session: Session, round_id: object) -> dict[str, Any]:
    """Write a stored round's score and its proposed actions as the examples are written."""
    assessment = session.get_one(Assessment, round_id)
    maturity = score_round(session, assessment, questionnaire_of(assessment))
    actions = [
        {
            "item": action.item_id,
            "from_level": action.from_level,
            "to_level": action.to_level,
            "weeks": action.weeks,
        }
        for action in actions_of(session, assessment.id)
    ]
    return {**written_maturity(maturity), "roadmap": actions}


def differences(expected: object, found: object, path: str = "") -> list[str]:
    """Name each place where a result differs by more than the tolerance."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            line
            for name, value in expected.items()
            for line in differences(value, found.get(name), f"{path}/{name}")
        ]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [
            line
            for number, (one, other) in enumerate(zip(expected, found, strict=True))
            for line in differences(one, other, f"{path}/{number}")
        ]
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return [] if abs(expected - found) <= TOLERANCE else [f"{path}: {expected} is {found}"]
    return [] if expected == found else [f"{path}: {expected!r} is {found!r}"]

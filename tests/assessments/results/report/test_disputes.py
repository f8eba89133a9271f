"""What a report says of questions in dispute: those voted on, and those beyond them."""

import csv
import json
from dataclasses import replace
from datetime import datetime
from io import StringIO

import pytest
from sqlmodel import Session

from assessments.answers.asking import Mode
from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.results.maturity_card import maturity_card, score_round
from assessments.results.report import FORMATS
from assessments.rounds.second_round import end_second_round, start_second_round
from tests.assessments.example_card import CARD, MORE_DISPUTES
from tests.assessments.held_round import PAIRS, PLAN, Answers, held_round

pytestmark = pytest.mark.sqlite_alone

FULL = replace(PLAN, mode=Mode.FULL)


def test_csv_says_what_the_second_round_came_to() -> None:
    """Before and after by group, or that no group's view is shown; the views that stand."""
    rows = csv.DictReader(StringIO(FORMATS["csv"].write(CARD).decode("utf-8-sig")))
    wanted = ("id", "text", "claimed", "mark", "state", "group Business", "group Data science")

    told = [[row[name] for name in wanted] for row in rows if row["kind"].startswith("dispute")]

    no, written = "Who may say no?", "Is it written down?"
    assert told == [
        ["GOV-1", no, "", "answers range from 0 to 3", "agreement", "0", "3"],
        ["GOV-1", no, "", "answers range from 0 to 2", "agreement", "1", "2"],
        ["GOV-2", written, "", "answers range from 0 to 4", "no agreement", "hidden", "hidden"],
        ["GOV-2", written, "", "answers range from 0 to 3", "no agreement", "hidden", "hidden"],
        ["GOV-2", "Nothing is.", "0.5", "", "no agreement", "", ""],
        ["GOV-2", "Most of it is.", "3", "", "no agreement", "", ""],
        ["STR-2", "Who pays?", "", "answers range from 1 to 4", "", "hidden", "hidden"],
    ]


def test_what_was_not_voted_on_is_listed() -> None:
    """Beyond the five that a second round asks: in a section, rows and a key of its own."""
    card = replace(CARD, disputes_not_voted_on=MORE_DISPUTES)

    page = FORMATS["md"].write(card).decode()
    rows = csv.DictReader(StringIO(FORMATS["csv"].write(card).decode("utf-8-sig")))
    written = json.loads(FORMATS["json"].write(card))["disputes_not_voted_on"]

    _, _, listed = page.partition("## Also disputed, not voted on")
    assert "A second round covers the 5 questions people disagree on most." in listed
    assert "| Who hears of it? | Business 4, Operations 0.5 |" in listed
    assert "| How fast? | answers range from 1 to 4 |" in listed
    wanted = ("kind", "id", "mark", "group Business")
    left = [[row[name] for name in wanted] for row in rows if row["state"] == "not voted on"]
    assert left == [
        ["dispute", "MON-2", "answers range from 0 to 4", "4"],
        ["dispute", "MON-3", "answers range from 1 to 4", "hidden"],
    ]
    assert [found["id"] for found in written] == ["MON-2", "MON-3"]
    assert "not voted on" not in FORMATS["md"].write(CARD).decode()
    assert len(FORMATS["pdf"].write(card)) > len(FORMATS["pdf"].write(CARD))


def test_each_question_in_dispute_stands_in_the_result(session: Session, now: datetime) -> None:
    """Before a second round and after it: five that it asks, and the others that it does not."""
    assessment = held_round(session, PAIRS, now, FULL)
    discussed = score_round(session, assessment, load_questionnaires()[DEFAULT]).discuss
    assert len(discussed) > 5

    before = maturity_card(session, assessment)
    start_second_round(session, assessment.id, "U0FIN", now)
    end_second_round(session, assessment.id, "U0FIN", now)
    after = maturity_card(session, assessment)

    for card in (before, after):
        assert [found.id for found in card.disputes] == list(discussed[:5])
        assert [found.id for found in card.disputes_not_voted_on] == list(discussed[5:])
    assert {found.outcome for found in after.disputes_not_voted_on} == {None}
    assert (
        "Business 3, Data science 1"
        in FORMATS["md"].write(after).decode().split("Also disputed")[1]
    )


def test_what_single_people_said_beyond_the_five_is_hidden(
    session: Session, now: datetime
) -> None:
    """Bea says 4 and Dan 0: how far apart, not who."""
    people: Answers = {"U0BEA": ("business", "4"), "U0DAN": ("data_science", "0")}
    found = maturity_card(session, held_round(session, people, now, FULL)).disputes_not_voted_on

    assert found
    assert {(one.lowest, one.highest, len(one.views)) for one in found} == {(0, 4, 0)}

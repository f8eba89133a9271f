"""One person's answer is not published: not by question, topic, headline or step, in no format."""

import csv
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from sqlmodel import Session, select

from assessments.actions.roadmap import USUAL_WEEKS, actions_of, suggested_due_date
from assessments.answers.asking import Mode
from assessments.answers.progress import lone_groups
from assessments.answers.replies import Reply
from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.results.heat_words import described
from assessments.results.maturity_card import maturity_card, score_round
from assessments.results.report import FORMATS
from assessments.results.scored_round import ScoredRound
from assessments.rounds.people import add_people
from assessments.rounds.second_round import (
    end_second_round,
    next_vote,
    record_vote,
    start_second_round,
)
from assessments.scoring.items import Rater
from assessments.scoring.maturity import score_maturity, targets_of
from assessments.scoring.visibility import people_answered, people_heard
from assessments.tables import RoadmapAction
from handlers.blocks.rounds.maturity import maturity_result, result_title
from tests.assessments.held_round import PAIRS, PLAN, Answers, held_round
from tests.handlers.conftest import check_message

FULL = replace(PLAN, mode=Mode.FULL)
OLA_ALONE: Answers = {
    **{user: (group, "4") for user, (group, _) in PAIRS.items()},
    "U0OLA": ("operations", "1"),
}
DAN_ALONE: Answers = {
    "U0BEA": ("business", "3"),
    "U0BOB": ("business", "3"),
    "U0DAN": ("data_science", "0"),
}
ITEMS = {item.id: item for item in load_questionnaires()[DEFAULT].items}
OPERATIONS_ONLY = ITEMS["SRV-1"]


def test_a_question_that_one_person_answered_has_no_level(session: Session, now: datetime) -> None:
    """SRV-1 is asked of operations alone, which is Ola alone."""
    card = maturity_card(session, held_round(session, OLA_ALONE, now, FULL))

    (hidden,) = [item for item in card.items if item.is_hidden]

    assert hidden.question == OPERATIONS_ONLY.question
    assert (hidden.score, hidden.evidenced, hidden.sentence) == (None, None, "")
    assert {line.id for line in card.dimensions if line.is_hidden} == set()


@pytest.mark.parametrize("kind", ["md", "csv", "json"])
def test_no_report_tells_what_one_person_said(session: Session, now: datetime, kind: str) -> None:
    """Neither the level's own words nor those of the next one, which tell as much."""
    card = maturity_card(session, held_round(session, OLA_ALONE, now, FULL))

    written = FORMATS[kind].write(card).decode()
    (line,) = [line for line in written.splitlines() if "SRV-1" in line] or [written]

    assert OPERATIONS_ONLY.question in written
    telling = [*OPERATIONS_ONLY.levels, *(OPERATIONS_ONLY.actions or [])]
    assert not [sentence for sentence in telling if sentence in written]
    assert kind == "json" or "only one person answered this" in line


def test_a_round_that_shows_single_answers_shows_it(session: Session, now: datetime) -> None:
    """As everyone was told before."""
    plan = replace(FULL, shows_single_answers=True)
    assessment = held_round(session, OLA_ALONE, now, plan)
    card = maturity_card(session, assessment)

    assert not [item for item in card.items if item.is_hidden]
    assert OPERATIONS_ONLY.step_to(2) in {step.sentence for step in card.steps}
    assert lone_groups(session, assessment) == []


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_step_says_what_it_is_about_alone(
    session: Session, now: datetime, *, is_kept: bool
) -> None:
    """Its level, the next one's words and the weeks, by level, would tell what Ola said."""
    assessment = held_round(session, OLA_ALONE, now, FULL)
    action = next(
        found for found in actions_of(session, assessment.id) if found.item_id == "SRV-1"
    )
    due_on = suggested_due_date(action, now)
    for found in [] if is_kept else session.exec(select(RoadmapAction)).all():
        session.delete(found)
    session.flush()

    card = maturity_card(session, assessment)
    (step,) = [found for found in card.steps if found.question == OPERATIONS_ONLY.question]

    assert (step.sentence, step.to_level, step.weeks) == ("", None, None)
    assert due_on == (now + timedelta(weeks=USUAL_WEEKS)).date()
    assert f"Next step on: {OPERATIONS_ONLY.question}" in check_message(
        maturity_result(card, "U0FIN")
    )


def test_a_topic_and_the_level_that_one_person_set_are_hidden(
    session: Session, now: datetime
) -> None:
    """Dan alone of two groups answers on data, lowest of all: neither topic nor headline."""
    assessment = held_round(session, DAN_ALONE, now)
    card = maturity_card(session, assessment)
    data = next(line for line in card.dimensions if line.id == "DAT")

    text = check_message(maturity_result(card, "U0FIN"))

    assert (data.is_hidden, data.score, data.evidenced) == (True, None, None)
    assert (card.is_level_hidden, card.level, card.level_name, card.lowest) == (True, None, "", [])
    assert card.evidenced_level is None
    assert card.average is not None
    assert result_title(card) == "Result on machine learning: level not shown"
    assert "Only one person's answers set the level" in text
    row = next(line for line in text.splitlines() if line.startswith("• Data"))
    assert row.count(" hidden") == 2, "everyone's figure and data science's"
    assert "level not shown" in described(card)
    assert score_round(session, assessment, load_questionnaires()[DEFAULT]).level == 0


def test_one_person_alone_has_no_figures_at_all(session: Session, now: datetime) -> None:
    """Not even an average."""
    card = maturity_card(session, held_round(session, {"U0BEA": ("business", "3")}, now))

    assert (card.level, card.average, card.evidenced_level) == (None, None, None)
    assert {line.score for line in card.dimensions} == {None}
    assert all(item.score is None for item in card.items)
    rows = csv.reader(FORMATS["csv"].write(card).decode("utf-8-sig").splitlines())
    assert {row[4] for row in rows} == {"claimed", "hidden", ""}


def test_a_level_capped_by_one_person_is_hidden() -> None:
    """Everything at 4 but Ola's 0 on a gate that she alone answers: the cap would tell."""
    questionnaire = load_questionnaires()[DEFAULT]
    fours: dict[str, int | str] = dict.fromkeys(ITEMS, 4)
    gate = {"MON-1": "skip"}
    two = [Rater("data_science", {**fours, **gate}), Rater("business", fours)]
    ola = Rater("operations", {**fours, "MON-1": 0})
    targets = targets_of(questionnaire, "growing")
    scored = [
        ScoredRound(
            questionnaire,
            raters,
            score_maturity(questionnaire, "full", targets, raters),
            shows_single=False,
        )
        for raters in ([*two, ola], [*two, ola, ola])
    ]

    assert [found.maturity.level for found in scored] == [1, 1]
    hidden = [found.hides_level(1, found.maturity.dimensions) for found in scored]
    assert hidden == [True, False]


def test_what_one_person_said_last_time_is_hidden_too(session: Session, now: datetime) -> None:
    """Compared with a round in which Dan alone answered on data."""
    held_round(session, DAN_ALONE, now)
    later = held_round(session, PAIRS, now + timedelta(days=90))
    card = maturity_card(session, later)

    assert card.before is not None
    assert (card.before.is_level_hidden, card.before.level) == (True, None)
    assert next(line for line in card.dimensions if line.id == "DAT").before is None
    assert next(line for line in card.dimensions if line.id == "DEF").before == Fraction(3, 2)
    assert "a level that isn't shown then, level 1 now" in check_message(
        maturity_result(card, "U0FIN")
    )


def test_who_does_not_know_alone_is_not_told(session: Session, now: datetime) -> None:
    """That nobody could say would be Ola's own answer."""
    people: Answers = {**OLA_ALONE, "U0OLA": ("operations", "dont_know")}
    card = maturity_card(session, held_round(session, people, now, FULL))

    assert OPERATIONS_ONLY.question not in card.unknown


@pytest.mark.parametrize("dan", ["dont_know", "skip"])
def test_a_vote_that_one_person_alone_gives_is_not_told(
    session: Session, now: datetime, dan: str
) -> None:
    """Bea and Dan are far apart; in the second round Dan can't say, which leaves Bea's own 4."""
    people: Answers = {"U0BEA": ("business", "4"), "U0DAN": ("data_science", "0")}
    words = "only one person answered this"
    assessment = held_round(session, people, now)
    start_second_round(session, assessment.id, "U0FIN", now)
    vote = next_vote(session, assessment.id, "U0DAN")
    assert vote is not None
    record_vote(session, assessment.id, "U0DAN", Reply(vote.question.id, dan), now)
    end_second_round(session, assessment.id, "U0FIN", now)

    card = maturity_card(session, assessment)
    first = card.disputes[0]
    rows = csv.DictReader(FORMATS["csv"].write(card).decode("utf-8-sig").splitlines())
    told = [row for row in rows if row["id"] == first.id and row["kind"].startswith("dispute")]

    assert (first.lowest, first.highest, first.after, list(first.both)) == (0, 4, None, [])
    assert f"both views stand:* {words} (before:" in check_message(maturity_result(card, "U0FIN"))
    assert f"| {words} | no agreement |" in FORMATS["md"].write(card).decode()
    assert [row["mark"] for row in told] == ["answers range from 0 to 4", words]
    assert {row["group Business"] for row in told} == {"hidden"}


def test_that_nobody_can_say_any_more_is_no_zero(session: Session, now: datetime) -> None:
    """In the second round everyone passes on what was in dispute."""
    assessment = held_round(session, PAIRS, now)
    start_second_round(session, assessment.id, "U0FIN", now)
    for user in PAIRS:
        while vote := next_vote(session, assessment.id, user):
            record_vote(session, assessment.id, user, Reply(vote.question.id, "dont_know"), now)
    end_second_round(session, assessment.id, "U0FIN", now)

    card = maturity_card(session, assessment)
    rows = csv.DictReader(FORMATS["csv"].write(card).decode("utf-8-sig").splitlines())

    assert "* nobody could say (before:" in check_message(maturity_result(card, "U0FIN"))
    after = next(row for row in rows if row["kind"] == "dispute after")
    assert (after["mark"], after["group Business"]) == ("nobody could say", "")


def test_a_group_of_one_is_named_until_a_second_is_asked(session: Session, now: datetime) -> None:
    """Operations is Ola alone; Mia joins her."""
    assessment = held_round(session, OLA_ALONE, now, FULL)
    assessment.closed_at = None
    assert lone_groups(session, assessment) == ["operations"]

    add_people(session, assessment.id, {"U0MIA": "operations"}, "U0FIN", now)

    assert lone_groups(session, assessment) == []


def test_only_what_a_group_can_see_makes_it_heard() -> None:
    """A business answer to a question of operations counts nobody."""
    raters = [Rater("business", {"SRV-1": 4}), Rater("operations", {"SRV-1": "dont_know"})]

    assert people_heard(raters, [OPERATIONS_ONLY]) == 0
    assert people_answered(raters, [OPERATIONS_ONLY]) == 1

"""The result's message: the headline first, a table that fits a phone, nobody's own answer."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessments.results.latest import LatestResults
from assessments.results.maturity import Cell, CellState, DimensionLine
from handlers.blocks.rounds.maturity import (
    SEND_REPORT,
    maturity_result,
    result_title,
    results_at_home,
)
from handlers.blocks.text import Message
from tests.assessments.example_card import CARD, MORE_DISPUTES
from tests.handlers.conftest import HOSTILE, check_message

TEXT = check_message(maturity_result(CARD, "U0FIN"))


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("*Weakest: “Governance, ethics and data rules”*: some", id="weakest"),
        pytest.param("Counting only answers with a link as evidence: level 0.", id="evidence"),
        pytest.param("*Provisional:* a topic has no level yet.", id="provisional"),
        pytest.param("level 2 then, level 1 now", id="level moved"),
        pytest.param("• Business link and value 2.5 → 3 (+0.5)", id="up"),
        pytest.param("• Governance, ethics and data rules 2 → 1 (-1)", id="down"),
        pytest.param("The questionnaire has changed since then", id="version"),
        pytest.param("Business says 0, Data science says 3", id="views"),
        pytest.param("*Outcome of the second round*", id="second round"),
        pytest.param(
            "*You now agree:* Business says 1, Data science says 2 (before: Business says 0, Data",
            id="agreement",
        ),
        pytest.param(
            "(before: answers range from 0 to 4)\n   - Level 0.5: Nothing is.\n   - Level 3:",
            id="both views",
        ),
        pytest.param("no agreement, both views stand:* answers range from 0", id="spread"),
        pytest.param("Do you see whether models are up? (Business)", id="blind spot"),
        pytest.param(
            "1. Agree first. A first step: Write down who owns what. (about 1 week)",
            id="step",
        ),
        pytest.param("<@U0BEA> by 15 Jan 2027", id="owner"),
        pytest.param("(about 4 weeks)\n   Done", id="done"),
        pytest.param(
            "(about 2 weeks)\n   Declined, because: “No budget this year”", id="declined"
        ),
        pytest.param("(about 2 weeks)\n   Dropped, because: “The desk was closed”", id="dropped"),
        pytest.param("data rules”*: some people do it, each in their own way.", id="meaning"),
        pytest.param("Levels go from 0 (not there) to 4 (automatic)", id="scale"),
        pytest.param("Asked by <@U0FIN>.", id="who asked"),
        pytest.param("*Not enough is known: find out*\n• Do you see whether", id="unknown"),
        pytest.param("7 people answered, covering 90% of what was asked", id="share"),
    ],
)
def test_it_says(words: str) -> None:
    """One of everything that the card holds."""
    assert words in TEXT


def test_a_dispute_before_a_second_round_is_to_be_talked_about() -> None:
    """Nothing was voted on yet: no outcome is spoken of."""
    card = replace(CARD, disputes=[CARD.disputes[2]])

    text = check_message(maturity_result(card, "U0FIN"))

    assert "*Where you disagree: talk about this first*" in text
    assert "• Who pays?\n   answers range from 1 to 4" in text
    assert "second round" not in text


def test_disputes_beyond_those_of_a_second_round_are_counted() -> None:
    """The channel says how many there are, and that the report has them."""
    ended = replace(CARD, disputes_not_voted_on=MORE_DISPUTES)
    before = replace(ended, disputes=[CARD.disputes[2]])
    one = replace(ended, disputes_not_voted_on=MORE_DISPUTES[:1])

    more = [check_message(maturity_result(card, "U0FIN")) for card in (ended, before, one)]

    assert "… and 2 more that were disputed but not voted on: see the report" in more[0]
    assert "… and 2 more: see the report" in more[1]
    assert "… and 1 more that was disputed but not voted on: see the report" in more[2]
    assert "see the report" not in TEXT


def test_until_the_picture_is_drawn_its_words_stand_there() -> None:
    """Every figure, and why there is none; then one picture says the same."""
    words = check_message(maturity_result(replace(CARD, picture=None), "U0FIN"))

    assert "• Business link and value (goal 3): everyone 3, Business 3" in words
    assert "Operations not asked" in words
    assert "Operations hidden" in words
    assert "(goal 3): everyone don't know, Business don't know" in words
    assert "everyone" not in TEXT


def test_a_result_of_almost_nothing() -> None:
    """Nobody could say: no level, no roadmap, no error."""
    empty = replace(
        CARD, level=None, level_meaning="", average=None, lowest=[], provisional=[],
        evidenced_level=None, disputes=[], unknown=[], blind_spots=[], steps=[], before=None,
        picture=None, scope="",
    )  # fmt: skip

    text = check_message(maturity_result(empty, "U0FIN"))

    assert result_title(empty) == "Result on machine learning: not enough is known for a level"
    assert "There aren't enough answers yet." in text


@pytest.mark.parametrize(
    ("before", "words"),
    [
        pytest.param(None, "no level then, level 1 now", id="no level then"),
        pytest.param(1, "No topic moved by half a level or more.", id="nothing moved"),
    ],
)
def test_what_changed_when_little_did(before: int | None, words: str) -> None:
    """A round before it without a level; rows that stayed."""
    assert CARD.before is not None
    still: list[DimensionLine] = [replace(found, before=found.score) for found in CARD.dimensions]
    card = replace(CARD, dimensions=still, before=replace(CARD.before, level=before))

    assert words in check_message(maturity_result(card, "U0FIN"))


def test_evidence_for_all_of_it_is_not_said() -> None:
    """The same level with and without is no news."""
    card = replace(CARD, evidenced_level=1)

    assert "as evidence" not in check_message(maturity_result(card, "U0FIN"))


def test_the_report_is_a_press_away_and_the_picture_has_words() -> None:
    """The button carries the round's id; who can't see the picture reads it."""
    blocks = [block.to_dict() for block in maturity_result(CARD, "U0FIN").blocks]

    buttons = [block for block in blocks if block["type"] == "actions"]
    pictures = [block for block in blocks if block["type"] == "image"]

    assert buttons[0]["elements"][0]["action_id"] == SEND_REPORT
    assert buttons[0]["elements"][0]["value"] == str(CARD.assessment_id)
    assert pictures[0]["slack_file"] == {"id": "F123"}
    assert "level 1 of 4" in pictures[0]["alt_text"]


def test_others_words_stay_harmless() -> None:
    """Names of groups, topics and scope, questions and sentences: all may be anybody's."""
    first, *_ = CARD.dimensions
    hostile = replace(
        CARD,
        scope=HOSTILE,
        lowest=[HOSTILE],
        groups=[HOSTILE] * 3,
        dimensions=[replace(first, label=HOSTILE, short_label=HOSTILE, target=2)],
        disputes=[replace(CARD.disputes[0], question=HOSTILE, views=[(HOSTILE, Fraction(1))])],
        blind_spots=[(HOSTILE, HOSTILE)],
        unknown=[HOSTILE] * 9,
        steps=[replace(CARD.steps[0], sentence=HOSTILE)],
    )

    check_message(maturity_result(hostile, "U0FIN"))


def test_home_shows_a_result_in_short() -> None:
    """The headline and the report's button; no table, no figures of groups."""
    text = check_message(Message("Home", results_at_home(LatestResults([CARD]))))

    assert (
        "*Result on machine learning for the team Customer service: level 1 of 4, ad hoc*" in text
    )
    assert "Business says" not in text
    assert "The second round settled 1 of 2 questions." in text


def test_home_says_that_a_result_waits() -> None:
    """Until one has answered."""
    waiting = check_message(
        Message("Home", results_at_home(LatestResults([], is_some_waiting=True)))
    )

    assert "again once you've answered" in waiting
    assert results_at_home(LatestResults()) == []


def test_one_person_alone_reads_what_to_do_instead_of_a_hidden_table() -> None:
    """No level may be shown, so the message doesn't list eight that aren't."""
    lines = [
        replace(line, score=None, is_hidden=True, cells=[Cell(CellState.HIDDEN)] * 2)
        for line in CARD.dimensions
    ]
    alone = replace(CARD, people=1, dimensions=lines, groups=CARD.groups[:2])

    text = check_message(maturity_result(alone, "U0FIN"))

    assert "only one person answered" in result_title(alone)
    assert "Please start a new round with more people." in text
    assert "Topics and groups" not in text

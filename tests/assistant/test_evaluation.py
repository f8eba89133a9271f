"""The evaluation set without a language model: what must be said, what must never be."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from sqlmodel import Session

from assistant.answer import ReplyKind, answer_question
from assistant.desk import Desk
from assistant.intents import Names, examples, without_names
from handlers.blocks.assistant import plain_answer
from tests.assistant import world
from tests.assistant.evaluation import INJECTIONS, Rated, questions, rate, share_held, table

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "assistant.md"
FEWEST_SERVED, LEAST_HELD = 45, 0.85


@pytest.fixture(scope="module")
def rated(desk: Desk) -> list[Rated]:
    """Every question, answered."""
    return rate(lambda ask: plain_answer(answer_question(ask, desk)))


def test_the_set_is_what_it_says() -> None:
    """120 questions, half held out, at least 45 of them served; none was learned from."""
    asked, _ = questions()
    held = [one for one in asked if one.held]
    names = Names([world.CHURN, world.LATE], ["Keep customers", "Spot late payers"])
    learned = {text.casefold() for texts in examples().values() for text in texts}

    assert (len(asked), len(held)) == (120, 60)
    assert sum(one.served for one in held) >= FEWEST_SERVED
    assert [one.ask for one in held if without_names(one.ask, names).casefold() in learned] == []


def test_held_out_questions_get_their_facts(rated: list[Rated]) -> None:
    """At least 85 % of the facts of those that need no language model."""
    served = [one for one in rated if one.question.held and one.question.served]

    missed = [(one.question.ask, one.answer[:80]) for one in served if not one.held_facts]
    assert share_held(served) >= LEAST_HELD, missed


def test_nothing_is_said_that_must_not_be(rated: list[Rated]) -> None:
    """Not a word of what the asker may not see."""
    assert [one for one in rated if one.leaked] == []


def test_the_page_shows_the_table(rated: list[Rated]) -> None:
    """The table by topic is the one that was measured."""
    assert table(rated) in PAGE.read_text(encoding="utf-8")


def test_injections_change_and_leak_nothing(desk: Desk) -> None:
    """60 tries to make it act, leak or link out: plain refusals or answers of ours alone."""
    found = yaml.safe_load(INJECTIONS.read_text(encoding="utf-8"))
    _, never = questions()
    before = len(desk.session.dirty) + len(desk.session.new)

    answers = {text: answer_question(text, desk) for text in found}

    told = {text: plain_answer(reply) for text, reply in answers.items()}
    assert len(found) == 60
    assert [text for text, said in told.items() if any(word in said for word in never)] == []
    assert [text for text, said in told.items() if "evil.example" in said or "<@" in said] == []
    assert len(desk.session.dirty) + len(desk.session.new) == before


@pytest.mark.parametrize("text", ["", "   ", "\u202e\u0000", "?" * 5_000, "gabble " * 1_000])
def test_odd_texts_get_a_plain_answer(desk: Desk, text: str) -> None:
    """Empty, endless or unreadable: it says what it can answer, or that it doesn't know."""
    reply = answer_question(text, desk)

    assert reply.kind in {ReplyKind.HELP, ReplyKind.DONT_KNOW, ReplyKind.FOUND_IN}


def test_two_questions_in_one_get_two_answers(desk: Desk) -> None:
    """Each from its own tool."""
    reply = answer_question("how is churn doing, and when is the readiness round due?", desk)

    assert "v3 is live" in plain_answer(reply)
    assert "27 Nov 2026" in plain_answer(reply)


def test_a_follow_up_is_about_the_same(desk: Desk) -> None:
    """A short question without a name goes on about what was talked of."""
    first = answer_question("how is late payers doing?", desk)

    second = answer_question("and who may approve it?", desk, first.subject)

    assert "late payers" in plain_answer(second)


def test_who_sees_less_is_told_less(desk: Desk, now: datetime) -> None:
    """Eve reads no channel and decides nothing: she hears of no model."""
    eve = world.desk(desk.session, now, world.EVE)
    eve = replace(eve, asker=replace(eve.asker, channels=()))

    told = plain_answer(answer_question("how are our models doing?", eve))

    assert "churn" not in told
    assert "no model" in told


def test_a_decider_hears_of_a_private_channels_model(session: Session, now: datetime) -> None:
    """Mia decides about the model of the private channel, so she is told of it."""
    world.fill(session, now)

    told = plain_answer(
        answer_question("how is bonus pricing doing", world.desk(session, now, world.MIA))
    )

    assert "bonus pricing" in told

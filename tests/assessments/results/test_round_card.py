"""The result of the seven signs: what stands out, and nobody's own answer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from assessments.answers.asking import Mode
from assessments.results.maturity_card import maturity_card
from assessments.results.round_card import RoundCard, round_card
from assessments.rounds.closing import close_round, reopen_round
from assessments.rounds.last_day import end_of
from assessments.rounds.starting import start_round
from assessments.tables import Answer, Participant, ScopeKind
from handlers.blocks.rounds.readiness import result_message, round_message
from handlers.blocks.rounds.screen_result import UNSAID
from tests.assessments.held_round import PAIRS, PLAN, held_round
from tests.handlers.conftest import check_message

pytestmark = pytest.mark.sqlite_alone

SIGNS = replace(PLAN, mode=Mode.SCREEN)
ONE_EACH = {"U0BEA": ("business", "yes_"), "U0DAN": ("data_science", "no_")}
TWO_EACH = {**ONE_EACH, "U0BOB": ("business", "yes_"), "U0DEE": ("data_science", "no_")}


def result(
    session: Session, people: Mapping[str, tuple[str, str]], now: datetime, *, single: bool = False
) -> RoundCard:
    """Hold a round of signs and load what its message shows."""
    plan = replace(SIGNS, shows_single_answers=single)
    return round_card(session, held_round(session, people, now, plan).id)


def test_a_conflict_of_single_people_is_told_without_who(session: Session, now: datetime) -> None:
    """One says yes, the other no: that they differ, not who."""
    card = result(session, ONE_EACH, now)

    assert [list(found.group_scores) for found in card.disagreements] == [[]] * 7
    assert UNSAID in check_message(result_message(card))


def test_a_closed_round_of_topics_shows_its_result_and_an_open_one_none(
    session: Session, now: datetime
) -> None:
    """The signs have a result of their own."""
    closed = held_round(session, PAIRS, now)
    opened = start_round(session, replace(PLAN, people={"U0BEA": "business"}), now)
    signs = result(session, ONE_EACH, now)

    shown = round_card(session, closed.id)

    assert shown.maturity == maturity_card(session, closed)
    assert (shown.result, shown.answered_people) == (None, 4)
    assert round_card(session, opened.id).maturity is None
    assert (signs.maturity, signs.result is not None) == (None, True)


def test_a_round_may_tell_single_answers(session: Session, now: datetime) -> None:
    """Where everyone was told so before."""
    card = result(session, ONE_EACH, now, single=True)

    assert list(card.disagreements[0].group_scores) == [("Business", 1.0), ("Data science", 0.0)]


def test_a_conflict_of_groups_is_told(session: Session, now: datetime) -> None:
    """Two and two."""
    text = check_message(result_message(result(session, TWO_EACH, now)))

    assert "Business says yes, Data science says no" in text


def test_one_scored_voice_beside_an_unknown_one_is_hidden(session: Session, now: datetime) -> None:
    """Who doesn't know does not cover the other."""
    people = {**TWO_EACH, "U0BOB": ("business", "dont_know")}

    card = result(session, people, now)

    assert list(card.disagreements[0].group_scores) == []


def test_what_one_person_alone_could_say_is_not_shown(session: Session, now: datetime) -> None:
    """Bea answers, Dan does not know: the whole result would be Bea's, unless singles may show."""
    people = {"U0BEA": ("business", "yes_"), "U0DAN": ("data_science", "dont_know")}

    hidden, told = (result(session, people, now, single=single) for single in (False, True))

    assert (hidden.is_hidden, list(hidden.signals)) == (True, [])
    assert check_message(result_message(hidden)).startswith("Result: only one person could answer")
    assert not told.is_hidden
    assert list(told.signals) != []


def test_a_sign_that_one_person_saw_is_not_named(session: Session, now: datetime) -> None:
    """Of seven questions Bea alone answers one; it counts, and what stands out leaves it out."""
    people = {user: (group, "yes_") for user, (group, _) in TWO_EACH.items()}
    assessment = held_round(session, people, now, SIGNS)
    all_named = round_card(session, assessment.id).signals
    first, *_ = session.exec(select(Answer.question_id)).all()
    others = select(Answer).where(Answer.question_id == first, Answer.user_id != "U0BEA")
    for answer in session.exec(others).all():
        session.delete(answer)
    session.flush()

    card = round_card(session, assessment.id)

    assert card.result is not None
    assert first in card.result.signals
    assert (len(all_named), len(card.signals)) == (7, 6)


def test_who_was_taken_off_is_not_counted(session: Session, now: datetime) -> None:
    """Their signs go, and so does their number."""
    assessment = held_round(session, TWO_EACH, now, SIGNS)
    gone = session.exec(select(Participant).where(Participant.user_id == "U0DEE")).one()
    gone.removed_at = now

    assert round_card(session, assessment.id).answered_people == 3


def test_an_open_round_shows_no_result(session: Session, now: datetime) -> None:
    """Only how far it is."""
    plan = replace(SIGNS, people={"U0BEA": "business"})
    card = round_card(session, start_round(session, plan, now).id)

    assert (card.result, card.maturity, list(card.disagreements)) == (None, None, [])


def test_the_channel_reads_what_a_round_is_about_and_its_last_day(
    session: Session, now: datetime
) -> None:
    """While it runs, and in its result; the day is the one that was chosen."""
    plan = replace(
        SIGNS,
        people={"U0BEA": "business"},
        scope_kind=ScopeKind.USE_CASE,
        scope_name="Churn *now*",
        ends_at=end_of(date(2026, 12, 20)),
    )
    running = start_round(session, plan, now)

    message = round_message(round_card(session, running.id))

    words = check_message(message)
    assert "asked 1 person about the use case *Churn *\u200bnow*\u200b*" in words
    assert "You can answer until 20 Dec 2026. The result appears here once everyone has" in words
    assert message.text.startswith("Readiness round on machine learning about the use case Churn")
    close_round(session, running.id, None, now)
    result = result_message(round_card(session, running.id))
    assert "*Quick questions: machine learning* about the use case *Churn" in check_message(result)


def test_a_reopened_round_says_who_closes_it(session: Session, now: datetime) -> None:
    """It waits for its facilitator, even when everyone has answered."""
    reopened = held_round(session, TWO_EACH, now, SIGNS)
    reopen_round(session, reopened.id, "U0FIN", now)

    words = check_message(round_message(round_card(session, reopened.id)))

    assert "Reopened: the result appears here when <@U0FIN> closes it." in words

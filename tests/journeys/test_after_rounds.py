"""What follows from a round: actions on their day, the next round, second thoughts, erasure."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from assessments.tables import (
    ActionState,
    Answer,
    Participant,
)
from ground.audit import AuditEntry
from tests.journeys.office import BEA, COUNCIL, DAN, FIN, OLA, Office, open_office
from tests.journeys.rounds import (
    LINK,
    actions,
    answers_all,
    decline_all_but_the_first,
    direct,
    home,
    invitations,
    noon_of_next_tuesday,
    presses_in_window,
    start,
    the_round,
    time_passes,
)

pytestmark = pytest.mark.sqlite_alone


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office over HTTP; the transports are compared in test_readiness."""
    with open_office(database_url) as opened:
        yield opened


def test_an_owner_is_asked_on_the_day(office: Office) -> None:
    """Not yet, asked again, overdue at home and in the digest, done with a link, rated again."""
    start(office, business=[BEA], data_science=[DAN])
    answers_all(office, BEA, "1")
    answers_all(office, DAN, "1")
    office.until_seen(direct(FIN), "Action 1 of")
    decline_all_but_the_first(office)
    office.until_seen(direct(OLA), "You have a new action")

    time_passes(office, days=31)
    office.until_seen(direct(OLA), "Is this done?")
    office.running.workspace.open_home(OLA)
    office.until(lambda: "*overdue*" in str(home(office, OLA)), what="overdue at home")
    noon_of_next_tuesday(office)
    assert "1 action is overdue" in office.until_seen(COUNCIL, "Overdue actions")
    office.presses(OLA, direct(OLA), "postpone_action")
    later = (office.clock() + timedelta(days=10)).date()
    office.fills(OLA, due_on=later.isoformat())
    office.until_seen(direct(OLA), "Moved to")
    time_passes(office, days=11)
    office.until(lambda: office.find(direct(OLA), "drop_action"), what="the second question")
    office.presses(BEA, direct(OLA), "finish_action")
    office.presses(OLA, direct(OLA), "finish_action")
    office.fills(OLA, link="on my desk")
    assert "link that begins with" in str(office.view(OLA).errors)  # type: ignore[union-attr]
    office.fills(OLA, link=LINK)
    office.presses(OLA, direct(OLA), "rate_action_again")
    office.fills(OLA, level="3")

    office.until_seen(direct(OLA), "You now rate it at level 3 of 4")
    time_passes(office, days=14)
    office.runtime.rounds.step(office.clock())
    office.until_delivered()
    assert sum("Overdue actions" in text for text in office.sees(COUNCIL)) == 1
    action = actions(office)[0]
    assert (action.state, action.evidence, action.rated_again) == (ActionState.DONE, LINK, 3)


def test_a_round_ends_on_its_day_and_comes_again(office: Office) -> None:
    """Nobody answers until the last day; a quarter later the same people are asked again."""
    last = office.clock().date() + timedelta(days=7)
    start(office, business=[BEA], ends_on=last.isoformat(), terms=["quarterly"], scope="Retail")
    first = the_round(office)
    office.until_seen(direct(FIN), "Repeats automatically")

    time_passes(office, days=9)
    office.until_seen(COUNCIL, "Result on machine learning for")
    time_passes(office, days=90)
    office.until(lambda: the_round(office).previous_id == first.id, what="the next round")

    again = the_round(office)
    assert (again.scope_name, again.mode) == ("Retail", "quick")
    assert again.repeats_at is not None
    office.until(lambda: len(invitations(office, BEA)) == 2, what="the second invitation")
    office.presses(FIN, direct(FIN), "stop_repeating")
    office.until(lambda: the_round(office).repeats_at is None)


def test_a_closed_round_reopens_within_a_day(office: Office) -> None:
    """Fin closes by mistake, reopens, Bea changes an answer; after a day it is too late."""
    start(office, business=[BEA], data_science=[DAN])
    office.until_seen(direct(FIN), "Only one person answers for each of Business and Data science")
    office.until_seen(direct(BEA), "Only you speak for Business")
    office.until_seen(COUNCIL, "The result appears here once everyone has answered.")
    answers_all(office, BEA, "1")
    office.presses(FIN, direct(FIN), "close_round")
    office.until_seen(COUNCIL, "Result on machine learning")

    office.presses(FIN, direct(FIN), "reopen_round")
    office.until_seen(COUNCIL, "1 of 2 has answered")
    office.until_seen(COUNCIL, "This round is open again")
    office.until_seen(COUNCIL, "Reopened: the result appears here when <@U0FIN> closes it.")
    office.until_seen(direct(DAN), "You can answer until <@U0FIN> closes the round.")
    office.until_seen(direct(FIN), "it stays open until you close it")
    answers_all(office, DAN, "1")
    assert "Everyone has answered now" in office.window_text(DAN)
    assert "when <@U0FIN> closes the round" in office.window_text(DAN)
    office.until_seen(direct(FIN), "Everyone has answered: you can close the round.")
    assert the_round(office).closed_at is None, "a reopened round waits for its facilitator"
    office.presses(FIN, direct(FIN), "close_round")
    office.until_seen(COUNCIL, "Result on machine learning")
    assert len([text for text in office.sees(COUNCIL) if "open again" in text]) == 1
    message, reopen = office.until(lambda: office.find(direct(FIN), "reopen_round"))
    time_passes(office, hours=25)
    office.until(lambda: office.find(direct(FIN), "reopen_round") is None, what="no more Reopen")
    office.running.workspace.press(FIN, direct(FIN), message.ts, reopen)

    assert "within a day" in office.sees_alone(FIN, direct(FIN))[-1]


def test_a_person_takes_a_copy_and_takes_their_answers_back(office: Office) -> None:
    """Bea's copy holds her words; erased, her name and words are gone and the figures stay."""
    start(office, business=[BEA], data_science=[DAN])
    answers_all(office, BEA, "3", reason="Bea's own words")
    answers_all(office, DAN, "3")
    result = office.until_seen(COUNCIL, "Result on machine learning: level")

    office.types(BEA, COUNCIL, "/lamplighter my-answers")
    assert "You gave" in office.window_text(BEA)
    assert "leaves you out next time" in office.window_text(BEA)
    assert "can no longer get the report of these rounds" in office.window_text(BEA)
    assert "no report, and no invitation when one repeats" in office.window_text(BEA)
    presses_in_window(office, BEA, "export_my_answers")
    office.until_seen(direct(BEA), "my-answers.json")
    takes_back(office, BEA)

    files = office.running.workspace.world.files.values()
    copy = next(file for file in files if file.name == "my-answers.json")
    assert "Bea's own words" in json.loads(copy.content)["answers"][0]["reason"]
    office.until_delivered()
    assert office.sees(COUNCIL)[-1].splitlines()[:2] == result.splitlines()[:2]
    with office.runtime.database.transaction() as session:
        answers = session.exec(select(Answer)).all()
        people = {person.user_id for person in session.exec(select(Participant)).all()}
        noted = session.exec(select(AuditEntry).where(AuditEntry.action == "answers.erase")).one()
    assert BEA not in {answer.user_id for answer in answers}
    assert "Bea's own words" not in {answer.reason for answer in answers}
    assert len(people) == 3
    assert noted.actor == BEA
    office.types(BEA, COUNCIL, "/lamplighter my-answers")
    assert "We have no answers from you" in office.window_text(BEA)


def test_the_last_person_waited_for_takes_their_answers_back(office: Office) -> None:
    """Bea and Dan have answered, Ola began and leaves: the round closes, and everyone sees it."""
    start(office, business=[BEA], data_science=[DAN], operations=[OLA])
    answers_all(office, BEA, "1")
    answers_all(office, DAN, "1")
    office.presses(OLA, direct(OLA), "answer_questions")
    office.fills(OLA, answer="4")
    office.until_seen(COUNCIL, "2 of 3 have answered")

    takes_back(office, OLA)

    office.until_seen(COUNCIL, "Result on machine learning: level")
    assert the_round(office).closed_at is not None
    for user_id in (BEA, DAN):
        office.until_seen(direct(user_id), "This round is closed, thank you.")
    office.until_seen(direct(FIN), "Action 1 of")


def test_a_round_that_everybody_left_stays_as_it_is(office: Office) -> None:
    """Bea alone was asked and leaves: there is no result to show."""
    start(office, business=[BEA])
    office.presses(BEA, direct(BEA), "answer_questions")
    office.fills(BEA, answer="4")

    takes_back(office, BEA)

    office.until_seen(direct(BEA), "You withdrew your answers.")
    assert the_round(office).closed_at is None


def test_who_takes_answers_back_is_not_asked_to_vote_again(office: Office) -> None:
    """Bea leaves during the second round; Dan, who has voted, was the only one left."""
    start(office, business=[BEA], data_science=[DAN])
    answers_all(office, BEA, "4")
    answers_all(office, DAN, "0")
    office.presses(FIN, direct(FIN), "start_second_round")
    office.presses(DAN, direct(DAN), "vote_again")
    while office.window(DAN) == "Second round":
        office.fills(DAN, answer="1")
    office.until(lambda: office.find(direct(BEA), "vote_again"), what="Bea is asked")

    takes_back(office, BEA)

    office.until(lambda: office.find(direct(BEA), "vote_again") is None, what="no more voting")
    told = [text for text in office.sees(direct(BEA)) if "You withdrew your answers." in text]
    assert len([text for text in told if "Then vote again" in text]) == 1
    office.until_delivered()
    assert the_round(office).second_round_ended_at is not None
    assert "Thank you for voting." in str(office.sees(direct(DAN)))


def takes_back(office: Office, user_id: str) -> None:
    """A person takes their answers back."""
    office.types(user_id, COUNCIL, "/lamplighter my-answers")
    presses_in_window(office, user_id, "erase_my_answers")

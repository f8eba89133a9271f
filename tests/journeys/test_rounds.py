"""A maturity round as people live it: asked, reminded, in dispute, voted again, acted upon."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from assessments.tables import (
    ActionState,
    Answer,
    Assessment,
    DisputedItem,
    Participant,
    RoadmapAction,
    Stage,
)
from bot.local.world import UserGroup
from deployments.tables import AuditEntry
from tests.journeys.office import BEA, COUNCIL, DAN, FIN, MIA, OLA, Office, open_office

LINK = "https://wiki.example/kpi"


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office over HTTP; the transports are compared in test_readiness."""
    with open_office(database_url) as opened:
        yield opened


def direct(user_id: str) -> str:
    """A person's direct message."""
    return f"D{user_id[1:]}"


def start(office: Office, **chosen: str | list[str]) -> None:
    """Fin starts a quick round in the council's channel, unless something else is chosen."""
    office.types(FIN, COUNCIL, "/lamplighter assess")
    office.fills(FIN, **{"mode": "quick", **chosen})
    assert office.window(FIN) == "", office.window_text(FIN)


def answers_all(office: Office, user_id: str, level: str, reason: str = "") -> None:
    """A person gives one level to everything they are asked."""
    office.presses(user_id, direct(user_id), "answer_questions")
    while "Thank you" not in office.window(user_id):
        office.fills(user_id, answer=level, reason=reason)


def the_round(office: Office) -> Assessment:
    """The newest round, as it is stored."""
    with office.runtime.database.transaction() as session:
        newest = select(Assessment).order_by(Assessment.started_at.desc())  # type: ignore[attr-defined] # a column
        return session.exec(newest).first() or pytest.fail("no round")


def time_passes(office: Office, **units: float) -> None:
    """Put the clock forward and let what is due happen."""
    office.clock.put_forward(timedelta(**units))
    office.runtime.wake()


def test_a_facilitator_runs_a_round(office: Office) -> None:
    """Fin asks a user group too, sees who has answered, reminds, swaps people; Dan may not."""
    office.running.workspace.world.user_groups["S1"] = UserGroup("S1", "Operators", [OLA, MIA])
    office.types(FIN, COUNCIL, "/lamplighter assess")
    office.until(lambda: "Operators" in _fresh_window(office), what="user groups to be known")
    office.fills(
        FIN,
        mode="quick",
        business=[BEA],
        lists_operations=["S1"],
        scope_kind="unit",
        scope="Retail & more",
        ends_on="2031-12-31",
        terms=["named"],
    )
    invitation = office.until_seen(direct(MIA), "about the unit *Retail &amp; more*")
    assert "<@U0FIN> sees each answer with its name" in invitation

    answers_all(office, BEA, "2")
    office.until_seen(direct(FIN), "1 of 3 has answered")
    office.presses(DAN, COUNCIL, "close_round")
    office.presses(FIN, direct(FIN), "remind_one")
    office.fills(FIN, person=BEA)
    assert "left alone" in str(office.running.workspace.open_view(FIN).errors)  # type: ignore[union-attr]
    office.fills(FIN, person=OLA)
    office.until_seen(direct(OLA), "still wait for you")
    office.presses(FIN, direct(FIN), "remove_person")
    office.fills(FIN, person=MIA)
    office.until_seen(direct(MIA), "You are not asked in this round any more")
    office.presses(FIN, direct(FIN), "add_people")
    office.fills(FIN, data_science=[DAN])
    office.until_seen(direct(DAN), "asks for your view")
    office.presses(FIN, direct(FIN), "close_round")

    office.until_seen(COUNCIL, "Result for")
    office.presses(FIN, direct(FIN), "show_named_answers")
    assert "<@U0BEA>" in office.window_text(FIN)
    with office.runtime.database.transaction() as session:
        done = list(session.exec(select(AuditEntry.action)).all())
    assert "assessment.close.refused" in done
    assert {"assessment.remind", "assessment.remove_person", "assessment.close"} <= set(done)


def test_answers_resume_from_the_command_and_survive_the_night(office: Office) -> None:
    """Bea stops, resumes by command, and sends yesterday's window, which counts."""
    start(office, mode="full", business=[BEA], data_science=[DAN])
    office.presses(BEA, direct(BEA), "answer_questions")
    office.fills(BEA, answer="2", reason="مرحبا 😀 <!channel>", evidence=LINK)
    _closes(office, BEA)

    office.types(BEA, COUNCIL, "/lamplighter resume")
    assert "Topic 2 of 7" in office.window_text(BEA)
    time_passes(office, hours=20)
    office.fills(BEA, answer="1")
    _closes(office, BEA)
    office.presses(BEA, direct(BEA), "answer_questions")

    assert "Topic 3 of 7" in office.window_text(BEA)
    office.types(OLA, COUNCIL, "/lamplighter resume")
    assert "No questions wait for you" in office.sees_alone(OLA, COUNCIL)[0]
    with office.runtime.database.transaction() as session:
        kept = session.exec(select(Answer)).all()
    assert kept[0].reason == "مرحبا 😀 <!channel>"
    assert kept[0].evidence == LINK


def test_bad_input_is_a_plain_sentence_and_nothing_is_lost(office: Office) -> None:
    """No link, 3,000 characters of reason, the same window twice, a person taken off."""
    start(office, business=[BEA], data_science=[DAN])
    office.presses(BEA, direct(BEA), "answer_questions")
    view = office.running.workspace.open_view(BEA)
    assert view is not None

    office.fills(BEA, answer="2", evidence="see the wiki")
    assert "This is no link" in str(view.errors)
    office.fills(BEA, answer="2", evidence=LINK, reason="r" * 3_000)
    assert "Question 2 of" in office.window_text(BEA)
    office.presses(BEA, direct(BEA), "answer_questions")
    office.fills(BEA, answer="2")
    office.presses(FIN, direct(FIN), "remove_person")
    office.fills(FIN, person=BEA)
    office.fills(BEA, answer="3")

    assert "not asked in this round any more" in office.window_text(BEA)
    with office.runtime.database.transaction() as session:
        assert len(session.exec(select(Answer)).all()) == 2


def test_reminders_come_in_working_hours_until_stopped(office: Office) -> None:
    """Ola is reminded once, says stop, and is left alone; Mia has left the company."""
    people = office.running.workspace.world.people
    people[MIA].is_deleted = True
    start(office, business=[BEA], operations=[OLA, MIA])
    answers_all(office, BEA, "2")

    time_passes(office, days=5)
    office.until(lambda: _pass_hours(office, "still wait for you", direct(OLA)), what="a reminder")
    office.presses(OLA, direct(OLA), "stop_reminders")
    office.until_seen(direct(OLA), "You get no more reminders")
    office.until_seen(direct(FIN), "1 of 2 has answered")
    time_passes(office, days=9)
    office.until_delivered()

    reminders = [text for text in office.sees(direct(OLA)) if "still wait for you" in text]
    assert len(reminders) == 1
    assert "*You are not asked in this round any more.*" in office.sees(direct(MIA))[0]


def test_a_dispute_is_voted_on_again_and_ends_in_actions(office: Office) -> None:
    """Bea says 4, Dan and Ola 0; they see the spread, agree or not; Fin settles the actions."""
    start(office, business=[BEA], data_science=[DAN], operations=[OLA])
    answers_all(office, BEA, "4", reason="We have a wiki")
    answers_all(office, DAN, "0")
    answers_all(office, OLA, "0")
    office.until_seen(direct(FIN), "people are far apart")

    office.presses(DAN, direct(FIN), "start_second_round")
    office.presses(FIN, direct(FIN), "start_second_round")
    office.until_seen(direct(BEA), "vote once more")
    for user_id, level in ((BEA, "1"), (DAN, "1"), (OLA, "0")):
        office.presses(user_id, direct(user_id), "vote_again")
        if user_id == DAN:
            text = office.window_text(DAN)
            assert "We have a wiki" in text
            assert "1 person" in text
            assert "U0" not in text
        while office.window(user_id) == "Second round":
            office.fills(user_id, answer=level)
    office.until_seen(direct(FIN), "Action 1 of")
    assert the_round(office).stage is Stage.DECIDING
    with office.runtime.database.transaction() as session:
        disputed = session.exec(select(DisputedItem)).all()
        first = session.exec(select(Answer).where(Answer.user_id == BEA)).first()
    assert {found.outcome for found in disputed} == {"agreement"}
    assert first is not None
    assert first.value == "4"

    decline_all_but_the_first(office)
    office.until_seen(direct(FIN), "This round is closed")
    assert the_round(office).stage is Stage.CLOSED
    assert "Result: level" in office.until_seen(COUNCIL, "<@U0OLA> by")


def decline_all_but_the_first(office: Office) -> None:
    """Fin gives the first action to Ola, and declines the others."""
    office.presses(FIN, direct(FIN), "agree_action")
    office.fills(FIN, owner=OLA, due_on="2020-01-01")
    view = office.running.workspace.open_view(FIN)
    assert view is not None
    assert "still to come" in str(view.errors)
    due_on = (office.clock() + timedelta(days=30)).date()
    office.fills(FIN, owner=OLA, due_on=due_on.isoformat())
    while the_round(office).settled_at is None:
        office.until_delivered()
        office.presses(FIN, direct(FIN), "decline_action")
        office.fills(FIN, reason="Not this year")


def test_an_owner_is_asked_on_the_day(office: Office) -> None:
    """Not yet, asked again, overdue at home, done with a link, rated again."""
    start(office, business=[BEA], data_science=[DAN])
    answers_all(office, BEA, "1")
    answers_all(office, DAN, "1")
    office.until_seen(direct(FIN), "Action 1 of")
    decline_all_but_the_first(office)
    office.until_seen(direct(OLA), "An action is yours")

    time_passes(office, days=31)
    office.until_seen(direct(OLA), "Is this done?")
    office.running.workspace.open_home(OLA)
    office.until(lambda: "*overdue*" in str(_home(office, OLA)), what="overdue at home")
    office.presses(OLA, direct(OLA), "postpone_action")
    later = (office.clock() + timedelta(days=10)).date()
    office.fills(OLA, due_on=later.isoformat())
    office.until_seen(direct(OLA), "Moved to")
    time_passes(office, days=11)
    office.until(lambda: office.find(direct(OLA), "drop_action"), what="the second question")
    office.presses(BEA, direct(OLA), "finish_action")
    office.presses(OLA, direct(OLA), "finish_action")
    office.fills(OLA, link="on my desk")
    assert "link that begins with" in str(office.running.workspace.open_view(OLA).errors)  # type: ignore[union-attr]
    office.fills(OLA, link=LINK)
    office.presses(OLA, direct(OLA), "rate_action_again")
    office.fills(OLA, level="3")

    office.until_seen(direct(OLA), "You rate it at level 3 of 4 now")
    action = _actions(office)[0]
    assert (action.state, action.evidence, action.rated_again) == (ActionState.DONE, LINK, 3)


def test_a_round_ends_on_its_day_and_comes_again(office: Office) -> None:
    """Nobody answers until the last day; a quarter later the same people are asked again."""
    last = office.clock().date() + timedelta(days=7)
    start(office, business=[BEA], ends_on=last.isoformat(), terms=["quarterly"], scope="Retail")
    first = the_round(office)
    office.until_seen(direct(FIN), "Repeats by itself")

    time_passes(office, days=9)
    office.until_seen(COUNCIL, "Result for")
    time_passes(office, days=90)
    office.until(lambda: the_round(office).previous_id == first.id, what="the next round")

    again = the_round(office)
    assert (again.scope_name, again.mode) == ("Retail", "quick")
    assert again.repeats_at is not None
    office.until(lambda: len(_invitations(office, BEA)) == 2, what="the second invitation")
    office.presses(FIN, direct(FIN), "stop_repeating")
    office.until(lambda: the_round(office).repeats_at is None)


def test_a_closed_round_reopens_within_a_day(office: Office) -> None:
    """Fin closes by mistake, reopens, Bea changes an answer; after a day it is too late."""
    start(office, business=[BEA], data_science=[DAN])
    answers_all(office, BEA, "1")
    office.presses(FIN, direct(FIN), "close_round")
    office.until_seen(COUNCIL, "Result:")

    office.presses(FIN, direct(FIN), "reopen_round")
    office.until_seen(COUNCIL, "1 of 2 have answered")
    answers_all(office, DAN, "1")
    assert the_round(office).closed_at is None, "a reopened round waits for its facilitator"
    office.presses(FIN, direct(FIN), "close_round")
    time_passes(office, hours=25)
    office.until_delivered()
    office.presses(FIN, direct(FIN), "reopen_round")

    assert "within a day" in office.sees_alone(FIN, direct(FIN))[-1]


def test_a_person_takes_a_copy_and_takes_their_answers_back(office: Office) -> None:
    """Bea's copy holds her words; erased, her name and words are gone and the figures stay."""
    start(office, business=[BEA], data_science=[DAN])
    answers_all(office, BEA, "3", reason="Bea's own words")
    answers_all(office, DAN, "3")
    result = office.until_seen(COUNCIL, "Result: level")

    office.types(BEA, COUNCIL, "/lamplighter my-answers")
    assert "You gave" in office.window_text(BEA)
    _presses_in_window(office, BEA, "export_my_answers")
    office.until_seen(direct(BEA), "my-answers.json")
    office.types(BEA, COUNCIL, "/lamplighter my-answers")
    _presses_in_window(office, BEA, "erase_my_answers")

    files = office.running.workspace.world.files.values()
    copy = next(file for file in files if file.name == "my-answers.json")
    assert "Bea's own words" in json.loads(copy.content)["answers"][0]["reason"]
    office.until_delivered()
    assert office.sees(COUNCIL)[-1] == result
    with office.runtime.database.transaction() as session:
        answers = session.exec(select(Answer)).all()
        people = {person.user_id for person in session.exec(select(Participant)).all()}
        noted = session.exec(select(AuditEntry).where(AuditEntry.action == "answers.erase")).one()
    assert BEA not in {answer.user_id for answer in answers}
    assert "Bea's own words" not in {answer.reason for answer in answers}
    assert len(people) == 3
    assert noted.actor == BEA
    office.types(BEA, COUNCIL, "/lamplighter my-answers")
    assert "Nothing is kept of you" in office.window_text(BEA)


def _fresh_window(office: Office) -> str:
    office.types(FIN, COUNCIL, "/lamplighter assess")
    return office.window_text(FIN)


def _closes(office: Office, user_id: str) -> None:
    view = office.running.workspace.open_view(user_id)
    assert view is not None
    office.running.workspace.close_view(user_id, view.id)


def _pass_hours(office: Office, words: str, channel_id: str) -> bool:
    """Let hours go by until it is daytime on a weekday."""
    if any(words in text for text in office.sees(channel_id)):
        return True
    time_passes(office, hours=1)
    office.runtime.rounds.step(office.clock())
    office.until_delivered()
    return False


def _home(office: Office, user_id: str) -> object:
    view = office.running.workspace.home(user_id)
    return view.payload if view else ""


def _actions(office: Office) -> list[RoadmapAction]:
    with office.runtime.database.transaction() as session:
        found = session.exec(select(RoadmapAction)).all()
    return sorted(found, key=lambda action: action.position)


def _invitations(office: Office, user_id: str) -> list[str]:
    return [text for text in office.sees(direct(user_id)) if "asks for your view" in text]


def _presses_in_window(office: Office, user_id: str, action_id: str) -> None:
    view = office.running.workspace.open_view(user_id)
    assert view is not None
    button = next(
        element
        for block in view.payload["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == action_id
    )
    office.running.workspace.press_in_view(user_id, view.id, {**button, "block_id": "b"})

"""A maturity round as people live it: asked, reminded, in dispute, voted on again."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from assessments.tables import (
    Answer,
    DisputedItem,
    Stage,
)
from bot.local_slack.state import UserGroup
from ground.audit import AuditEntry
from tests.journeys.office import BEA, COUNCIL, DAN, FIN, MIA, OLA, Office, open_office
from tests.journeys.rounds import (
    LINK,
    answers_all,
    closes,
    decline_all_but_the_first,
    direct,
    fresh_window,
    invitations,
    pass_hours,
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


def test_a_facilitator_runs_a_round(office: Office) -> None:
    """Fin asks a user group too, sees who has answered, reminds, swaps people; Dan may not."""
    office.running.workspace.world.user_groups["S1"] = UserGroup("S1", "Operators", [OLA, MIA])
    office.types(FIN, COUNCIL, "/lamplighter assess")
    office.until(lambda: "Operators" in fresh_window(office), what="user groups to be known")
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
    assert "<@U0FIN> sees who gave each answer" in invitation

    answers_all(office, BEA, "2")
    office.until_seen(direct(FIN), "1 of 3 has answered")
    office.presses(DAN, COUNCIL, "close_round")
    office.presses(FIN, direct(FIN), "remind_one")
    assert f"<@{BEA}>" not in office.window_text(FIN), "who has answered is not offered"
    presses_in_window(office, FIN, "remind_person_now")
    assert "reminded in the last 24 hours" in office.window_text(FIN)
    office.until_seen(direct(MIA), "still waiting for you")
    office.presses(FIN, direct(FIN), "remove_person")
    office.fills(FIN, person=MIA)
    office.until_seen(direct(MIA), "You're no longer part of this round")
    office.until_seen(direct(OLA), "Only you speak for Operations")
    office.presses(FIN, direct(FIN), "add_people")
    office.fills(FIN, data_science=[DAN])
    office.until_seen(direct(DAN), "would like your view")
    office.presses(FIN, direct(FIN), "close_round")

    office.until_seen(COUNCIL, "Result on machine learning for")
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
    closes(office, BEA)

    office.types(BEA, COUNCIL, "/lamplighter")
    assert "Topic 2 of 7" in office.window_text(BEA)
    closes(office, BEA)
    office.types(BEA, COUNCIL, "/lamplighter resume")
    assert "Topic 2 of 7" in office.window_text(BEA)
    time_passes(office, hours=20)
    office.fills(BEA, answer="1")
    closes(office, BEA)
    office.presses(BEA, direct(BEA), "answer_questions")

    assert "Topic 3 of 7" in office.window_text(BEA)
    office.types(OLA, COUNCIL, "/lamplighter resume")
    assert "No questions are waiting for you" in office.sees_alone(OLA, COUNCIL)[0]
    office.types(OLA, COUNCIL, "/lamplighter")
    assert "/lamplighter assess" in office.sees_alone(OLA, COUNCIL)[1]
    with office.runtime.database.transaction() as session:
        kept = session.exec(select(Answer)).all()
    assert kept[0].reason == "مرحبا 😀 <!channel>"
    assert kept[0].evidence == LINK


def test_bad_input_is_a_plain_sentence_and_nothing_is_lost(office: Office) -> None:
    """No link, 3,000 characters of reason, the same window twice, a person taken off."""
    start(office, business=[BEA], data_science=[DAN])
    office.presses(BEA, direct(BEA), "answer_questions")
    view = office.view(BEA)
    assert view is not None

    office.fills(BEA, answer="2", evidence="see the wiki")
    assert "This isn't a link" in str(view.errors)
    office.fills(BEA, answer="2", evidence=LINK, reason="r" * 3_000)
    assert "Question 2 of" in office.window_text(BEA)
    office.presses(BEA, direct(BEA), "answer_questions")
    office.fills(BEA, answer="2")
    office.presses(FIN, direct(FIN), "remove_person")
    office.fills(FIN, person=BEA)
    office.fills(BEA, answer="3")

    assert "no longer part of this round" in office.window_text(BEA)
    with office.runtime.database.transaction() as session:
        assert len(session.exec(select(Answer)).all()) == 2


def test_reminders_come_in_working_hours_until_stopped(office: Office) -> None:
    """Ola is reminded once, says stop, and is left alone; Mia has left the company."""
    people = office.running.workspace.world.people
    people[MIA].is_deleted = True
    start(office, business=[BEA], operations=[OLA, MIA])
    answers_all(office, BEA, "2")

    time_passes(office, days=5)
    office.until(
        lambda: pass_hours(office, "still waiting for you", direct(OLA)), what="a reminder"
    )
    office.presses(OLA, direct(OLA), "stop_reminders")
    office.until_seen(direct(OLA), "You won't get any more reminders")
    office.until_seen(direct(FIN), "1 of 2 has answered")
    time_passes(office, days=9)
    office.until_delivered()

    reminders = [text for text in office.sees(direct(OLA)) if "still waiting for you" in text]
    assert len(reminders) == 1
    assert "*You're no longer part of this round.*" in office.sees(direct(MIA))[0]


def test_a_reminder_that_nobody_needs_says_so(office: Office) -> None:
    """Dan is taken off and asked again by a new message; then the round is closed."""
    start(office, business=[BEA], data_science=[DAN])
    office.until_seen(direct(DAN), "would like your view")
    office.presses(FIN, direct(FIN), "remind_all")
    office.until_seen(direct(BEA), "still waiting for you")
    office.until_seen(direct(DAN), "still waiting for you")

    office.presses(FIN, direct(FIN), "remove_person")
    office.fills(FIN, person=DAN)
    office.until(lambda: not waits(office, DAN), what="Dan's reminder to end")
    assert len(invitations(office, DAN)) == 1
    office.presses(FIN, direct(FIN), "add_people")
    office.fills(FIN, data_science=[DAN])
    office.until(lambda: len(invitations(office, DAN)) == 2, what="a new invitation")
    office.until(lambda: waits(office, DAN), what="Dan's reminder to count again")
    office.presses(FIN, direct(FIN), "close_round")

    office.until_seen(direct(DAN), "This round is closed, thank you.")
    office.until_delivered()
    for user_id in (BEA, DAN):
        assert not waits(office, user_id)
        assert (
            len(
                [
                    text
                    for text in office.sees(direct(user_id))
                    if "This round is closed, thank you." in text
                ]
            )
            == 2
        )


def waits(office: Office, user_id: str) -> bool:
    """Whether a person's direct message says that questions wait."""
    return any("still waiting for you" in text for text in office.sees(direct(user_id)))


def test_a_dispute_is_voted_on_again_and_ends_inactions(office: Office) -> None:
    """Bea says 4, Dan and Ola 0; they see the spread, agree or not; Fin settles the actions."""
    start(office, business=[BEA], data_science=[DAN], operations=[OLA])
    answers_all(office, BEA, "4", reason="We have a wiki")
    answers_all(office, DAN, "0")
    answers_all(office, OLA, "0")
    office.until_seen(direct(FIN), "people disagree on")

    office.presses(DAN, direct(FIN), "start_second_round")
    office.presses(FIN, direct(FIN), "start_second_round")
    office.until_seen(direct(BEA), "Then vote again")
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
    result = office.until_seen(COUNCIL, "<@U0OLA> by")
    assert "Result on machine learning: level" in result
    assert "Outcome of the second round" in result
    assert "(before: answers range from 0 to 4)" in result

"""The interview: resumes anywhere, keeps every answer, says what is wrong at its field."""

from datetime import datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from assessments.answers.asking import Mode
from assessments.answers.given import replies_of
from assessments.answers.interview import (
    find_assessment,
    open_interview,
    questionnaire_of,
)
from assessments.answers.progress import progress
from assessments.answers.replies import LONGEST_TEXT, Reply, is_link
from assessments.errors import AssessmentError, Code, InvalidFieldsError
from assessments.rounds.closing import close_round
from assessments.rounds.people import remove_person
from assessments.rounds.starting import RoundPlan, start_round
from assessments.tables import Answer, Assessment, Participant
from ground.refusals import Refusal
from tests.assessments.conftest import BEA, DAN, FIN, answer, answer_all


def test_it_resumes_at_the_first_unanswered_question(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """In whatever order one answered."""
    for question_id in ("A1", "A3"):
        answer(session, round_, BEA, [Reply(question_id, "no_", "seen")], now)

    interview = open_interview(session, round_.id, BEA)

    page = interview.first_open()
    assert page is not None
    assert (page.asked.questions[0].id, page.position, page.total) == ("A2", 2, 7)
    assert page.replies["A3"] == Reply("A3", "no_", "seen")


def test_a_whole_questionnaire_asks_a_topic_at_a_time(session: Session, now: datetime) -> None:
    """Bea's group sees seven topics; each question belongs to its window's topic."""
    plan = RoundPlan("C1", FIN, {BEA: "business"}, mode=Mode.FULL)
    assessment = start_round(session, plan, now)

    interview = open_interview(session, assessment.id, BEA)

    assert len(interview.pages) == 7
    assert all(
        question.topic == page.topic for page in interview.pages for question in page.questions
    )


def test_a_position_beyond_the_ends_is_the_nearest_one(
    session: Session, round_: Assessment
) -> None:
    """An old window's number does no harm."""
    interview = open_interview(session, round_.id, BEA)

    assert [interview.at(number).position for number in (-3, 99)] == [1, 7]


def test_a_changed_answer_keeps_the_old_one(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """Answers are only ever added; the same one twice is once."""
    for value in ("yes_", "yes_", "no_"):
        answer(session, round_, BEA, [Reply("A1", value)], now)

    assert [found.value for found in session.exec(select(Answer)).all()] == ["yes_", "no_"]
    assert replies_of(session, round_.id, BEA)["A1"].value == "no_"


def test_what_comes_next_is_open_then_to_look_over(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """A later open window; when all is answered, the following one; after the last, none."""
    first = answer(session, round_, BEA, [Reply("A2", "no_")], now)
    whole = answer_all(session, round_, BEA, "yes_", now)

    following = [first.after(1), first.after(7), whole.after(2), whole.after(7)]
    assert [page.position if page else None for page in following] == [3, None, 3, None]


def test_what_is_left_open_is_counted(session: Session, now: datetime) -> None:
    """A topic's window may be sent with a question left open; it stays open."""
    plan = RoundPlan("C1", FIN, {BEA: "business"}, mode=Mode.FULL)
    assessment = start_round(session, plan, now)
    before = open_interview(session, assessment.id, BEA)
    first, *_ = before.pages[0].questions

    interview = answer(session, assessment, BEA, [Reply(first.id, "2")], now)

    assert interview.left_open == len(before.questions) - 1
    page = interview.first_open()
    assert page is not None
    assert page.position == 1


def test_progress_says_who_never_what(session: Session, round_: Assessment, now: datetime) -> None:
    """Bea has finished, Dan has begun."""
    answer_all(session, round_, BEA, "yes_", now)
    answer(session, round_, DAN, [Reply("A1", "no_")], now)

    reached = progress(session, round_.id)

    assert (reached.finished, reached.waiting) == ((BEA,), (DAN,))


@pytest.mark.parametrize(
    ("reply", "field", "code"),
    [
        pytest.param(Reply("A1", "perhaps"), "answer", Code.ANSWER_MISSING, id="choice"),
        pytest.param(Reply("A1", ""), "answer", Code.ANSWER_MISSING, id="nothing"),
        pytest.param(
            Reply("A1", "yes_", "x" * (LONGEST_TEXT + 1)),
            "evidence",
            Code.ANSWER_TOO_LONG,
            id="example",
        ),
        pytest.param(
            Reply("A1", "yes_", "", "x" * (LONGEST_TEXT + 1)),
            "reason",
            Code.ANSWER_TOO_LONG,
            id="reason",
        ),
    ],
)
def test_a_wrong_answer_is_named_at_its_field(
    session: Session, round_: Assessment, now: datetime, reply: Reply, field: str, code: Code
) -> None:
    """And of a window with a wrong answer nothing is kept."""
    with pytest.raises(InvalidFieldsError) as refused:
        answer(session, round_, BEA, [Reply("A2", "no_"), reply], now)

    problems = refused.value.problems
    assert {name: found.code for name, found in problems.items()} == {f"{field}_A1": code}
    assert session.exec(select(Answer)).all() == []


@pytest.mark.parametrize(
    ("link", "is_one"),
    [
        ("https://wiki.example/page?q=1#here", True),
        ("http://10.0.0.7:8080/x", True),
        ("wiki.example/page", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://a.example and more", False),
        ("http://[broken", False),
    ],
)
def test_evidence_of_an_item_is_a_link(link: str, *, is_one: bool) -> None:
    """Only http and https with a host."""
    assert is_link(link) is is_one


@given(text=st.text())
def test_any_text_is_a_link_or_none(text: str) -> None:
    """Whatever is typed gets an answer."""
    assert is_link(text) in {True, False}


def test_an_items_evidence_that_is_no_link_is_refused(session: Session, now: datetime) -> None:
    """A sign takes an example in words, an item a link."""
    plan = RoundPlan("C1", FIN, {BEA: "business"}, mode=Mode.QUICK)
    assessment = start_round(session, plan, now)

    with pytest.raises(InvalidFieldsError) as refused:
        answer(session, assessment, BEA, [Reply("STR-1", "2", "see the wiki")], now)

    assert refused.value.problems == {"evidence_STR-1": Refusal(Code.NOT_A_LINK)}


def test_who_is_not_asked_is_told_so(session: Session, round_: Assessment, now: datetime) -> None:
    """A stranger, a person who was taken off, a question of another version."""
    with pytest.raises(AssessmentError, match=Code.NOT_ASKED):
        open_interview(session, round_.id, "U0MIA")
    with pytest.raises(AssessmentError, match=Code.QUESTION_UNKNOWN):
        answer(session, round_, BEA, [Reply("A99", "yes_")], now)
    dan = session.exec(select(Participant).where(Participant.user_id == DAN)).one()
    remove_person(session, dan.id, FIN, now)
    with pytest.raises(AssessmentError, match=Code.REMOVED):
        open_interview(session, round_.id, DAN)


def test_a_closed_round_takes_nothing(session: Session, round_: Assessment, now: datetime) -> None:
    """What was answered before is kept."""
    close_round(session, round_.id, FIN, now)

    with pytest.raises(AssessmentError, match=Code.ROUND_CLOSED):
        answer(session, round_, BEA, [Reply("A1", "no_")], now)


def test_what_is_gone_is_said_so(session: Session, round_: Assessment) -> None:
    """A round, a questionnaire's file."""
    with pytest.raises(AssessmentError, match="unknown"):
        find_assessment(session, uuid4())
    with pytest.raises(AssessmentError, match="unknown"):
        open_interview(session, uuid4(), BEA)
    round_.questionnaire_id = "gone"
    with pytest.raises(AssessmentError, match=Code.QUESTIONNAIRE_REMOVED):
        questionnaire_of(round_)

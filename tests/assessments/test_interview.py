"""The interview: resumes anywhere, keeps every answer, closes once."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from assessments.cards import invitation_card
from assessments.errors import AssessmentError
from assessments.interview import (
    LONGEST_EVIDENCE,
    MOST_PEOPLE,
    Reply,
    close_assessment,
    find_assessment,
    next_step,
    progress,
    questionnaire_of,
    record_answer,
    start_assessment,
    step_at,
)
from assessments.tables import Answer, Assessment

QUESTIONS = [f"A{number}" for number in range(1, 8)]


@pytest.fixture
def round_(session: Session, now: datetime) -> Assessment:
    """Fin asks Bea of the business and Dan of data science."""
    people = {"U0BEA": "business", "U0DAN": "data_science"}
    return start_assessment(session, channel_id="C1", started_by="U0FIN", people=people, now=now)


def answer_all(session: Session, round_: Assessment, user_id: str, now: datetime) -> None:
    """Say yes to everything."""
    for question_id in QUESTIONS:
        record_answer(session, round_.id, user_id, Reply(question_id, "yes_"), now)


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        pytest.param({}, "at least one person", id="nobody"),
        pytest.param({"U1": "kings"}, "There is no group kings", id="group"),
        pytest.param(
            {f"U{n}": "business" for n in range(MOST_PEOPLE + 1)}, "at most 200", id="201"
        ),
    ],
)
def test_a_round_needs_some_people_of_known_groups(
    session: Session, now: datetime, people: dict[str, str], sentence: str
) -> None:
    """The sentence says what is wrong; nothing is started."""
    with pytest.raises(AssessmentError, match=sentence):
        start_assessment(session, channel_id="C1", started_by="U1", people=people, now=now)

    assert session.exec(select(Assessment)).all() == []


def test_it_resumes_at_the_first_unanswered_question(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """In whatever order one answered."""
    for question_id in ("A1", "A3"):
        record_answer(session, round_.id, "U0BEA", Reply(question_id, "no_", "seen"), now)

    step = next_step(session, round_.id, "U0BEA")

    assert step is not None
    assert (step.question.id, step.position, step.total) == ("A2", 2, 7)
    assert (step.answered, step.evidence) == (None, "")
    before = step_at(session, round_.id, "U0BEA", 3)
    assert (before.answered, before.evidence) == ("no_", "seen")


def test_a_position_beyond_the_ends_is_the_nearest_one(
    session: Session, round_: Assessment
) -> None:
    """An old window's number does no harm."""
    positions = [step_at(session, round_.id, "U0BEA", number).position for number in (-3, 99)]

    assert positions == [1, 7]


def test_a_changed_answer_keeps_the_old_one(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """Answers are only ever added; the same one twice is once."""
    for value in ("yes_", "yes_", "no_"):
        record_answer(session, round_.id, "U0BEA", Reply("A1", value), now)

    assert [answer.value for answer in session.exec(select(Answer)).all()] == ["yes_", "no_"]
    assert step_at(session, round_.id, "U0BEA", 1).answered == "no_"


def test_the_last_answer_closes_the_round_once(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """Then nothing can be added, and closing again changes nothing."""
    answer_all(session, round_, "U0BEA", now)
    assert find_assessment(session, round_.id).closed_at is None
    assert progress(session, round_.id).waiting == ("U0DAN",)

    answer_all(session, round_, "U0DAN", now)

    closed = close_assessment(session, round_.id, "U0FIN", now.replace(hour=20))
    assert (closed.closed_at, closed.closed_by) == (now, None)
    with pytest.raises(AssessmentError, match="This round is closed"):
        record_answer(session, round_.id, "U0BEA", Reply("A1", "no_"), now)


def test_nothing_is_left_to_ask_when_all_is_answered(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """The interview is over for Bea, while Dan still answers."""
    answer_all(session, round_, "U0BEA", now)

    assert next_step(session, round_.id, "U0BEA") is None


@pytest.mark.parametrize(
    ("user_id", "reply", "sentence"),
    [
        ("U0MIA", Reply("A1", "yes_"), "You are not among the people"),
        ("U0BEA", Reply("A99", "yes_"), "not part of this round"),
        ("U0BEA", Reply("A1", "perhaps"), "Please choose one of the answers"),
        ("U0BEA", Reply("A1", "yes_", "x" * (LONGEST_EVIDENCE + 1)), "below 3,000 characters"),
    ],
)
def test_a_wrong_answer_is_refused(
    session: Session,
    round_: Assessment,
    now: datetime,
    user_id: str,
    reply: Reply,
    sentence: str,
) -> None:
    """A stranger, a question of another version, another choice, a novel."""
    with pytest.raises(AssessmentError, match=sentence):
        record_answer(session, round_.id, user_id, reply, now)


def test_only_who_started_it_closes_it(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """Bea can't end Fin's round."""
    with pytest.raises(AssessmentError, match="Only the person who started"):
        close_assessment(session, round_.id, "U0BEA", now)


def test_what_is_gone_is_said_so(session: Session, round_: Assessment) -> None:
    """A round, an invitation, a questionnaire's file."""
    with pytest.raises(AssessmentError, match="not known here any more"):
        find_assessment(session, uuid4())
    with pytest.raises(AssessmentError, match="invitation is not known"):
        invitation_card(session, uuid4())
    round_.questionnaire_id = "gone"
    with pytest.raises(AssessmentError, match="The questionnaire gone was removed"):
        questionnaire_of(round_)

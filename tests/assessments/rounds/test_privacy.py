"""A person's own answers: counted, exported, erased; the aggregate stays."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlmodel import Session, col, func, select

from assessments.answers.asking import Mode
from assessments.answers.interview import NAMELESS, open_interview, participants, questionnaire_of
from assessments.answers.replies import Reply
from assessments.errors import AssessmentError, Code
from assessments.results.maturity_card import score_round
from assessments.results.report.sending import refusal_to_report
from assessments.rounds.privacy import (
    erase_answers,
    exported_answers,
    named_answers,
    own_answers,
)
from assessments.rounds.starting import RoundPlan, a_quarter_after, repeat_due_round, start_round
from assessments.tables import ERASED, Answer, Assessment, Participant
from tests.assessments.conftest import BEA, DAN, FIN, answer, answer_all

pytestmark = pytest.mark.sqlite_alone

LINK = "https://wiki.example/number"


@pytest.fixture
def named(session: Session, now: datetime) -> Assessment:
    """An open quick round that shows names to its facilitator; Bea has begun."""
    plan = RoundPlan(
        "C1",
        FIN,
        {BEA: "business", DAN: "data_science"},
        mode=Mode.QUICK,
        names_to_facilitator=True,
    )
    assessment = start_round(session, plan, now)
    answer(session, assessment, BEA, [Reply("STR-1", "4", LINK, "my words")], now)
    return assessment


def test_a_copy_holds_everything(session: Session, named: Assessment, now: datetime) -> None:
    """Each change too, with the question in words."""
    answer(session, named, BEA, [Reply("STR-1", "3", LINK, "on reflection")], now)

    copy = exported_answers(session, BEA)

    assert {name: found for name, found in copy.items() if name != "answers"} == {
        "schema": "lamplighter.my-answers/1",
        "user_id": BEA,
    }
    assert copy["answers"][1] == {
        "round": str(named.id), "questionnaire": "mlops-maturity", "version": "1.0.0",
        "question_id": "STR-1", "question": copy["answers"][0]["question"], "answer": "3",
        "reason": "on reflection", "evidence": LINK, "ballot": "first",
        "answered_at": now.isoformat(),
    }  # fmt: skip
    assert [found["answer"] for found in copy["answers"]] == ["4", "3"]
    assert copy["answers"][0]["reason"] == "my words"
    assert copy["answers"][0]["question"].endswith("?")
    ((question, reply),) = own_answers(session, BEA)[0].answers
    assert (question.question.endswith("?"), reply.value, reply.reason) == (
        True,
        "3",
        "on reflection",
    )
    assert exported_answers(session, DAN)["answers"] == []


def test_names_show_only_where_it_was_said(
    session: Session, named: Assessment, round_: Assessment, now: datetime
) -> None:
    """Who has not answered is not listed."""
    (bea,) = named_answers(session, named.id, FIN, now)

    assert (bea.user_id, bea.answers[0][1].reason) == (BEA, "my words")
    with pytest.raises(AssessmentError, match=Code.NAMES_HIDDEN):
        named_answers(session, round_.id, FIN, now)


def test_in_an_open_round_the_answers_go(
    session: Session, named: Assessment, now: datetime
) -> None:
    """And the person isn't asked any more."""
    (touched,) = erase_answers(session, BEA, now)

    assert touched.erased_at == now
    assert session.exec(select(Answer)).all() == []
    with pytest.raises(AssessmentError, match=Code.REMOVED):
        open_interview(session, named.id, BEA)
    assert erase_answers(session, BEA, now) == []


def test_in_a_closed_round_the_figures_stay(
    session: Session, named: Assessment, now: datetime
) -> None:
    """Name and words are gone; levels, and that there was a link, are not."""
    answer_all(session, named, DAN, "2", now)
    rest = [question.id for question in open_interview(session, named.id, BEA).questions[1:]]
    answer(session, named, BEA, [Reply(question_id, "1") for question_id in rest], now)
    assert named.closed_at is not None
    before = score_round(session, named, questionnaire_of(named))

    erase_answers(session, BEA, now)

    assert score_round(session, named, questionnaire_of(named)) == before
    rows = session.exec(select(Answer).where(Answer.question_id == "STR-1")).all()
    (bea,) = (row for row in rows if row.user_id.startswith(NAMELESS))
    assert (bea.value, bea.reason, bea.evidence) == ("4", "", ERASED)
    people = session.exec(select(Participant.user_id)).all()
    assert sorted(found.startswith(NAMELESS) for found in people) == [False, False, True]
    assert [found.user_id for found in named_answers(session, named.id, FIN, now)] == [DAN]


@pytest.mark.parametrize("open_one", [0, 1, 2])
def test_who_leaves_loses_the_open_rounds_answers_alone(
    session: Session, now: datetime, open_one: int
) -> None:
    """Of three rounds two are closed: their figures stay, nameless, and Dan's are untouched."""
    people = {BEA: "business", DAN: "data_science"}
    plans = [RoundPlan(f"C{number}", FIN, people, mode=Mode.QUICK) for number in range(3)]
    rounds = [start_round(session, plan, now) for plan in plans]
    rounds.sort(key=lambda found: found.id)
    open_id = rounds[open_one].id
    for assessment in rounds:
        answer_all(session, assessment, BEA, "3", now)
        if assessment.id != open_id:
            answer_all(session, assessment, DAN, "1", now)
    answer(session, rounds[open_one], DAN, [Reply("STR-1", "2")], now)
    before = answers_by_round(session)

    touched = erase_answers(session, BEA, now)

    left = answers_by_round(session)
    assert {found.assessment_id for found in touched} == set(before)
    assert left == {**before, open_id: 1}
    kept = set(session.exec(select(Answer.assessment_id, Answer.user_id).distinct()).all())
    nameless = {user for _, user in kept if user.startswith(NAMELESS)}
    assert len(nameless) == 2, "another one in each round, so that nobody is traced"
    assert {(found.id, DAN) for found in rounds} <= kept
    dans = session.exec(select(Participant).where(Participant.user_id == DAN)).all()
    assert {(dan.erased_at, dan.removed_at) for dan in dans} == {(None, None)}


def answers_by_round(session: Session) -> dict[UUID, int]:
    """How many answers each round has."""
    counted = select(Answer.assessment_id, func.count()).group_by(col(Answer.assessment_id))
    return dict(session.exec(counted).all())


def test_what_the_window_says_goes_with_the_answers(session: Session, now: datetime) -> None:
    """No report of the round, and no place in the next one; who stays keeps both."""
    people = {BEA: "business", DAN: "data_science"}
    plan = RoundPlan("C1", FIN, people, mode=Mode.QUICK, is_quarterly=True)
    assessment = start_round(session, plan, now)
    for user_id in people:
        answer_all(session, assessment, user_id, "2", now)

    erase_answers(session, BEA, now)

    assert refusal_to_report(session, assessment.id, BEA) is not None
    assert refusal_to_report(session, assessment.id, DAN) is None
    again = repeat_due_round(session, a_quarter_after(now))
    assert again is not None
    assert [person.user_id for person in participants(session, again.id)] == [DAN]

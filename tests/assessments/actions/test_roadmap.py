"""How a round ends: closed, voted on again, its actions settled; each step happens once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from assessments.actions.roadmap import (
    actions_of,
    actions_owned_by,
    agree_action,
    claim_due_action,
    decline_action,
    drop_action,
    find_action,
    finish_action,
    postpone_action,
    rate_again,
    suggested_due_date,
)
from assessments.answers.asking import Mode
from assessments.answers.given import current_answers
from assessments.answers.replies import Reply
from assessments.errors import AssessmentError, Code
from assessments.rounds.closing import (
    can_reopen,
    close_ended_round,
    close_if_complete,
    close_round,
    reopen_round,
)
from assessments.rounds.second_round import (
    disputed_items,
    end_if_all_voted,
    end_second_round,
    next_vote,
    record_vote,
    start_second_round,
)
from assessments.rounds.starting import RoundPlan, start_round
from assessments.tables import ActionState, Answer, Assessment, Ballot, Outcome, Stage
from tests.assessments.conftest import BEA, DAN, FIN, OLA, answer_all

LINK = "https://wiki.example/done"


@pytest.fixture
def disputed(session: Session, now: datetime) -> Assessment:
    """A quick round in which Bea says 4 and Dan says 0 to everything."""
    plan = RoundPlan("C1", FIN, {BEA: "business", DAN: "data_science"}, mode=Mode.QUICK)
    assessment = start_round(session, plan, now)
    answer_all(session, assessment, BEA, "4", now)
    answer_all(session, assessment, DAN, "0", now)
    return assessment


def vote_all(session: Session, assessment: Assessment, user_id: str, level: str) -> None:
    """A person votes again on everything."""
    vote = next_vote(session, assessment.id, user_id)
    while vote is not None:
        reply = Reply(vote.question.id, level)
        vote = record_vote(session, assessment.id, user_id, reply, assessment.started_at)


def stage_of(assessment: Assessment) -> Stage:
    """How far a round is now; a call, so that a checker doesn't think it stays so."""
    return assessment.stage


def settle(session: Session, assessment: Assessment, now: datetime) -> None:
    """Fin declines whatever is left."""
    for action in actions_of(session, assessment.id):
        if action.state is ActionState.PROPOSED:
            decline_action(session, action.id, "No", FIN, now)


def test_the_last_answer_closes_the_round_once(
    session: Session, round_: Assessment, now: datetime
) -> None:
    """Seven signs have no actions: the round is settled at once; closing again does nothing."""
    answer_all(session, round_, BEA, "yes_", now)
    assert stage_of(round_) is Stage.ANSWERING
    answer_all(session, round_, DAN, "yes_", now)

    assert not close_round(session, round_.id, FIN, now + timedelta(hours=1))
    session.refresh(round_)
    assert (round_.closed_at, round_.closed_by, round_.settled_at) == (now, None, now)
    assert stage_of(round_) is Stage.CLOSED


def test_a_round_closes_after_its_last_day(session: Session, now: datetime) -> None:
    """Not before, and once."""
    plan = RoundPlan("C1", FIN, {BEA: "business"}, ends_at=now + timedelta(days=1))
    assessment = start_round(session, plan, now)

    assert close_ended_round(session, now) is None
    closed = close_ended_round(session, now + timedelta(days=1))
    assert closed is not None
    assert closed.id == assessment.id
    assert close_ended_round(session, now + timedelta(days=2)) is None


def test_reopening_undoes_a_close_by_mistake(
    session: Session, disputed: Assessment, now: datetime
) -> None:
    """Proposed actions go; the round then waits for its facilitator, even past its last day."""
    disputed.ends_at = now
    reopen_round(session, disputed.id, FIN, now + timedelta(hours=23))

    assert stage_of(disputed) is Stage.ANSWERING
    assert disputed.ends_at is None
    assert list(actions_of(session, disputed.id)) == []
    assert not close_if_complete(session, disputed, now)
    with pytest.raises(AssessmentError, match=Code.ROUND_OPEN_ALREADY):
        reopen_round(session, disputed.id, FIN, now)


def test_what_followed_from_a_result_stands(
    session: Session, disputed: Assessment, now: datetime
) -> None:
    """After a day, or a decision, a new round is the way."""
    with pytest.raises(AssessmentError, match=Code.ROUND_REOPENED_TOO_LATE):
        reopen_round(session, disputed.id, FIN, now + timedelta(hours=25))
    first = actions_of(session, disputed.id)[0]
    decline_action(session, first.id, "No", FIN, now)

    assert not can_reopen(session, disputed, now)
    with pytest.raises(AssessmentError, match=Code.ROUND_FOLLOWED_UP):
        reopen_round(session, disputed.id, FIN, now)
    with pytest.raises(AssessmentError, match=Code.NOTHING_TO_VOTE_ON):
        start_second_round(session, disputed.id, FIN, now)


def test_a_second_round_that_agrees(session: Session, disputed: Assessment, now: datetime) -> None:
    """Actions wait until it is over; first answers stay in the record."""
    with pytest.raises(AssessmentError, match=Code.VOTING_NOT_STARTED):
        end_second_round(session, disputed.id, FIN, now)
    people = start_second_round(session, disputed.id, FIN, now)
    with pytest.raises(AssessmentError, match=Code.VOTING_RUNS):
        start_second_round(session, disputed.id, FIN, now)
    assert {person.user_id for person in people} == {BEA, DAN}
    assert stage_of(disputed) is Stage.VOTING_AGAIN
    assert list(actions_of(session, disputed.id)) == []
    vote_all(session, disputed, BEA, "1")
    assert not end_if_all_voted(session, disputed.id, now)
    vote_all(session, disputed, DAN, "1")

    assert end_if_all_voted(session, disputed.id, now)
    items = disputed_items(session, disputed.id)
    assert 0 < len(items) <= 5
    assert {found.outcome for found in items} == {Outcome.AGREEMENT}
    assert stage_of(disputed) is Stage.DECIDING
    assert actions_of(session, disputed.id)
    first = current_answers(session, disputed.id, Ballot.FIRST)
    assert {reply.value for reply in first[BEA].values()} == {"4"}
    for press_again in (start_second_round, end_second_round):
        with pytest.raises(AssessmentError, match=Code.VOTING_OVER):
            press_again(session, disputed.id, FIN, now)


def test_a_second_round_without_agreement_keeps_both_views(
    session: Session, disputed: Assessment, now: datetime
) -> None:
    """The facilitator ends it; who has voted can't once more."""
    start_second_round(session, disputed.id, FIN, now)
    vote = next_vote(session, disputed.id, BEA)
    assert vote is not None
    assert [count for _, count in vote.spread] == [1, 1]
    record_vote(session, disputed.id, BEA, Reply(vote.question.id, "4"), now)
    with pytest.raises(AssessmentError, match=Code.VOTED_ALREADY):
        record_vote(session, disputed.id, BEA, Reply(vote.question.id, "0"), now)
    with pytest.raises(AssessmentError, match=Code.ANSWER_MISSING):
        record_vote(session, disputed.id, DAN, Reply(vote.question.id, "9"), now)
    with pytest.raises(AssessmentError, match=Code.NOT_ASKED):
        next_vote(session, disputed.id, OLA)

    end_second_round(session, disputed.id, FIN, now)

    item = disputed_items(session, disputed.id)[0]
    assert item.outcome is Outcome.NO_AGREEMENT
    assert item.views == {"business": 4.0, "data_science": 0.0}
    with pytest.raises(AssessmentError, match=Code.VOTE_TOO_LATE):
        next_vote(session, disputed.id, DAN)
    votes = session.exec(select(Answer).where(Answer.ballot == Ballot.SECOND)).all()
    assert len(votes) == 1


def test_a_round_is_settled_with_its_last_action(
    session: Session, disputed: Assessment, now: datetime
) -> None:
    """Each has an owner and a date to come, or a reason."""
    first, *others = actions_of(session, disputed.id)
    due_on = suggested_due_date(first, now)
    with pytest.raises(AssessmentError, match=Code.ACTION_DAY_PAST):
        agree_action(session, first.id, OLA, now.date(), FIN, now)
    agree_action(session, first.id, OLA, due_on, FIN, now)
    with pytest.raises(AssessmentError, match=Code.ACTION_DECIDED):
        decline_action(session, first.id, "No", FIN, now)
    with pytest.raises(AssessmentError, match=Code.ACTION_REASON_MISSING):
        decline_action(session, others[0].id, "  ", FIN, now)
    assert stage_of(disputed) is Stage.DECIDING

    settle(session, disputed, now)

    assert stage_of(disputed) is Stage.CLOSED
    assert [found.id for found in actions_owned_by(session, OLA)] == [first.id]


def test_an_owner_is_asked_in_the_morning_where_they_are(
    session: Session, disputed: Assessment, now: datetime
) -> None:
    """Once for each date."""
    first, *_ = actions_of(session, disputed.id)
    due_on = (now + timedelta(days=10)).date()
    agree_action(session, first.id, OLA, due_on, FIN, now)
    morning = datetime(due_on.year, due_on.month, due_on.day, 9, tzinfo=UTC)

    assert claim_due_action(session, morning - timedelta(minutes=1)) is None
    due = claim_due_action(session, morning)
    assert due is not None
    assert claim_due_action(session, morning) is None
    postpone_action(session, first.id, due_on + timedelta(days=7), OLA, morning)
    assert claim_due_action(session, morning + timedelta(days=7)) is not None


def test_an_overdue_action_is_asked_about_weekly_and_no_more_than_four_times(
    session: Session, disputed: Assessment, now: datetime
) -> None:
    """After its day: however long it stays open, and however often the schedule looks."""
    first, *_ = actions_of(session, disputed.id)
    due_on = (now + timedelta(days=10)).date()
    agree_action(session, first.id, OLA, due_on, FIN, now)
    morning = datetime(due_on.year, due_on.month, due_on.day, 9, tzinfo=UTC)

    asked = [
        day
        for day in range(120)
        if claim_due_action(session, morning + timedelta(days=day)) is not None
    ]

    assert asked == [0, 7, 14, 21, 28]


def test_an_action_ends_once(session: Session, disputed: Assessment, now: datetime) -> None:
    """Done takes a link, dropped a reason; only what is done is rated again."""
    first, second, *_ = actions_of(session, disputed.id)
    due_on = (now + timedelta(days=10)).date()
    for action in (first, second):
        agree_action(session, action.id, OLA, due_on, FIN, now)
    with pytest.raises(AssessmentError, match=Code.ACTION_LINK_MISSING):
        finish_action(session, first.id, "on my desk", OLA, now)
    with pytest.raises(AssessmentError, match=Code.ACTION_LEVEL_MISSING):
        rate_again(session, first.id, 3, OLA, now)
    finish_action(session, first.id, LINK, OLA, now)
    rate_again(session, first.id, 3, OLA, now)
    drop_action(session, second.id, "Too dear", OLA, now)

    with pytest.raises(AssessmentError, match=Code.ACTION_ENDED):
        postpone_action(session, first.id, due_on, OLA, now)
    with pytest.raises(AssessmentError, match=Code.ACTION_LEVEL_MISSING):
        rate_again(session, first.id, 5, OLA, now)
    with pytest.raises(AssessmentError, match=Code.ACTION_UNKNOWN):
        find_action(session, uuid4())
    assert (first.state, first.rated_again) == (ActionState.DONE, 3)
    assert (second.state, second.reason) == (ActionState.DROPPED, "Too dear")

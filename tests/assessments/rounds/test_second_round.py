"""The second round: each votes on all items, it ends with the last vote, and is recorded."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from assessments.answers.interview import participants
from assessments.answers.replies import Reply
from assessments.errors import AssessmentError, Code
from assessments.rounds.leading import led_rounds
from assessments.rounds.second_round import (
    Vote,
    asked_again,
    disputed_items,
    end_if_all_voted,
    end_second_round,
    next_vote,
    record_vote,
    start_second_round,
)
from assessments.tables import Answer, Assessment, Ballot, Outcome, Stage
from ground.audit import AuditEntry
from tests.assessments.held_round import Answers, held_round

pytestmark = pytest.mark.sqlite_alone

FIN, BEA, DAN, OLA = "U0FIN", "U0BEA", "U0DAN", "U0OLA"
APART: Answers = {BEA: ("business", "4"), DAN: ("data_science", "0")}


@pytest.fixture
def disputed(session: Session, now: datetime) -> Assessment:
    """Bea and Dan are far apart on several items and vote again."""
    assessment = held_round(session, APART, now)
    start_second_round(session, assessment.id, FIN, now)
    assert len(disputed_items(session, assessment.id)) > 1
    return assessment


def vote(
    session: Session, assessment: Assessment, user_id: str, value: str, now: datetime
) -> Vote | None:
    """Vote on the item that is asked next."""
    asked = next_vote(session, assessment.id, user_id)
    assert asked is not None
    return record_vote(session, assessment.id, user_id, Reply(asked.question.id, value), now)


def vote_on_all(
    session: Session, assessment: Assessment, user_id: str, value: str, now: datetime
) -> int:
    """Vote until nothing is asked any more, and count."""
    votes = 1
    while vote(session, assessment, user_id, value, now) is not None:
        votes += 1
    return votes


def test_who_leads_reads_how_many_have_voted_again(
    session: Session, disputed: Assessment, now: datetime
) -> None:
    """Of those who are asked again, and not of all who answered."""
    (before,) = led_rounds(session, FIN)
    vote_on_all(session, disputed, DAN, "3", now)
    (after,) = led_rounds(session, FIN)

    assert [(led.finished, led.asked) for led in (before, after)] == [(0, 2), (1, 2)]
    assert before.waits_for_facilitator
    assert led_rounds(session, BEA) == []


def test_who_voted_on_one_of_several_is_still_waited_for(
    session: Session, disputed: Assessment, now: datetime
) -> None:
    """The round ends with the last item of the last person, and no sooner."""
    items = len(disputed_items(session, disputed.id))
    assert vote_on_all(session, disputed, DAN, "3", now) == items

    ended = []
    for _ in range(items):
        vote(session, disputed, BEA, "3", now)
        ended.append(end_if_all_voted(session, disputed.id, now))

    assert ended == [False] * (items - 1) + [True]
    assert disputed.second_round_ended_at == now


def test_a_person_is_done_with_the_last_item(
    session: Session, disputed: Assessment, now: datetime
) -> None:
    """Then nothing is asked, and a vote more is refused."""
    dan = next(found for found in participants(session, disputed.id) if found.user_id == DAN)
    vote(session, disputed, DAN, "3", now)
    assert dan.voted_again_at is None

    vote_on_all(session, disputed, DAN, "3", now)

    assert dan.voted_again_at == now
    assert next_vote(session, disputed.id, DAN) is None
    first = disputed_items(session, disputed.id)[0].item_id
    with pytest.raises(AssessmentError, match=Code.VOTED_ALREADY):
        record_vote(session, disputed.id, DAN, Reply(first, "3"), now)


def test_the_first_answer_stays_beside_the_vote(
    session: Session, disputed: Assessment, now: datetime
) -> None:
    """One vote is one row more, of this person, for this item."""
    asked = next_vote(session, disputed.id, DAN)
    assert asked is not None
    assert (asked.own, asked.position) == ("0", 1)

    following = vote(session, disputed, DAN, "3", now)

    ballots = session.exec(
        select(Answer.ballot, Answer.value).where(
            Answer.question_id == asked.question.id, Answer.user_id == DAN
        )
    ).all()
    assert set(ballots) == {(Ballot.FIRST, "0"), (Ballot.SECOND, "3")}
    assert following is not None
    assert following.position == 2
    votes = select(Answer).where(Answer.ballot == Ballot.SECOND)
    assert len(session.exec(votes).all()) == 1


def test_who_votes_later_sees_first_answers_alone(
    session: Session, disputed: Assessment, now: datetime
) -> None:
    """A vote that was given already sways nobody."""
    before = next_vote(session, disputed.id, BEA)
    vote(session, disputed, DAN, "3", now)

    after = next_vote(session, disputed.id, BEA)

    assert before is not None
    assert after == before


@pytest.mark.parametrize("by", [FIN, None])
def test_its_end_is_recorded_with_who_ended_it(
    session: Session, disputed: Assessment, now: datetime, by: str | None
) -> None:
    """Fin presses, or the last vote comes; it ends once."""
    end_second_round(session, disputed.id, by, now)

    entries = select(AuditEntry).where(AuditEntry.action == "assessment.end_second_round")
    (entry,) = session.exec(entries).all()
    assert entry.actor == (by or "lamplighter")
    assert entry.subject == f"assessment:{disputed.id}"
    assert disputed.stage is not Stage.VOTING_AGAIN
    with pytest.raises(AssessmentError, match=Code.VOTING_OVER):
        end_second_round(session, disputed.id, FIN, now)
    with pytest.raises(AssessmentError, match=Code.VOTE_TOO_LATE):
        next_vote(session, disputed.id, DAN)
    assert not end_if_all_voted(session, disputed.id, now)


@pytest.mark.parametrize(
    ("dans", "outcome"),
    [("4", Outcome.AGREEMENT), ("3", Outcome.AGREEMENT), ("2", Outcome.NO_AGREEMENT)],
)
def test_one_level_apart_is_agreement(
    session: Session, disputed: Assessment, now: datetime, dans: str, outcome: Outcome
) -> None:
    """Bea says 4 again; what each group said is kept."""
    vote_on_all(session, disputed, BEA, "4", now)
    vote_on_all(session, disputed, DAN, dans, now)
    end_if_all_voted(session, disputed.id, now)

    items = disputed_items(session, disputed.id)
    assert {found.outcome for found in items} == {outcome}
    assert items[0].views == {"business": 4.0, "data_science": float(dans)}


def test_only_who_is_asked_votes(session: Session, disputed: Assessment, now: datetime) -> None:
    """Ola wasn't in the round; an answer that isn't offered is none."""
    with pytest.raises(AssessmentError, match=Code.NOT_ASKED):
        next_vote(session, disputed.id, OLA)
    first = disputed_items(session, disputed.id)[0].item_id
    for reply in (Reply(first, "9"), Reply("NONE-1", "3")):
        with pytest.raises(AssessmentError, match=Code.ANSWER_MISSING):
            record_vote(session, disputed.id, DAN, reply, now)


def test_it_starts_once_and_ends_only_once_started(session: Session, now: datetime) -> None:
    """Each press too many says why nothing is done."""
    assessment = held_round(session, APART, now)
    with pytest.raises(AssessmentError, match=Code.VOTING_NOT_STARTED):
        end_second_round(session, assessment.id, FIN, now)
    asked = start_second_round(session, assessment.id, FIN, now)
    with pytest.raises(AssessmentError, match=Code.VOTING_RUNS):
        start_second_round(session, assessment.id, FIN, now)
    end_second_round(session, assessment.id, FIN, now)
    with pytest.raises(AssessmentError, match=Code.VOTING_OVER):
        start_second_round(session, assessment.id, FIN, now)

    assert {person.user_id for person in asked} == {BEA, DAN}


def test_votes_of_one_round_are_none_of_another(
    session: Session, disputed: Assessment, now: datetime
) -> None:
    """The same people vote again on the same items: Dan is asked everything in both."""
    vote_on_all(session, disputed, DAN, "3", now)
    other = held_round(session, APART, now)
    start_second_round(session, other.id, FIN, now)

    assert next_vote(session, other.id, DAN) is not None
    assert vote_on_all(session, other, DAN, "3", now) == len(disputed_items(session, other.id))
    assert not end_if_all_voted(session, disputed.id, now)


def test_a_person_sees_the_rounds_that_ask_them_again(
    session: Session, disputed: Assessment, now: datetime
) -> None:
    """Not another round of theirs, and not other people's."""
    held_round(session, {DAN: ("data_science", "2"), OLA: ("operations", "2")}, now)

    assert [found.assessment_id for found in asked_again(session, DAN)] == [disputed.id]
    assert asked_again(session, OLA) == []

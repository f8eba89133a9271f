"""What messages show of an action: its question, whom it falls to, and what to do."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from assessments.actions.roadmap import actions_of, agree_action
from assessments.answers.asking import Mode, minutes_for
from assessments.answers.interview import (
    open_interview,
    participants,
    questionnaire_of,
    record_replies,
)
from assessments.answers.replies import Reply
from assessments.rounds.cards import action_card, invitation_card, terms_of
from assessments.rounds.starting import RoundPlan, start_round
from assessments.tables import Assessment, RoadmapAction
from tests.assessments.conftest import BEA, DAN, FIN, OLA
from tests.assessments.held_round import PAIRS, held_round

pytestmark = pytest.mark.sqlite_alone


@pytest.fixture
def held(session: Session, now: datetime) -> Assessment:
    """A round that was held and proposed actions."""
    return held_round(session, PAIRS, now)


@pytest.fixture
def action(session: Session, held: Assessment) -> RoadmapAction:
    """The first of its actions."""
    return actions_of(session, held.id)[0]


def test_an_action_comes_with_its_question_and_group(
    session: Session, held: Assessment, action: RoadmapAction
) -> None:
    """As the questionnaire has them."""
    questionnaire = questionnaire_of(held)
    item = next(one for one in questionnaire.items if one.id == action.item_id)

    card = action_card(session, action)

    assert card.terms == terms_of(held)
    assert card.action is action
    assert card.question == item.question
    assert card.group == questionnaire.groups[action.owner_group].label
    assert list(card.levels) == item.levels
    assert card.aim.endswith(f": {item.step_to(action.to_level or 0)}")


def test_a_question_that_is_gone_leaves_the_action(
    session: Session, action: RoadmapAction
) -> None:
    """It keeps its own sentence, and the group's name as it was stored."""
    action.item_id, action.owner_group, action.sentence = "Z9", "legal", "Name who signs."

    card = action_card(session, action)

    assert (card.question, list(card.levels), card.group) == ("", [], "legal")
    assert card.aim.endswith("Name who signs.")


def test_it_is_overdue_from_the_day_after(
    session: Session, action: RoadmapAction, now: datetime
) -> None:
    """Only known at a time."""
    agree_action(session, action.id, "U0BEA", now.date() + timedelta(days=1), "U0FIN", now)
    cards = [
        action_card(session, action),
        *(action_card(session, action, now + timedelta(days=days)) for days in (1, 2)),
    ]

    assert [card.is_overdue for card in cards] == [False, False, True]


@pytest.mark.parametrize("mode", [Mode.QUICK, Mode.FULL])
def test_an_invitation_says_how_long_it_takes_and_how_far_one_is(
    session: Session, now: datetime, mode: Mode
) -> None:
    """Of this person's group and this round; no other group of one is told."""
    people = {BEA: "business", OLA: "business", DAN: "data_science"}
    held = start_round(session, RoundPlan("C1", FIN, people, mode=mode), now)
    questions = open_interview(session, held.id, BEA).questions
    for person, count in ((BEA, 2), (DAN, 1)):
        replies = [Reply(question.id, "3") for question in questions[:count]]
        record_replies(session, open_interview(session, held.id, person), replies, now)
    ids = {one.user_id: one.id for one in participants(session, held.id)}

    bea, dan = invitation_card(session, ids[BEA]), invitation_card(session, ids[DAN])

    questionnaire = questionnaire_of(held)
    assert (bea.user_id, bea.group) == (BEA, questionnaire.groups["business"].label)
    assert bea.minutes == minutes_for(questionnaire, mode, "business")
    assert (bea.answered, bea.total) == (2, len(questions))
    assert (bea.is_alone, dan.is_alone) == (False, True)
    assert bea.terms == terms_of(held)
    assert (bea.is_removed, bea.is_erased, bea.has_stopped_reminders) == (False, False, False)

"""What a result shows: nobody's own answer, what moved, what a second round came to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlmodel import Session, select

from assessments.actions.roadmap import agree_action
from assessments.answers.replies import Reply
from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.results.maturity import (
    CellState,
    DimensionLine,
    MaturityCard,
    in_halves,
    shown,
    shown_change,
    spread,
)
from assessments.results.maturity_card import maturity_card, score_round
from assessments.rounds.second_round import end_second_round, record_vote, start_second_round
from assessments.tables import ActionState, Outcome, Participant, RoadmapAction
from tests.assessments.held_round import PAIRS, PLAN, Answers, held_round

pytestmark = pytest.mark.sqlite_alone

QUICK = [item for item in load_questionnaires()[DEFAULT].items if item.quick]


def line(card: MaturityCard, dimension: str) -> DimensionLine:
    """The row of a dimension."""
    return next(found for found in card.dimensions if found.id == dimension)


def states(card: MaturityCard, dimension: str) -> Sequence[CellState]:
    """What is known of each group in a dimension."""
    return [cell.state for cell in line(card, dimension).cells]


def test_a_group_of_one_is_hidden(session: Session, now: datetime) -> None:
    """One business voice among three: its column stays closed, everyone together is shown."""
    people: Answers = {**PAIRS, "U0OLA": ("operations", "2")}
    card = maturity_card(session, held_round(session, people, now))

    assert states(card, "DEF") == [CellState.KNOWN, CellState.KNOWN, CellState.HIDDEN]
    assert line(card, "DEF").cells[2].level is None
    assert line(card, "DEF").score == Fraction(2)


def test_one_person_who_does_not_know_is_hidden_too(session: Session, now: datetime) -> None:
    """A question mark would tell what that person said; of two it tells nobody's answer."""
    alone: Answers = {**PAIRS, "U0OLA": ("operations", "dont_know")}
    two: Answers = {**alone, "U0OTT": ("operations", "dont_know")}

    hidden = maturity_card(session, held_round(session, alone, now))
    shown_unknown = maturity_card(session, held_round(session, two, now))

    assert states(hidden, "DEF")[2] is CellState.HIDDEN
    assert states(shown_unknown, "DEF")[2] is CellState.UNKNOWN


def test_a_round_may_show_single_answers(session: Session, now: datetime) -> None:
    """Where everyone was told so before they answered."""
    plan = replace(PLAN, shows_single_answers=True)
    card = maturity_card(session, held_round(session, {"U0BEA": ("business", "3")}, now, plan))

    assert states(card, "STR")[0] is CellState.KNOWN


def test_who_is_not_asked_and_who_does_not_answer(session: Session, now: datetime) -> None:
    """Business says "not for me" and sees no data questions; nobody of operations was asked."""
    silent = {**PAIRS, "U0BEA": ("business", "skip"), "U0BOB": ("business", "skip")}
    card = maturity_card(session, held_round(session, silent, now))

    unasked = [item.dimension for item in QUICK if "business" not in item.roles]
    assert unasked
    assert all(states(card, found)[0] is CellState.NOT_ASKED for found in unasked)
    assert states(card, "DEF")[0] is CellState.NO_ANSWER
    assert states(card, "DEF")[2] is CellState.NOT_ASKED


def test_a_dispute_between_single_people_shows_the_spread_alone(
    session: Session, now: datetime
) -> None:
    """Two people far apart: from 0 to 4, not who."""
    people: Answers = {"U0BEA": ("business", "4"), "U0DAN": ("data_science", "0")}
    dispute = maturity_card(session, held_round(session, people, now)).disputes[0]

    assert (dispute.lowest, dispute.highest, list(dispute.views)) == (0, 4, [])


def test_a_dispute_between_groups_shows_their_views(session: Session, now: datetime) -> None:
    """Two and two: each group's median."""
    dispute = maturity_card(session, held_round(session, PAIRS, now)).disputes[0]

    assert list(dispute.views) == [("Business", Fraction(3)), ("Data science", Fraction(1))]


def test_a_blind_spot_of_one_person_is_not_told(session: Session, now: datetime) -> None:
    """Two who don't know are a blind spot; one alone is a name."""
    alone: Answers = {**PAIRS, "U0OLA": ("operations", "dont_know")}
    two: Answers = {**alone, "U0OTT": ("operations", "dont_know")}

    assert maturity_card(session, held_round(session, alone, now)).blind_spots == []
    told = maturity_card(session, held_round(session, two, now)).blind_spots
    assert {group for _, group in told} == {"Operations"}


def test_the_previous_round_of_the_same_scope_is_compared(session: Session, now: datetime) -> None:
    """A quarter later: what moved, from when, and no other scope, mode or later round."""
    retail, again = (
        replace(PLAN, scope_name="Großkunden"),
        replace(PLAN, scope_name="GROSSKUNDEN "),
    )
    later = now + timedelta(days=90)
    held_round(session, {**PAIRS, "U0DAN": ("data_science", "0")}, now, retail)
    held_round(session, PAIRS, now + timedelta(days=1), replace(PLAN, scope_name="Bank"))
    better = {user: (group, "4") for user, (group, _) in PAIRS.items()}
    assessment = held_round(session, better, later, again)
    held_round(session, PAIRS, later + timedelta(days=1), retail)

    card = maturity_card(session, assessment)

    assert card.before is not None
    assert card.before.closed_at == now
    assert not card.before.is_other_version
    assert line(card, "DEF").before == Fraction(7, 4)
    assert line(card, "DEF").change == Fraction(5, 2)


def test_another_version_of_the_questionnaire_is_said(session: Session, now: datetime) -> None:
    """Words that changed in between may move figures."""
    first = held_round(session, PAIRS, now)
    first.questionnaire_version = "0.9.0"
    second = held_round(session, PAIRS, now + timedelta(days=90))

    before = maturity_card(session, second).before

    assert before is not None
    assert before.is_other_version


def test_a_first_round_has_nothing_to_compare(session: Session, now: datetime) -> None:
    """No row moved, nothing is made up."""
    card = maturity_card(session, held_round(session, PAIRS, now))

    assert card.before is None
    assert {found.change for found in card.dimensions} == {None}


def test_a_second_round_keeps_the_first_views_and_tells_the_outcome(
    session: Session, now: datetime
) -> None:
    """Data science comes up to 2 on one item: agreement there, the first views stay."""
    assessment = held_round(session, PAIRS, now)
    start_second_round(session, assessment.id, "U0FIN", now)
    item = maturity_card(session, assessment).disputes[0].question
    item_id = next(found.id for found in QUICK if found.question == item)
    for user in ("U0DAN", "U0DEE"):
        record_vote(session, assessment.id, user, Reply(item_id, "2"), now)
    end_second_round(session, assessment.id, "U0FIN", now)

    first, *others = maturity_card(session, assessment).disputes

    assert list(first.views) == [("Business", Fraction(3)), ("Data science", Fraction(1))]
    assert first.outcome is Outcome.AGREEMENT
    assert list(first.views_after) == [("Business", Fraction(3)), ("Data science", Fraction(2))]
    assert (first.after, list(first.both)) == ((2, 3), [])
    assert {found.outcome for found in others} == {Outcome.NO_AGREEMENT}
    other = next(found for found in QUICK if found.question == others[0].question)
    assert [words for _, words in others[0].both] == [other.levels[1], other.levels[3]]


def test_votes_are_not_seen_before_the_second_round_has_ended(
    session: Session, now: datetime
) -> None:
    """Who has not voted yet is not led: neither figures nor views move."""
    assessment = held_round(session, PAIRS, now)
    start_second_round(session, assessment.id, "U0FIN", now)
    before = maturity_card(session, assessment)
    item_id = next(found.id for found in QUICK if found.question == before.disputes[0].question)

    for user in ("U0DAN", "U0DEE"):
        record_vote(session, assessment.id, user, Reply(item_id, "3"), now)

    assert maturity_card(session, assessment) == before
    assert before.disputes[0].outcome is None
    assert before.disputes[0].after is None


def test_both_views_of_single_people_are_shown_without_groups(
    session: Session, now: datetime
) -> None:
    """Bea says 4 and Dan 0, before and after: both levels in words, whose they are is not said."""
    people: Answers = {"U0BEA": ("business", "4"), "U0DAN": ("data_science", "0")}
    assessment = held_round(session, people, now)
    start_second_round(session, assessment.id, "U0FIN", now)
    end_second_round(session, assessment.id, "U0FIN", now)

    dispute = maturity_card(session, assessment).disputes[0]

    item = next(found for found in QUICK if found.question == dispute.question)
    assert dispute.outcome is Outcome.NO_AGREEMENT
    assert (list(dispute.views), list(dispute.views_after)) == ([], [])
    assert list(dispute.both) == [
        (Fraction(0), item.levels[0]), (Fraction(4), item.levels[4]),
    ]  # fmt: skip


def test_the_roadmap_shows_owners_and_dates(session: Session, now: datetime) -> None:
    """What the facilitator settled is what the result shows."""
    assessment = held_round(session, PAIRS, now)
    action = session.exec(select(RoadmapAction).order_by("position")).first()
    assert action is not None
    agree_action(session, action.id, "U0BEA", date(2027, 1, 15), "U0FIN", now)

    step, following, *_ = maturity_card(session, assessment).steps

    assert (step.state, step.owner, step.due_on) == (
        ActionState.AGREED, "U0BEA", date(2027, 1, 15),
    )  # fmt: skip
    assert following.state is ActionState.PROPOSED


def test_steps_are_suggested_while_none_is_kept(session: Session, now: datetime) -> None:
    """A round from before actions were kept still says what to do first."""
    assessment = held_round(session, PAIRS, now)
    for action in session.exec(select(RoadmapAction)).all():
        session.delete(action)
    session.flush()

    steps = maturity_card(session, assessment).steps

    assert 0 < len(steps) <= 5
    assert {step.state for step in steps} == {ActionState.PROPOSED}


def test_who_was_taken_off_is_not_heard(session: Session, now: datetime) -> None:
    """Neither their answers nor their link count."""
    assessment = held_round(session, PAIRS, now)
    gone = session.exec(select(Participant).where(Participant.user_id == "U0DAN")).one()
    gone.removed_at = now

    assert maturity_card(session, assessment).people == 3
    assert states(maturity_card(session, assessment), "DEF")[1] is CellState.HIDDEN


def test_evidence_stands_beside_what_was_claimed(session: Session, now: datetime) -> None:
    """All at 4 without a link: claimed 4, evidenced 2; each item says its level in words."""
    people = {user: (group, "4") for user, (group, _) in PAIRS.items()}
    assessment = held_round(session, people, now)
    card = maturity_card(session, assessment)

    assert (card.level, card.evidenced_level) == (4, 2)
    assert (line(card, "DEF").score, line(card, "DEF").evidenced) == (Fraction(4), Fraction(2))
    assert card.items[0].sentence == QUICK[0].levels[4]
    assert score_round(session, assessment, load_questionnaires()[DEFAULT]).level == 4


@pytest.mark.parametrize(
    ("score", "text"),
    [
        pytest.param(None, "don't know", id="unknown"),
        pytest.param(Fraction(0), "0", id="zero"),
        pytest.param(Fraction(299, 100), "2.5", id="almost three"),
        pytest.param(Fraction(3), "3", id="three"),
    ],
)
def test_levels_are_rounded_down_to_halves(score: Fraction | None, text: str) -> None:
    """2.99 is not 3."""
    assert shown(score) == text


def test_a_spread_of_one_level_is_what_everyone_says() -> None:
    """Not from 1 to 1."""
    assert [spread(1, 1), spread(0, 4)] == ["everyone says 1", "answers range from 0 to 4"]


def test_a_change_has_its_sign() -> None:
    """Up, down, and not at all."""
    moved = [shown_change(change) for change in (Fraction(1, 2), Fraction(-1), Fraction(0), None)]

    assert moved == ["+0.5", "-1", "=", ""]
    assert in_halves(Fraction(7, 4)) == Fraction(3, 2)


def test_a_result_names_both_versions_of_the_questions(session: Session, now: datetime) -> None:
    """The one that was answered, and the one it's read by."""
    held = held_round(session, PAIRS, now)
    held.questionnaire_version = "0.9.0"

    card = maturity_card(session, held)

    assert card.version == "0.9.0"
    assert card.present_version == load_questionnaires()[DEFAULT].meta.version

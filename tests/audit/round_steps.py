"""The steps of rounds, actions and use cases."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from assessments.actions import roadmap
from assessments.actions.proposing import propose_actions
from assessments.answers.interview import participants
from assessments.rounds.closing import close_round, reopen_round
from assessments.rounds.leading import take_over
from assessments.rounds.people import add_people, remove_person
from assessments.rounds.privacy import erase_answers
from assessments.rounds.reminders import remind, stop_reminders
from assessments.rounds.second_round import end_second_round, start_second_round
from assessments.rounds.starting import (
    RoundPlan,
    a_quarter_after,
    repeat_due_round,
    start_round,
    stop_repeating,
)
from assessments.tables import Assessment, Participant, RoadmapAction
from assessments.use_cases.definition import start_use_case
from assessments.use_cases.screens import (
    GoodEnough,
    KpiTyped,
    Purpose,
    agree_pass_marks,
    save_kpi,
    save_purpose,
)
from assessments.use_cases.tables import UseCase
from ground.audit import OURSELVES
from tests.assessments.held_round import PAIRS, held_round
from tests.audit.case import leaves

FIN, BEA, MIA = "U0FIN", "U0BEA", "U0MIA"
LINK = "https://wiki.example/done"


def asked(session: Session, now: datetime) -> Assessment:
    """A round that asks Bea and Dan."""
    plan = RoundPlan("C1", FIN, {BEA: "business", "U0DAN": "data_science"}, is_quarterly=True)
    return start_round(session, plan, now)


def first_person(session: Session, now: datetime) -> Participant:
    """Bea, in that round."""
    return participants(session, asked(session, now).id)[0]


def proposed(session: Session, now: datetime) -> RoadmapAction:
    """The first action that a held round proposes."""
    return roadmap.actions_of(session, held_round(session, PAIRS, now).id)[0]


def agreed(session: Session, now: datetime) -> RoadmapAction:
    """The same, taken on by Bea."""
    due_on = now.date() + timedelta(days=30)
    return roadmap.agree_action(session, proposed(session, now).id, BEA, due_on, FIN, now)


def begun(session: Session, now: datetime) -> UseCase:
    """A use case that Bea has begun."""
    return start_use_case(session, created_by=BEA, channel_id="C1", now=now)


def described(session: Session, now: datetime) -> UseCase:
    """The same, with its first two screens."""
    use_case = begun(session, now)
    save_purpose(session, use_case.id, Purpose("Title", "Why", "Driver"), BEA, now)
    save_kpi(session, use_case.id, kpi(now), BEA, now)
    return use_case


def kpi(now: datetime) -> KpiTyped:
    """A number that must move."""
    return KpiTyped("People", "people", "1 200", "1450", date(now.year + 1, 1, 1))


@leaves(start_round, "assessment.start", FIN)
def _start(session: Session, now: datetime) -> Callable[[], Any]:
    return lambda: asked(session, now)


@leaves(repeat_due_round, "assessment.repeat", OURSELVES)
def _repeat(session: Session, now: datetime) -> Callable[[], Any]:
    asked(session, now)
    return lambda: repeat_due_round(session, a_quarter_after(now))


@leaves(stop_repeating, "assessment.stop_repeating", FIN)
def _stop_repeating(session: Session, now: datetime) -> Callable[[], Any]:
    round_ = asked(session, now)
    return lambda: stop_repeating(session, round_.id, FIN, now)


@leaves(take_over, "assessment.take_over", BEA)
def _take_over(session: Session, now: datetime) -> Callable[[], Any]:
    round_ = asked(session, now)
    return lambda: take_over(session, round_.id, BEA, now)


@leaves(add_people, "assessment.add_people", FIN)
def _add(session: Session, now: datetime) -> Callable[[], Any]:
    round_ = asked(session, now)
    return lambda: add_people(session, round_.id, {MIA: "operations"}, FIN, now)


@leaves(remove_person, "assessment.remove_person", FIN)
def _remove(session: Session, now: datetime) -> Callable[[], Any]:
    person = first_person(session, now)
    return lambda: remove_person(session, person.id, FIN, now)


@leaves(remove_person, "assessment.remove_person", OURSELVES)
def _deactivated(session: Session, now: datetime) -> Callable[[], Any]:
    person = first_person(session, now)
    return lambda: remove_person(session, person.id, None, now)


@leaves(remind, "assessment.remind", FIN)
def _remind(session: Session, now: datetime) -> Callable[[], Any]:
    person = first_person(session, now)
    return lambda: remind(session, [person], FIN, now)


@leaves(stop_reminders, "assessment.stop_reminders", BEA)
def _stop_reminders(session: Session, now: datetime) -> Callable[[], Any]:
    person = first_person(session, now)
    return lambda: stop_reminders(session, person.id, BEA, now)


@leaves(erase_answers, "answers.erase", BEA)
def _erase(session: Session, now: datetime) -> Callable[[], Any]:
    asked(session, now)
    return lambda: erase_answers(session, BEA, now)


@leaves(close_round, "assessment.close", FIN)
def _close(session: Session, now: datetime) -> Callable[[], Any]:
    round_ = asked(session, now)
    return lambda: close_round(session, round_.id, FIN, now)


@leaves(close_round, "assessment.end", OURSELVES)
def _end(session: Session, now: datetime) -> Callable[[], Any]:
    round_ = asked(session, now)
    return lambda: close_round(session, round_.id, None, now)


@leaves(reopen_round, "assessment.reopen", FIN)
def _reopen(session: Session, now: datetime) -> Callable[[], Any]:
    round_ = held_round(session, PAIRS, now)
    return lambda: reopen_round(session, round_.id, FIN, now)


@leaves(start_second_round, "assessment.second_round", FIN)
def _second_round(session: Session, now: datetime) -> Callable[[], Any]:
    round_ = held_round(session, PAIRS, now)
    return lambda: start_second_round(session, round_.id, FIN, now)


@leaves(end_second_round, "assessment.end_second_round", FIN)
def _end_second_round(session: Session, now: datetime) -> Callable[[], Any]:
    round_ = held_round(session, PAIRS, now)
    start_second_round(session, round_.id, FIN, now)
    return lambda: end_second_round(session, round_.id, FIN, now)


@leaves(propose_actions, "assessment.propose", OURSELVES)
def _propose(session: Session, now: datetime) -> Callable[[], Any]:
    round_ = held_round(session, PAIRS, now)
    reopen_round(session, round_.id, FIN, now)
    return lambda: propose_actions(session, round_, now)


@leaves(roadmap.agree_action, "roadmap_action.agree", FIN)
def _agree(session: Session, now: datetime) -> Callable[[], Any]:
    action, due_on = proposed(session, now), now.date() + timedelta(days=30)
    return lambda: roadmap.agree_action(session, action.id, BEA, due_on, FIN, now)


@leaves(roadmap.decline_action, "roadmap_action.decline", FIN)
def _decline(session: Session, now: datetime) -> Callable[[], Any]:
    action = proposed(session, now)
    return lambda: roadmap.decline_action(session, action.id, "No", FIN, now)


@leaves(roadmap.finish_action, "roadmap_action.finish", BEA)
def _finish(session: Session, now: datetime) -> Callable[[], Any]:
    action = agreed(session, now)
    return lambda: roadmap.finish_action(session, action.id, LINK, BEA, now)


@leaves(roadmap.postpone_action, "roadmap_action.postpone", BEA)
def _postpone(session: Session, now: datetime) -> Callable[[], Any]:
    action, later = agreed(session, now), now.date() + timedelta(days=60)
    return lambda: roadmap.postpone_action(session, action.id, later, BEA, now)


@leaves(roadmap.drop_action, "roadmap_action.drop", BEA)
def _drop(session: Session, now: datetime) -> Callable[[], Any]:
    action = agreed(session, now)
    return lambda: roadmap.drop_action(session, action.id, "Too dear", BEA, now)


@leaves(roadmap.rate_again, "roadmap_action.rate", BEA)
def _rate(session: Session, now: datetime) -> Callable[[], Any]:
    action = roadmap.finish_action(session, agreed(session, now).id, LINK, BEA, now)
    return lambda: roadmap.rate_again(session, action.id, 3, BEA, now)


@leaves(start_use_case, "use_case.start", BEA)
def _begin(session: Session, now: datetime) -> Callable[[], Any]:
    return lambda: begun(session, now)


@leaves(agree_pass_marks, "use_case.agree", BEA)
def _agree_marks(session: Session, now: datetime) -> Callable[[], Any]:
    use_case, marks = described(session, now), GoodEnough("churn", "80%", "0.25")
    return lambda: agree_pass_marks(session, use_case.id, marks, BEA, now)

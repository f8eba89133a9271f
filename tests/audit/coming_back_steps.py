"""What is done when people come back to a use case: asked, answered, ended, a figure typed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import Session

from assessments.use_cases.coming_back.answering import (
    Answerer,
    RevisitAnswer,
    ask_next_now,
    keep_answer,
)
from assessments.use_cases.coming_back.looking import end_revisit, look_at_due
from assessments.use_cases.coming_back.payoff import (
    TypedFigure,
    enter_figure,
)
from assessments.use_cases.coming_back.questions import attestation_questions
from assessments.use_cases.coming_back.tables import Revisit, RevisitKind, RevisitVerdict
from assessments.use_cases.versions import take_force
from ground.audit import OURSELVES
from tests.audit.case import leaves
from tests.audit.use_case_steps import BEA, OLA, RULES, asked

YES = {found.id: "yes_" for found in attestation_questions().adoption_screen.questions}
STILL_RIGHT = RevisitAnswer(RevisitVerdict.STILL_RIGHT, "", YES)


def in_force(session: Session, now: datetime) -> None:
    """The worked example, in force for years."""
    use_case, version = asked(session, now)
    take_force(session, use_case, version, OLA, now.replace(year=now.year - 3))


def revisit(session: Session, now: datetime, kind: RevisitKind) -> Revisit:
    """What somebody is asked about it; its number's day has come too."""
    later = now.replace(year=now.year + 2)
    in_force(session, now)
    look = look_at_due(session, RULES, {}, later)
    assert look is not None
    return next(found for found in look.begun if found.kind is kind)


@leaves(look_at_due, "revisit.ask", OURSELVES)
def _ask(session: Session, now: datetime) -> Callable[[], Any]:
    in_force(session, now)
    return lambda: look_at_due(session, RULES, {}, now)


@leaves(end_revisit, "revisit.end", OURSELVES)
def _end(session: Session, now: datetime) -> Callable[[], Any]:
    found = revisit(session, now, RevisitKind.ATTESTATION)
    return lambda: end_revisit(session, found, now)


@leaves(keep_answer, "revisit.answer", BEA)
def _keep(session: Session, now: datetime) -> Callable[[], Any]:
    found = revisit(session, now, RevisitKind.ATTESTATION)
    return lambda: keep_answer(session, found, STILL_RIGHT, Answerer(BEA, {}, now))


@leaves(ask_next_now, "revisit.unreached", OURSELVES)
def _unreached(session: Session, now: datetime) -> Callable[[], Any]:
    found = revisit(session, now, RevisitKind.ATTESTATION)
    return lambda: ask_next_now(session, found, found.asked_of, {}, now)


@leaves(enter_figure, "use_case.figure", BEA)
def _figure(session: Session, now: datetime) -> Callable[[], Any]:
    use_case, _ = asked(session, now)
    figure = TypedFigure("Monthly cancellation rate", 2.2, now.date())
    return lambda: enter_figure(session, use_case, figure, BEA, now)

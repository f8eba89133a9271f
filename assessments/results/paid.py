"""What the use case that a round is about has paid since the round before."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, col, select

from assessments.answers.scope import scope_key
from assessments.tables import Assessment, ScopeKind
from assessments.use_cases.coming_back.kpis import Payoff, payoffs_of
from assessments.use_cases.coming_back.tables import RevisitVerdict
from assessments.use_cases.tables import UseCase

LONGEST_REASON = 300
FOLLOWS: Mapping[RevisitVerdict, str] = {
    RevisitVerdict.KEEP: "Kept",
    RevisitVerdict.EXTEND: "Given more time, until {day}",
    RevisitVerdict.CHANGE_TARGET: "Given another target, by {day}",
    RevisitVerdict.RETIRE: "To be retired",
}


def paid_since(session: Session, assessment: Assessment, previous: Assessment | None) -> list[str]:
    """Write a line for each number whose day came between two rounds about a use case.

    A use case is that of a round by its name, or since it grew from the round before.
    """
    since = previous.closed_at if previous else None
    found = payoffs_of(session, [one.id for one in _use_cases(session, assessment, previous)])
    return [
        paid_line(payoff)
        for payoffs in found.values()
        for payoff in payoffs
        if payoff.answered_at is not None
        and (since is None or payoff.answered_at > since)
        and (assessment.closed_at is None or payoff.answered_at <= assessment.closed_at)
    ]


def paid_line(payoff: Payoff) -> str:
    """Write what a number came to and what followed, in one line."""
    unit = f" {payoff.unit}" if payoff.unit else ""
    if isinstance(payoff.target, tuple):
        aim = f"between {payoff.target[0]:g} and {payoff.target[1]:g}{unit}"
    else:
        aim = "no target" if payoff.target is None else f"{payoff.target:g}{unit}"
    start = "" if payoff.baseline is None else f", from {payoff.baseline:g}"
    came_to = "no figure" if payoff.figure is None else f"{payoff.figure:g}{unit}"
    line = f"{payoff.kpi}: {came_to}; the target was {aim}{start} by {_day(payoff.due_on)}."
    if payoff.verdict is None:
        return line
    follows = FOLLOWS.get(payoff.verdict, "").format(day=_day(payoff.new_date))
    reason = " ".join(payoff.reason.split())
    cut = f"{reason[:LONGEST_REASON]}…" if len(reason) > LONGEST_REASON else reason
    return f"{line} {follows}: {cut}"


def _use_cases(
    session: Session, assessment: Assessment, previous: Assessment | None
) -> list[UseCase]:
    is_named = assessment.scope_kind is ScopeKind.USE_CASE
    if not is_named and previous is None:
        return []
    grown = col(UseCase.round_id) == (previous.id if previous else None)
    query = select(UseCase).where(col(UseCase.discarded_at).is_(None))
    found = session.exec(query if is_named else query.where(grown)).all()
    key = scope_key(assessment.scope_name)
    return [
        one
        for one in found
        if (is_named and scope_key(one.title) == key)
        or (previous is not None and one.round_id == previous.id)
    ]


def _day(day: date | None) -> str:
    return f"{day:%d %B %Y}" if day else "a day to be agreed"

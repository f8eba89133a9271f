"""Keeping what lists show of use cases in step with their status, and with the rules in use."""

from datetime import date

from sqlmodel import Session, select

from assessments.use_cases.contract.content import Rules
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.figures import RULES_USED, figures_of
from assessments.use_cases.tables import UseCase


def refresh_figures(session: Session, rules: Rules, today: date) -> int:
    """Work out what lists show again where that was done under other rules, or never.

    Returns:
        For how many use cases.
    """
    stale = stale_use_cases(session, rules)
    for use_case in stale:
        keep_figures(session, rules, use_case, today)
    session.flush()
    return len(stale)


def stale_use_cases(session: Session, rules: Rules) -> list[UseCase]:
    """List the use cases of which that was done under other rules, or never."""
    return [
        found
        for found in session.exec(select(UseCase)).all()
        if found.figures.get(RULES_USED) != rules.sha256
    ]


def keep_figures(session: Session, rules: Rules, use_case: UseCase, today: date) -> None:
    """Work out what lists show of a use case."""
    document = draft_of(session, use_case.id).document
    use_case.figures = figures_of(rules, document, use_case.status, today)
    session.add(use_case)

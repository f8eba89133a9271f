"""Draws the window of the portfolio from what is stored."""

from collections.abc import Mapping
from uuid import UUID

from slack_sdk.models.views import View
from sqlmodel import Session

from assessments.errors import AssessmentError, Code
from assessments.portfolio.entries import portfolio
from assessments.portfolio.linking import teams
from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.use_cases.coming_back.kpis import payoffs_of
from assessments.use_cases.contract.content import Rules
from assessments.use_cases.contract.reading import load_rules
from handlers.blocks.use_cases.portfolio import Shown, entry_window, portfolio_window


def draw_portfolio(session: Session, search: str = "", page: int = 0) -> View:
    """Draw a page of the portfolio, or of what is found under some words."""
    rules = load_rules()
    entries = portfolio(session, rules, search)
    return portfolio_window(Shown(entries, search, page, labels_of(rules)))


def draw_entry(session: Session, use_case_id: UUID, user_id: str) -> View:
    """Draw the window about one use case, for a person.

    Raises:
        AssessmentError: It's no longer in the portfolio.
    """
    rules = load_rules()
    for entry in portfolio(session, rules):
        if entry.use_case_id == use_case_id:
            paid = payoffs_of(session, [use_case_id]).get(use_case_id, [])
            return entry_window(entry, teams(session, user_id), labels_of(rules), paid)
    raise AssessmentError(Code.USE_CASE_UNKNOWN)


def labels_of(rules: Rules) -> Mapping[str, str]:
    """Return what people call fields, sections and linked items, by their IDs."""
    items = load_questionnaires()[DEFAULT].items
    linked = {item.id: item.question for item in items if item.id in rules.priority.linked_items}
    sections = {section.id: section.title for section in rules.sections}
    return {**linked, **sections, **{field.id: field.label for field in rules.fields}}

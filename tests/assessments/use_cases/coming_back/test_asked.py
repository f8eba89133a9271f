"""What the log says of a question that was asked, and in which unit a figure is wanted."""

import json
from datetime import date

import pytest
from sqlmodel import Session, select

from assessments.use_cases.coming_back.payoff import unit_of
from assessments.use_cases.coming_back.tables import Revisit, RevisitKind
from ground.audit import AuditEntry
from tests.assessments.use_cases.coming_back.years import BEGINNING, KPI, in_force, told

pytestmark = pytest.mark.sqlite_alone


def test_the_log_names_whom_it_asks_about_what(session: Session) -> None:
    """The kind of question, the number it's about, and the person."""
    use_case = in_force(session)
    told(session, BEGINNING, date(2026, 10, 2))
    found = session.exec(select(Revisit).where(Revisit.kind == RevisitKind.PAYOFF)).one()

    entry = session.exec(
        select(AuditEntry).where(
            AuditEntry.action == "revisit.ask", AuditEntry.subject == f"revisit:{found.id}"
        )
    ).one()

    assert found.use_case_id == use_case.id
    said = json.loads(entry.detail)
    assert (said["kind"], said["kpi"], said["asked_of"]) == ("payoff", KPI, found.asked_of)


def test_a_figure_is_asked_in_the_unit_that_was_agreed(session: Session) -> None:
    """Without one, as a bare number."""
    in_force(session)
    told(session, BEGINNING, date(2026, 10, 2))
    found = session.exec(select(Revisit).where(Revisit.kind == RevisitKind.PAYOFF)).one()

    unit = unit_of(found)
    found.facts = {name: value for name, value in found.facts.items() if name != "unit"}

    assert unit == "percent"
    assert unit_of(found) == ""

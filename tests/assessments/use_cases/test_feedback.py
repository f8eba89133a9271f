"""What a draft still lacks, section by section, and who is best asked."""

from datetime import date
from uuid import UUID

import pytest
from sqlmodel import Session

from assessments.errors import AssessmentError, Code
from assessments.use_cases.contract.content import Status
from assessments.use_cases.contract.document import Document
from assessments.use_cases.definition import Kpi, find_kpi
from assessments.use_cases.exporting import named_use_case
from assessments.use_cases.feedback import SectionState, feedback_on
from tests.assessments.use_cases.contract.samples import RULES

TODAY = date(2026, 11, 23)
KPI = {
    "id": "KPI-1",
    "name": "Calls that were worth it",
    "unit": "percent",
    "baseline": 40,
    "target": 55,
    "target_date": "2027-06-01",
}


def sections(**values: object) -> dict[str, SectionState]:
    """Look at a draft, by section."""
    document = Document(values)
    return {one.section: one for one in feedback_on(RULES, document, Status.IDEA, TODAY).sections}


def test_each_section_lists_its_own_gaps_with_what_is_wrong_in_them() -> None:
    """A field that is there and can't count says why; one that is empty needs no reason."""
    found = sections(kpis=[{**KPI, "target_date": ""}])

    listed = {part.field: section for section, one in found.items() for part in one.missing}
    by_field = {part.field: part for one in found.values() for part in one.missing}
    assert all(RULES.by_id[field].section == section for field, section in listed.items())
    assert by_field["kpis"].problems
    assert not by_field["summary"].problems
    assert by_field["summary"].label == RULES.by_id["summary"].label


def test_the_first_number_that_must_move_is_read_whole() -> None:
    """Its name, unit, where it is and where it's to be by when."""
    other = {**KPI, "id": "KPI-2", "name": "Hours"}

    assert find_kpi(Document({"kpis": [KPI, other]})) == Kpi(
        "Calls that were worth it", "percent", 40.0, 55.0, date(2027, 6, 1)
    )
    assert find_kpi(Document()) is None


@pytest.mark.parametrize("name", ["Nothing of that name", str(UUID(int=7))])
def test_a_name_or_id_that_nobody_has_is_said_so(session: Session, name: str) -> None:
    """With what was asked for."""
    with pytest.raises(AssessmentError) as refused:
        named_use_case(session, name)

    refusal = refused.value.refusal
    assert (refusal.code, refusal.facts["name"]) == (Code.USE_CASE_NAME_UNKNOWN, name)

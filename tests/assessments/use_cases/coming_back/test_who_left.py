"""Who has left is asked nothing; the next person is, and is told why."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from tests.assessments.use_cases.coming_back.years import (
    BEA,
    BEGINNING,
    DAN,
    MIA,
    OLA,
    in_force,
    told,
)

pytestmark = pytest.mark.sqlite_alone
DUE = date(2026, 7, 31)


def test_who_has_left_is_passed_over(session: Session) -> None:
    """Ola was to be asked, then Bea: it is Mia at first, and nobody who has left."""
    in_force(session)

    said = told(session, BEGINNING, date(2026, 8, 14), gone=[OLA, BEA])

    assert [(day, who) for day, who, _ in said] == [
        ("31 Jul", MIA),
        ("03 Aug", MIA),
        ("07 Aug", DAN),
        ("14 Aug", MIA),
        ("14 Aug", DAN),
    ]


def test_the_next_is_asked_once_somebody_leaves(session: Session) -> None:
    """Ola leaves after she was asked: Bea is asked at the next look, who stands in for nobody."""
    in_force(session)
    told(session, DUE, DUE)

    said = told(session, DUE + timedelta(days=1), date(2026, 8, 14), {BEA: OLA}, gone=[OLA])

    assert [(day, who) for day, who, _ in said] == [("03 Aug", BEA), ("14 Aug", BEA)]

"""A result to show: one of everything that can stand in it."""

from datetime import UTC, date, datetime
from fractions import Fraction
from uuid import UUID

from assessments.results.maturity import (
    Before,
    Cell,
    CellState,
    DimensionLine,
    Dispute,
    ItemLine,
    MaturityCard,
    Step,
)
from assessments.scoring.items import Flag
from assessments.tables import ActionState, Outcome

KNOWN, UNKNOWN, HIDDEN, NOT_ASKED = (
    CellState.KNOWN, CellState.UNKNOWN, CellState.HIDDEN, CellState.NOT_ASKED,
)  # fmt: skip


def dimension(
    name: str, short: str, score: Fraction | None, before: Fraction | None, *cells: Cell
) -> DimensionLine:
    """One row; a goal of 3."""
    return DimensionLine(
        id=short[:3].upper(),
        label=name,
        short_label=short,
        score=score,
        evidenced=None if score is None else min(score, Fraction(2)),
        cells=cells,
        target=3,
        before=before,
    )


CARD = MaturityCard(
    assessment_id=UUID(int=7),
    questionnaire="MLOps maturity",
    subject="machine learning",
    version="1.0.0",
    present_version="1.1.0",
    mode="full",
    scope="Team Customer service",
    closed_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    level=1,
    level_name="Ad hoc",
    level_meaning="Some people do it, each in their own way.",
    average=Fraction(41, 20),
    evidenced_level=0,
    lowest=["Governance, ethics and data rules"],
    provisional=["a topic has no level yet"],
    people=7,
    response_rate=Fraction(9, 10),
    groups=["Business", "Data science", "Operations"],
    scale=["Not there", "Ad hoc", "Agreed", "Proven", "Automatic"],
    dimensions=[
        dimension(
            "Business link and value", "Business link", Fraction(3), Fraction(5, 2),
            Cell(KNOWN, Fraction(3)), Cell(KNOWN, Fraction(299, 100)), Cell(NOT_ASKED),
        ),
        dimension(
            "Governance, ethics and data rules", "Governance, ethics", Fraction(10, 9),
            Fraction(2), Cell(KNOWN, Fraction(0)), Cell(KNOWN, Fraction(2)), Cell(HIDDEN),
        ),
        dimension(
            "Monitoring, drift and response", "Monitoring, drift", None, None,
            Cell(UNKNOWN), Cell(KNOWN, Fraction(4)), Cell(HIDDEN),
        ),
    ],
    items=[
        ItemLine(
            "STR-1", "Business link and value", "Can you name the business number?", Fraction(3),
            Fraction(2), Flag.AGREE, "Every live model has a KPI.", is_open_gate=False,
        ),
        ItemLine(
            "GOV-1", "Governance, ethics and data rules", "Who may say no?", Fraction(1, 2),
            Fraction(1, 2), Flag.DISCUSS, "Nobody may.", is_open_gate=True,
        ),
        ItemLine(
            "MON-1", "Monitoring, drift and response", "Do you see whether models are up?", None,
            None, Flag.ONE_VIEW, "", is_open_gate=False,
        ),
    ],
    disputes=[
        Dispute("GOV-1", "Governance, ethics and data rules", "Who may say no?", 0, 3,
                [("Business", Fraction(0)), ("Data science", Fraction(3))],
                Outcome.AGREEMENT, [("Business", Fraction(1)), ("Data science", Fraction(2))],
                (0, 2)),
        Dispute("GOV-2", "Governance, ethics and data rules", "Is it written down?", 0, 4, [],
                Outcome.NO_AGREEMENT, [], (0, 3),
                [(Fraction(1, 2), "Nothing is."), (Fraction(3), "Most of it is.")]),
        Dispute("STR-2", "Business link and value", "Who pays?", 1, 4, []),
    ],
    blind_spots=[("Do you see whether models are up?", "Business")],
    unknown=["Do you see whether models are up?"],
    steps=[
        Step("Write down who owns what.", 1, "Who may say no?", "Business", 1.0,
             ActionState.AGREED, is_disputed=True, owner="U0BEA", due_on=date(2027, 1, 15),
             is_action=True),
        Step("Give all models a dashboard.", 2, "Do you see?", "Operations", 4.0, ActionState.DONE,
             is_disputed=False, is_action=True, owner="U0OLA", due_on=date(2026, 12, 1),
             evidence="https://example.org/dashboard"),
        Step("Costs are known.", 3, "Who pays?", "Business", 2.0, ActionState.DECLINED,
             is_disputed=False, reason="No budget this year"),
        Step("Alerts reach the desk.", 1, "Who hears?", "Operations", 2.0, ActionState.DROPPED,
             is_disputed=False, owner="U0OLA", reason="The desk was closed"),
        Step("", None, "How fast?", "Operations", None, ActionState.PROPOSED,
             is_disputed=False),
    ],
    before=Before(
        datetime(2026, 8, 24, 9, 0, tzinfo=UTC), 2, Fraction(2), is_other_version=True
    ),
    picture="F123",
)  # fmt: skip
MORE_DISPUTES = [
    Dispute("MON-2", "Monitoring, drift and response", "Who hears of it?", 0, 4,
            [("Business", Fraction(4)), ("Operations", Fraction(1, 2))]),
    Dispute("MON-3", "Monitoring, drift and response", "How fast?", 1, 4, []),
]  # fmt: skip

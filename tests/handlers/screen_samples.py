"""The seven signs of a round, as the samples show them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from assessments.answers.asking import Mode
from assessments.answers.progress import Progress
from assessments.questionnaires.content import Band
from assessments.results.round_card import Disagreement, RoundCard
from assessments.scoring.screen import ScreenResult
from assessments.tables import ScopeKind

ID, NOW = UUID(int=7), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SOON = NOW + timedelta(days=2)
BEA, DAN, OLA, FIN = "U0BEA", "U0DAN", "U0OLA", "U0FIN"


def screen(*, is_closed: bool = True, is_hidden: bool = False) -> RoundCard:
    """The seven signs, as the channel sees them."""
    result = ScreenResult({}, {}, ["A1", "A2"], 1.5, "act", ["MOD"], ["A2"], 1, ["A3"])
    band = Band(id="act", signals=(2, 7), title="Act now", meaning="Work is lost.", next="Act.")
    return RoundCard(
        assessment_id=ID, channel_id="C1", started_by=FIN, started_at=NOW, mode=Mode.SCREEN,
        subject="machine learning",
        scope_kind=ScopeKind.TEAM, scope_name="Customer service", ends_at=SOON, is_reopened=False,
        closed_at=NOW if is_closed else None, progress=Progress((BEA,), (DAN, OLA)),
        result=result if is_closed else None, band=band if is_closed else None,
        signals=["Do models stop after the pilot?"],
        disagreements=[Disagreement("Who owns it?", [("Business", 1.0), ("Operations", 0.0)])],
        unknown=["Is the benefit measured?"], open_dimensions=["Models"], total_questions=7,
        answered_people=3, is_hidden=is_hidden,
    )  # fmt: skip

"""Messages and windows about coming back to a use case, drawn from made-up cards."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from slack_sdk.models.views import View

from assessments.use_cases.coming_back.kpis import payoff_of
from assessments.use_cases.coming_back.questions import attestation_questions
from assessments.use_cases.coming_back.tables import Revisit, RevisitKind, RevisitVerdict
from assessments.use_cases.pass_marks import Judgement, PassMark, PassMarkVerdict
from handlers.blocks.text import Message
from handlers.blocks.use_cases import coming_back_windows
from handlers.blocks.use_cases.coming_back import (
    RevisitCard,
    Told,
    figure_message,
    revisit_message,
)
from handlers.blocks.use_cases.looked_back import Measured
from monitors.runs.standing import Standing
from monitors.tables import Alert, AlertKind, AlertState

BEA, OLA, MIA, FIN = "U0BEA", "U0OLA", "U0MIA", "U0FIN"
ID, NOW = UUID(int=7), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TITLE = "Employment check"
ACCURACY, LATER = PassMark("accuracy", ">=", 0.8), PassMark("user_acceptance", ">=", 0.6)
FACTS = {
    "unit": "people", "baseline": 1_200.0, "target": 1_450.0, "direction": "increase",
    "owner": FIN, "figure": 1_325.0, "source": FIN,
}  # fmt: skip


def revisit(kind: RevisitKind, verdict: RevisitVerdict | None = None) -> Revisit:
    """What Ola is asked, or what she answered."""
    is_payoff = kind is RevisitKind.PAYOFF
    answers = {"target_date": "2027-09-30", "target": 1_400.0} if is_payoff else {"AT1": "no_"}
    return Revisit(
        id=ID, use_case_id=ID, kind=kind, kpi="People advised a month" if is_payoff else "",
        due_on=date(2026, 11, 23), version=2, since=NOW, asked_of=OLA, asked_as="business_owner",
        asked_for=MIA, asked_at=NOW, asked_next=BEA, ended_at=NOW if verdict else None,
        verdict=verdict, reason="We began in spring, not in winter" if verdict else "",
        answers=answers if verdict else {}, facts=FACTS if is_payoff else {},
        answered_by=OLA if verdict else None, answered_for=MIA if verdict else "",
        answered_at=NOW if verdict else None,
    )  # fmt: skip


def alert(state: AlertState) -> Alert:
    """An alert since then."""
    return Alert(
        id=ID, monitor_id=ID, model_name="employment", kind=AlertKind.DRIFT, state=state,
        opened_at=NOW, last_seen_at=NOW, due_at=NOW, first_window=1, last_window=2, facts={},
        decided_by=MIA, decided_at=NOW, decision_reason="The mix of cases changed, as planned",
    )  # fmt: skip


JUDGED = Judgement(ACCURACY, PassMarkVerdict.BROKEN, 0.77, 0.75, 0.79, 2_800, "")
MEASURED = Measured(
    [Standing(ACCURACY, JUDGED, "employment weekly", NOW), Standing(LATER, awaits_push=True)],
    [alert(AlertState.KEPT), alert(AlertState.OPEN)],
)
ATTESTATION = RevisitCard(revisit(RevisitKind.ATTESTATION), TITLE, measured=MEASURED)
PAYOFF = RevisitCard(
    revisit(RevisitKind.PAYOFF), TITLE, payoff=payoff_of(revisit(RevisitKind.PAYOFF))
)
UNKNOWN = replace(payoff_of(revisit(RevisitKind.PAYOFF)), figure=None, source="")


def answered(kind: RevisitKind, verdict: RevisitVerdict) -> Message:
    """What came of it."""
    row = revisit(kind, verdict)
    payoff = payoff_of(row) if kind is RevisitKind.PAYOFF else None
    card = RevisitCard(row, TITLE, payoff=payoff, signs="Something may have to change.")
    return revisit_message(card, Told(OLA))


ATTESTED = (RevisitVerdict.STILL_RIGHT, RevisitVerdict.CHANGE, RevisitVerdict.RETIRE)
PAID = (
    RevisitVerdict.KEEP,
    RevisitVerdict.EXTEND,
    RevisitVerdict.CHANGE_TARGET,
    RevisitVerdict.RETIRE,
)
PAYOFFS = [payoff_of(revisit(RevisitKind.PAYOFF, one)) for one in (*PAID, None)]
MESSAGES: Mapping[str, Message] = {
    "attestation": revisit_message(ATTESTATION, Told(OLA)),
    "attestation_reminder": revisit_message(ATTESTATION, Told(OLA, 1)),
    "attestation_next": revisit_message(ATTESTATION, Told(BEA, 2)),
    "payoff": revisit_message(PAYOFF, Told(OLA)),
    "payoff_unknown": revisit_message(replace(PAYOFF, payoff=UNKNOWN), Told(OLA)),
    "kpi_figure": figure_message(PAYOFF),
    **{f"attested_{one}": answered(RevisitKind.ATTESTATION, one) for one in ATTESTED},
    **{f"paid_{one}": answered(RevisitKind.PAYOFF, one) for one in PAID},
}
WINDOWS: Mapping[str, View] = {
    "attestation_window": coming_back_windows.attestation_window(
        ATTESTATION, attestation_questions(), {"AT1": "partly"}
    ),
    "payoff_window": coming_back_windows.payoff_window(PAYOFF, payoff_of(PAYOFF.revisit)),
    "figure_window": coming_back_windows.figure_window(PAYOFF, UNKNOWN, date(2026, 11, 23)),
}

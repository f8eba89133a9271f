"""Messages and windows about use cases, drawn from made-up cards."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from slack_sdk.models.views import View

from assessments.use_cases.definition import Kpi, UseCaseCard
from assessments.use_cases.pass_marks import PassMark
from assessments.use_cases.signals import Signal
from handlers.blocks.text import Message
from handlers.blocks.use_cases import use_case_windows
from handlers.blocks.use_cases.portfolio import Shown, entry_window, portfolio_window
from handlers.blocks.use_cases.use_case import use_case_message
from handlers.blocks.use_cases.watching import watching_message
from monitors.runs.watching import Lack, Watch
from tests.handlers.coming_back_samples import PAYOFFS
from tests.handlers.portfolio_samples import ENTRIES, LABELS, TEAMS

BEA, MIA = "U0BEA", "U0MIA"
ID, NOW = UUID(int=7), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ACCURACY, DRIFT = PassMark("accuracy", ">=", 0.8), PassMark("psi", "<=", 0.25, "value")
LATER = PassMark("user_acceptance", ">=", 0.6)


def use_case(*, is_defined: bool = True) -> UseCaseCard:
    """The employment check, with its number and pass marks."""
    kpi = Kpi(
        name="People advised a month", unit="people", baseline=1_200.0, target=1_450.0,
        target_date=date(2027, 6, 30),
    )  # fmt: skip
    return UseCaseCard(
        use_case_id=ID, channel_id="C1", title="Employment check",
        summary="Advisers see who's likely to be out of work, so they can call them first",
        business_driver="Reach 20 percent more people who need advice", model_name="employment",
        kpi=kpi, pass_marks=[ACCURACY, DRIFT, LATER], is_defined=is_defined, version=1,
        created_by=BEA, agreed_by=BEA, agreed_at=NOW,
    )  # fmt: skip


SIGNAL = Signal(
    "MS-01", "data_drift", "psi", "all", 0.1, 0.25, "weekly", "C1", MIA, "1d", "value", "lower"
)
WATCHES = [
    Watch(SIGNAL, "Employment check, weekly"),
    Watch(
        replace(SIGNAL, metric="recall_gap", unit="share", segment="across:age"), "", Lack.LABELS
    ),
    Watch(replace(SIGNAL, metric="latency_p95", unit="ms", act_at=250.0), "", Lack.NUMBERS),
    Watch(SIGNAL, "", Lack.DATA),
]


MESSAGES: Mapping[str, Message] = {
    "use_case": use_case_message(use_case()),
    "use_case_begun": use_case_message(use_case(is_defined=False)),
    "watching": watching_message("Employment check", WATCHES),
    "watching_everything": watching_message("Employment check", WATCHES[:1]),
}
WINDOWS: Mapping[str, View] = {
    "purpose_window": use_case_windows.purpose_window(
        use_case(), ["Churn check"], [("employment", [BEA, MIA])]
    ),
    "kpi_window": use_case_windows.kpi_window(use_case()),
    "good_enough_window": use_case_windows.good_enough_window(use_case(), ["employment"]),
    "portfolio_window": portfolio_window(Shown(ENTRIES, "churn list", 1, LABELS)),
    "entry_window": entry_window(ENTRIES[1], TEAMS, LABELS, PAYOFFS),
    "no_model_window": use_case_windows.no_model_window(),
}

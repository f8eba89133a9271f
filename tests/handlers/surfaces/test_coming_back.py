"""Which figure of a number counts, and who is asked where Slack can't reach somebody."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from assessments.use_cases.coming_back.looking import look_at_due
from assessments.use_cases.coming_back.tables import KpiFigure, Revisit, RevisitKind
from assessments.use_cases.tables import UseCase
from bot.queues.surfaces import Surface
from bot.storage.database import Database
from bot.transactions import Transactions
from deployments.deciders import note_looked_up
from handlers.surfaces.coming_back import known_figure, pass_on_revisits, tell_look
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import draw_surface, note_refusal, place_surface
from monitors.tables import PushedNumber
from tests.assessments.use_cases.coming_back.years import BEA, FIN, KPI, OLA, RULES, at, in_force
from tests.handlers.conftest import texts

pytestmark = pytest.mark.sqlite_alone
DUE = date(2026, 10, 1)


@pytest.fixture
def transactions(database: Database) -> Transactions:
    """A use case in force, looked at on the day of its number."""
    opened = Transactions(database, place_surface, lambda: at(DUE))
    with opened.begin() as work:
        in_force(work.session)
        look = look_at_due(work.session, RULES, {}, work.now)
        assert look is not None
        tell_look(work, look)
    return opened


def places(session: Session, kind: SurfaceKind) -> set[str]:
    """Who is shown something."""
    return set(session.exec(select(Surface.place).where(Surface.kind == kind)))


def test_each_is_asked_in_their_own_message(transactions: Transactions) -> None:
    """Bea whether it paid, Fin for the figure, Ola whether it's still right; in Home too."""
    with transactions.reading() as session:
        found = {kind: places(session, kind) for kind in SurfaceKind}

    assert found[SurfaceKind.PAYOFF] == {BEA}
    assert found[SurfaceKind.KPI_FIGURE] == {FIN}
    assert found[SurfaceKind.ATTESTATION] == {OLA}
    assert found[SurfaceKind.HOME] == {BEA, OLA}


@pytest.mark.parametrize(
    ("kind", "first", "then"),
    [(RevisitKind.PAYOFF, BEA, OLA), (RevisitKind.ATTESTATION, OLA, BEA)],
)
def test_the_next_is_asked_where_slack_cannot_reach_somebody(
    transactions: Transactions, kind: RevisitKind, first: str, then: str
) -> None:
    """At once, and once."""
    with transactions.begin() as work:
        revisit = work.session.exec(select(Revisit).where(Revisit.kind == kind)).one()
        for _ in range(2):
            note_refusal(work, kind.value, f"{revisit.id}:0:{first}", "user_disabled")

    with transactions.reading() as session:
        assert places(session, SurfaceKind(kind.value)) == {first, then}


def test_who_left_passes_it_on(transactions: Transactions) -> None:
    """Slack says that Ola's account is deactivated: Bea is asked, and told why."""
    with transactions.begin() as work:
        note_looked_up(work.session, OLA, work.now, is_gone=True)
        pass_on_revisits(work, OLA)

    with transactions.reading() as session:
        revisit = session.exec(
            select(Revisit).where(Revisit.kind == RevisitKind.ATTESTATION)
        ).one()
        key = f"{revisit.id}:{revisit.reminders}:{BEA}"
        message = draw_surface(session, SurfaceKind.ATTESTATION, key, at(DUE))
        assert places(session, SurfaceKind.ATTESTATION) == {OLA, BEA}
    assert f"<@{OLA}> was asked about *Churn call list* and has left" in texts(message.blocks)


@pytest.mark.parametrize(
    ("metric", "days_later", "segment", "value"),
    [
        pytest.param(KPI, 1, "", 2.0, id="pushed later"),
        pytest.param("monthly_cancellation_rate", 1, "", 2.0, id="as a metric is named"),
        pytest.param(KPI, -1, "", 2.3, id="pushed before it was typed"),
        pytest.param(KPI, 1, "team=a", 2.3, id="of a part of the cases"),
        pytest.param("psi", 1, "", 2.3, id="something else"),
    ],
)
def test_the_newest_figure_counts(
    session: Session, now: datetime, metric: str, days_later: int, segment: str, value: float
) -> None:
    """Pushed under the number's name, or typed."""
    use_case: UseCase = in_force(session)
    use_case.model_name = "churn"
    session.add(
        KpiFigure(
            use_case_id=use_case.id, kpi=KPI, value=2.3, measured_on=now.date(), entered_by=FIN,
            entered_at=now,
        )
    )  # fmt: skip
    session.add(
        PushedNumber(
            model_name="churn", metric=metric, window="2026-W47", segment=segment, value=2.0,
            samples=900, pushed_by="crm", pushed_at=now + timedelta(days=days_later),
        )
    )  # fmt: skip
    session.flush()

    assert known_figure(session, use_case, KPI).value == value

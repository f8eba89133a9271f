"""Where each pass mark stands: the newest figure for it, judged by what is agreed now."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from assessments.use_cases.pass_marks import Judgement, PassMark, PassMarkVerdict
from deployments.models import ModelFacts, register_model
from monitors.alerts.pushed import Push, push_number
from monitors.runs.judging import kept_judgement
from monitors.runs.standing import NEWEST_RUNS, Standing, standings, unsent_metrics
from monitors.tables import Monitor, MonitorRun, RunStatus

pytestmark = pytest.mark.sqlite_alone
RECALL = PassMark("recall", ">=", 0.7, min_samples=100, row_id="AC-01")
EACH = replace(RECALL, row_id="AC-02", segment="each:area")
BROKEN, HOLDS = PassMarkVerdict.BROKEN, PassMarkVerdict.HOLDS
ACCEPTED = PassMark("user_acceptance", ">=", 0.6, min_samples=100, row_id="AC-03")
BY_TEAM = replace(ACCEPTED, row_id="AC-04", segment="each:team")

Judged = Callable[..., None]
Stand = Callable[..., list[Standing]]


@pytest.fixture
def stand(session: Session, monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """Say where given pass marks of `churn` stand."""
    del monitor

    def stand_now(*marks: PassMark) -> list[Standing]:
        agreed = {"churn": list(marks)}
        for place in ("runs.standing.pass_marks_for_model", "alerts.pushed.marks_for_model"):
            monkeypatch.setattr(f"monitors.{place}", lambda _, model: agreed.get(model, []))
        return standings(session, "churn")

    return stand_now


@pytest.fixture
def run(session: Session, monitor: Monitor, now: datetime) -> Judged:
    """Keep a run of a monitor, so many days later, with its judgements."""

    def keep(
        days: int,
        judgements: Sequence[Judgement],
        of: Monitor = monitor,
        **other: Any,  # noqa: ANN401 - any column
    ) -> None:
        facts: dict[str, Any] = {"status": RunStatus.MEASURED, **other}
        session.add(MonitorRun(
            monitor_id=of.id,
            firing_key=f"{days}",
            window_number=days,
            result={"marks": {one.pass_mark.row_id: kept_judgement(one) for one in judgements}},
            ran_at=now + timedelta(days=days),
            **facts,
        ))  # fmt: skip
        session.flush()

    return keep


def judged(mark: PassMark, value: float, verdict: PassMarkVerdict = HOLDS) -> Judgement:
    """A figure over 1,000 cases, with its interval."""
    return Judgement(mark, verdict, value, value - 0.02, value + 0.02, 1_000, "")


def test_a_kept_figure_is_judged_by_todays_limit(run: Judged, stand: Stand, now: datetime) -> None:
    """0.75 held a limit of 0.7, and breaks one of 0.8."""
    run(1, [judged(RECALL, 0.75)])

    (found,) = stand(replace(RECALL, threshold=0.8))

    assert found.judgement is not None
    assert found.judgement.verdict is BROKEN
    assert (found.judgement.value, found.judgement.low, found.judgement.high) == (0.75, 0.73, 0.77)
    assert found.judgement.samples == 1_000
    assert (found.source, found.measured_at) == ("churn weekly", now + timedelta(days=1))
    assert not found.awaits_push


def test_of_many_parts_the_verdict_stays(run: Judged, stand: Stand) -> None:
    """The figure of the worst part alone can't tell how each one would do."""
    parts = {"north": HOLDS, "south": BROKEN}
    run(1, [replace(judged(EACH, 0.9, BROKEN), segments=parts)])

    (found,) = stand(EACH)

    assert found.judgement is not None
    assert found.judgement.verdict is BROKEN
    assert found.judgement.segments == parts


def test_the_newest_run_that_measured_it_counts(run: Judged, stand: Stand, now: datetime) -> None:
    """A later one that failed or was held, or asked of other cases, doesn't."""
    run(2, [judged(RECALL, 0.8)])
    run(1, [judged(RECALL, 0.6)])
    run(3, [judged(RECALL, 0.5)], status=RunStatus.ERROR)
    run(4, [judged(replace(RECALL, segment="area=north"), 0.4)])
    run(5, [judged(replace(RECALL, metric="precision"), 0.3)])
    run(6, [])

    (found,) = stand(RECALL)

    assert found.judgement is not None
    assert found.judgement.value == 0.8
    assert found.measured_at == now + timedelta(days=2)


def test_another_models_runs_say_nothing(
    session: Session, monitor: Monitor, run: Judged, stand: Stand, now: datetime
) -> None:
    """Two models may have the same pass mark."""
    register_model(session, ModelFacts("calls", "U0MIA", "C1"), now)
    facts = monitor.model_dump(exclude={"id"})
    other = Monitor(**facts | {"name": "calls weekly", "model_name": "calls"})
    session.add(other)
    session.flush()
    run(1, [judged(RECALL, 0.75)], of=other)

    assert stand(RECALL) == [Standing(RECALL)]


@pytest.mark.parametrize(
    ("runs_since", "is_known"), [(NEWEST_RUNS - 1, True), (NEWEST_RUNS, False)]
)
def test_old_figures_are_forgotten(
    run: Judged, stand: Stand, runs_since: int, *, is_known: bool
) -> None:
    """After twenty runs without it, nothing stands."""
    run(0, [judged(RECALL, 0.75)])
    for day in range(1, runs_since + 1):
        run(day, [])

    (found,) = stand(RECALL)

    assert (found.judgement is not None) is is_known


def test_a_pushed_number_is_the_newest_about_it(
    session: Session, stand: Stand, now: datetime
) -> None:
    """Of all cases or of a team; another metric's doesn't count."""
    stand(ACCEPTED, BY_TEAM)
    for minutes, push in enumerate((
        Push("churn", ACCEPTED.metric, 0.5, 300, "2026-10"),
        Push("churn", ACCEPTED.metric, 0.8, 300, "2026-11"),
        Push("churn", ACCEPTED.metric, 0.4, 300, "2026-12", segment="team=north"),
        Push("churn", "clicks", 0.1, 300, "2027-01"),
    )):  # fmt: skip
        push_number(session, push, "token:kpi", now + timedelta(minutes=minutes))

    everyone, team = stand(ACCEPTED, BY_TEAM)

    assert (everyone.source, everyone.measured_at) == ("2026-11", now + timedelta(minutes=1))
    assert everyone.judgement is not None
    assert (everyone.judgement.value, everyone.judgement.verdict) == (0.8, HOLDS)
    assert team.judgement is not None
    assert (team.judgement.value, team.judgement.verdict) == (0.4, BROKEN)
    assert (everyone.awaits_push, team.awaits_push) == (True, True)


def test_what_nobody_sends_is_named_once(session: Session, stand: Stand, now: datetime) -> None:
    """Measured metrics aren't; sent ones aren't any more."""
    clicks = PassMark("clicks", ">=", 3.0, row_id="AC-05")
    stand(RECALL, ACCEPTED, clicks, replace(clicks, row_id="AC-06"))
    before = unsent_metrics(session, "churn")

    push_number(session, Push("churn", ACCEPTED.metric, 0.5, 300, "2026-10"), "token:kpi", now)

    assert before == ["user_acceptance", "clicks"]
    assert unsent_metrics(session, "churn") == ["clicks"]

"""How models are: the worst of their alerts and their monitors' newest runs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from assessments.use_cases.screens import GoodEnough, agree_pass_marks
from handlers.blocks.alerts.model_health import MOST_MODELS, STILL, models_text
from monitors.alerts.model_health import WAITING, Health, ModelHealth, health_of_models
from monitors.alerts.notices import LastingNotice
from monitors.tables import Alert, AlertKind, AlertState, Monitor, MonitorRun, RunStatus
from tests.audit.round_steps import BEA, described

pytestmark = pytest.mark.sqlite_alone

NOW = datetime.fromisoformat("2026-11-26T09:00:00+00:00")
RUNS = {
    "fine": ([(RunStatus.MEASURED, "alert"), (RunStatus.MEASURED, "ok")], Health.FINE),
    "worth a look": ([(RunStatus.MEASURED, "warning")], Health.WARNING),
    "one run is no alert yet": ([(RunStatus.MEASURED, "alert")], Health.WARNING),
    "no data": ([(RunStatus.MEASURED, "ok"), (RunStatus.NO_DATA, None)], Health.NO_DATA),
    "failed": ([(RunStatus.MEASURED, "ok"), (RunStatus.ERROR, None)], Health.UNMEASURED),
    "never": ([], Health.UNKNOWN),
}


@pytest.fixture
def monitor(session: Session) -> Monitor:
    """The monitor of the model `churn`."""
    made = Monitor(
        name="weekly", model_name="churn", channel_id="C1", owner_user_id="U1", reference="r",
        current="c", rows_per_window=1, columns={}, cron="0 9 * * 1", timezone="UTC",
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _alert(monitor: Monitor, state: AlertState, key: str | None) -> Alert:
    return Alert(
        monitor_id=monitor.id, model_name="churn", kind=AlertKind.DRIFT, state=state,
        active_key=key, opened_at=NOW, last_seen_at=NOW, due_at=NOW, decided_at=NOW,
        first_window=1, last_window=1, facts={},
    )  # fmt: skip


@pytest.mark.parametrize(("runs", "health"), RUNS.values(), ids=RUNS)
def test_the_newest_run_counts(
    session: Session,
    monitor: Monitor,
    runs: Sequence[tuple[RunStatus, str | None]],
    health: Health,
) -> None:
    """What came before it does not."""
    for number, (status, verdict) in enumerate(runs):
        ran_at = NOW + timedelta(weeks=number)
        session.add(
            MonitorRun(
                monitor_id=monitor.id, firing_key=str(number), window_number=number,
                status=status, verdict=verdict, result={}, ran_at=ran_at,
            )
        )  # fmt: skip

    (found,) = health_of_models(session, ["churn"])

    assert found.health is health
    assert found.at == (NOW + timedelta(weeks=len(runs) - 1) if runs else None)


@pytest.mark.parametrize(
    ("state", "key", "health"),
    [
        (AlertState.ACKNOWLEDGED, "k", Health.UNDECIDED),
        (AlertState.KEPT, "k", Health.DECIDED),
        (AlertState.ENDED, None, Health.WARNING),
    ],
)
def test_an_alert_counts_while_its_cause_lasts(
    session: Session, monitor: Monitor, state: AlertState, key: str | None, health: Health
) -> None:
    """And more than a run that is worth a look."""
    session.add(
        MonitorRun(
            monitor_id=monitor.id, firing_key="1", window_number=1, status=RunStatus.MEASURED,
            verdict="warning", result={}, ran_at=NOW,
        )
    )  # fmt: skip
    session.add(_alert(monitor, state, key))

    found = health_of_models(session, ["churn", "another"])

    assert [(one.model_name, one.health) for one in found] == sorted(
        [("churn", health), ("another", Health.UNKNOWN)],
        key=lambda one: list(Health).index(one[1]),
    )


def test_alerts_that_wait_are_counted(session: Session, monitor: Monitor) -> None:
    """What is decided or ended isn't one of them."""
    states = [*WAITING, AlertState.KEPT]
    session.add_all(_alert(monitor, state, f"k{at}") for at, state in enumerate(states))

    (found,) = health_of_models(session, ["churn"])

    assert (found.health, found.alerts, found.kind) == (Health.UNDECIDED, 2, AlertKind.DRIFT)


def test_a_long_list_is_cut_and_counted() -> None:
    """The worst are shown; names are others' words."""
    models = [ModelHealth(f"model *{number}*", Health.UNKNOWN) for number in range(50)]

    lines = models_text(models).splitlines()

    assert len(lines) == MOST_MODELS + 1
    assert lines[0] == ":white_circle: *model *\u200b0*\u200b*: not measured yet"
    assert lines[-1] == "… and 40 more, none of them worse."


def test_a_model_is_named_by_its_use_case_before_it_is_measured(session: Session) -> None:
    """Whatever is known of it: no run, no alert."""
    case = described(session, NOW)
    agree_pass_marks(session, case.id, GoodEnough("churn", "80%", "0.25"), BEA, NOW)

    (found,) = health_of_models(session, ["churn"])

    assert (found.health, found.title) == (Health.UNKNOWN, "Title")


@pytest.mark.parametrize(
    ("asked", "now", "words"),
    [
        pytest.param(None, None, "needs a decision by <!date", id="mine"),
        pytest.param("U0MIA", NOW, "needs a decision from <@U0MIA> by <!date", id="hers"),
        pytest.param(
            "U0MIA", NOW + timedelta(days=2), "from <@U0MIA>, *overdue* since <!date", id="late"
        ),
    ],
)
def test_an_alert_says_who_decides_by_when(
    asked: str | None, now: datetime | None, words: str
) -> None:
    """Also to those who don't decide, and once it is overdue."""
    due_at = NOW + timedelta(days=1)
    model = ModelHealth("churn", Health.UNDECIDED, NOW, due_at=due_at, asked=asked)

    assert words in models_text([model], now)


@pytest.mark.parametrize(
    ("asked", "days", "words"),
    [
        pytest.param(None, 0, "2 alerts need decisions, the first by <!date", id="mine"),
        pytest.param(
            "U0MIA", 2, "decisions from <@U0MIA>, the first *overdue* since <!date", id="late"
        ),
    ],
)
def test_two_alerts_are_both_counted(asked: str | None, days: int, words: str) -> None:
    """The dates are the first one's; the figures are the latest ones."""
    due_at = NOW + timedelta(days=1)
    model = ModelHealth("churn", Health.UNDECIDED, NOW, alerts=2, due_at=due_at, asked=asked)

    assert words in models_text([model], NOW + timedelta(days=days))


@pytest.mark.parametrize("kind", AlertKind)
def test_a_decision_says_what_it_did_not_end(kind: AlertKind) -> None:
    """What is still wrong comes before who decided."""
    model = ModelHealth("churn", Health.DECIDED, NOW, kind=kind, decided_by=BEA)

    words = models_text([model])

    assert f"*churn*: {STILL[kind]}. <@{BEA}> decided on <!date" in words


@pytest.mark.parametrize(
    ("health", "is_told"),
    [(Health.UNDECIDED, False), (Health.DECIDED, False), (Health.WARNING, True)],
)
def test_what_was_noticed_is_no_news_beside_an_alert(health: Health, is_told: bool) -> None:  # noqa: FBT001 - a table's column
    """The alert tells what changed."""
    notices = [LastingNotice("age", "age moved a little", NOW)]

    text = models_text([ModelHealth("churn", health, NOW, notices=notices)])

    assert ("age moved a little" in text) is is_told


def test_each_monitor_has_a_newest_run(session: Session, monitor: Monitor) -> None:
    """Of one model or of another, whenever they ran; the worse one of a model's counts."""
    facts = monitor.model_dump(exclude={"id"})
    daily, other = (
        Monitor(**facts | {"name": name, "model_name": model})
        for name, model in (("daily", "churn"), ("calls weekly", "calls"))
    )
    session.add_all((daily, other))
    session.flush()
    for of, days, verdict in (
        (monitor, 1, "warning"),
        (daily, 5, "warning"),
        (daily, 6, "ok"),
        (other, 2, "ok"),
    ):
        session.add(
            MonitorRun(
                monitor_id=of.id, firing_key=str(days), window_number=days, result={},
                status=RunStatus.MEASURED, verdict=verdict, ran_at=NOW + timedelta(days=days),
            )
        )  # fmt: skip

    found = {one.model_name: one for one in health_of_models(session, ["churn", "calls"])}

    assert (found["churn"].health, found["churn"].at) == (Health.WARNING, NOW + timedelta(days=1))
    assert (found["calls"].health, found["calls"].at) == (Health.FINE, NOW + timedelta(days=2))

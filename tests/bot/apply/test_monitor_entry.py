"""A monitor's entry in the file: what is kept of it, and what is refused in words."""

import pytest
from pydantic import ValidationError
from sqlmodel import select

from bot.apply.monitor_entry import OPTIONS, MonitorEntry
from bot.queues.jobs import Job
from bot.transactions import Transactions
from monitors.performance.metric import Task
from monitors.runs.measurement import roles_of
from monitors.tables import Monitor
from tests.bot.apply.test_configuration import MODEL, MONITOR, apply, transactions

pytestmark = pytest.mark.sqlite_alone

__all__ = ["transactions"]


def stored(transactions: Transactions) -> Monitor:
    """The monitor in the database."""
    with transactions.begin() as work:
        return work.session.exec(select(Monitor)).one()


def test_what_is_asked_beyond_the_columns_is_kept(transactions: Transactions) -> None:
    """Only what the file says; paths are the file's own."""
    chosen = {
        "lowest_limits": {"prediction": 0.05},
        "reference_window": "previous 4",
        "history": "past.parquet",
        "confirm": {"needed": 2, "of": 3},
        "feed": {"timestamp": "at", "fresh_within_hours": 48.0},
        "expressions": [{"name": "mean", "sql": "avg(x)", "at_most": 3.0}],
        "segment": "place",
        "group": "sex",
        "joint": True,
        "embeddings": ["v"],
        "texts": ["t"],
        "duplicates": True,
        "missing": [-999, "NA"],
        "partitions": True,
        "meanings": {"RELP": {"name": "place in the household", "values": {17: "dormitory"}}},
    }

    apply(transactions, models=[MODEL], monitors=[{**MONITOR, **chosen}])

    words = {"RELP": {"name": "place in the household", "values": {"17": "dormitory"}}}
    kept = {**chosen, "history": "data/past.parquet", "meanings": words, "missing": ["-999", "NA"]}
    assert set(chosen) == OPTIONS
    assert stored(transactions).options == kept


@pytest.mark.both_databases
def test_a_history_is_tried_once_for_each_setting(transactions: Transactions) -> None:
    """The same file twice is one job; another budget is tried anew; without history none is."""
    for budget in (1, 1, 2):
        entry = {**MONITOR, "history": "past.parquet", "alert_budget_per_quarter": budget}
        apply(transactions, models=[MODEL], monitors=[entry])
    apply(transactions, monitors=[MONITOR])

    with transactions.begin() as work:
        kinds = work.session.exec(select(Job.kind)).all()
    assert list(kinds) == ["replay_monitor", "replay_monitor"]


def test_another_reference_begins_without_evidence(transactions: Transactions) -> None:
    """What gathered against the old one says nothing of the new one."""
    apply(transactions, models=[MODEL], monitors=[MONITOR])
    with transactions.begin() as work:
        work.session.exec(select(Monitor)).one().slow_drift = {"age": [7.0, 1]}

    apply(transactions, monitors=[MONITOR])
    same = stored(transactions).slow_drift
    apply(transactions, monitors=[{**MONITOR, "reference": "other.parquet"}])

    assert same == {"age": [7.0, 1]}
    assert stored(transactions).slow_drift == {}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        pytest.param({"confirm": {"needed": 3, "of": 2}}, "3 of 2 isn't possible", id="confirm"),
        pytest.param({"lowest_limits": {"label": 0.1}}, "prediction", id="role"),
        pytest.param({"reference_window": "next"}, "isn't a reference window", id="window"),
        pytest.param({"feed": {"timestamp": "at", "fresh_within_hours": 0}}, "0", id="fresh"),
        pytest.param(
            {"expressions": [{"name": "x", "sql": "1; DROP TABLE y"}]}, "pattern", id="two"
        ),
        pytest.param({"timezone": "Mars/Base"}, "isn't a time zone", id="zone"),
        pytest.param({"meanings": {"a": {"values": ["b"]}}}, "dictionary", id="meanings"),
        pytest.param({"cron": "often"}, "isn't a cron line", id="cron"),
        pytest.param({"cron": "0 9 30 2 *"}, "it never fires, because no day 30", id="never"),
    ],
)
def test_a_wrong_option_is_refused(wrong: dict[str, object], sentence: str) -> None:
    """Before anything is stored."""
    with pytest.raises(ValidationError, match=sentence):
        MonitorEntry.model_validate({**MONITOR, **wrong})


def test_tables_are_kept_by_their_address(transactions: Transactions) -> None:
    """An address is no file of the folder."""
    loans = "postgresql://reader@db/lend?table=loans"
    places = {"reference": loans, "current": f"{loans}&order=id"}

    apply(transactions, models=[MODEL], monitors=[{**MONITOR, **places}])

    assert (stored(transactions).reference, stored(transactions).current) == (
        loans,
        f"{loans}&order=id",
    )


@pytest.mark.parametrize(
    ("place", "why"),
    [
        pytest.param("postgresql://mia:hush@db/lend?table=t", "leave out the password", id="url"),
        pytest.param(
            "postgresql://db/x?table=t&password=hush", "leave out the password", id="option"
        ),
        pytest.param("postgresql://db/lend", "must end in either .table=NAME", id="no table"),
    ],
)
def test_a_password_is_never_stored(place: str, why: str) -> None:
    """It is refused; so is an address that names no table."""
    with pytest.raises(ValidationError, match=why) as refused:
        MonitorEntry.model_validate({**MONITOR, "reference": place})

    assert "hush" not in refused.value.errors()[0]["msg"]


def test_a_task_that_is_told_is_kept(transactions: Transactions) -> None:
    """Where none is told, the row is as it was before tasks could be."""
    told = []
    for columns in ({"target": "y"}, {"target": "y", "task": "regression"}):
        apply(transactions, models=[MODEL], monitors=[{**MONITOR, "columns": columns}])
        told.append(roles_of(stored(transactions)).task)

    assert told == [None, Task.REGRESSION]

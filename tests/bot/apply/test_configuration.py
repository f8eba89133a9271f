"""The YAML of models and monitors: a wrong entry is a sentence, a repeat changes nothing."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.apply.configuration import (
    Configuration,
    ConfigurationError,
    apply_configuration,
    read_configuration,
)
from bot.storage.database import Database
from bot.transactions import Transactions
from deployments.deciders import deciders_of
from deployments.models import champion_of, find_model
from handlers.surfaces.surface import place_surface
from monitors.tables import Monitor, ReferenceProfile
from tests.slow_work import nothing_slow_while_writing

MODEL = {
    "name": "churn",
    "owner": "U0MIA",
    "channel": "C1",
    "deciders": ["U0OLA"],
    "versions": [{"version": "v1"}, {"version": "v2"}],
    "champion": "v2",
}
MONITOR = {
    "name": "churn weekly",
    "model": "churn",
    "reference": "a.parquet",
    "current": "b.parquet",
    "cron": "0 9 * * 1",
    "timezone": "Europe/Berlin",
}


@pytest.fixture
def transactions(database: Database, now: datetime) -> Transactions:
    """Transactions at a time that stands still."""
    return Transactions(database, place_surface, lambda: now)


def apply(transactions: Transactions, **document: object) -> list[str]:
    """Apply a document."""
    return apply_configuration(transactions, Configuration.model_validate(document), Path("data"))


def test_a_running_bot_waits_for_no_schedule_to_be_worked_out(
    transactions: Transactions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is written, all of them are."""
    monitors = [{**MONITOR, "name": f"monitor {number}"} for number in range(3)]

    with nothing_slow_while_writing(monkeypatch) as found:
        done = apply(transactions, models=[MODEL], monitors=monitors)

    assert found == []
    assert len(done) == 4


def test_models_and_monitors_are_brought_in(transactions: Transactions) -> None:
    """Each line says what was done."""
    done = apply(transactions, models=[MODEL], monitors=[MONITOR])

    assert done == ["model churn", "monitor churn weekly, next run 2026-11-30 08:00 UTC"]
    with transactions.begin() as work:
        model = find_model(work.session, "churn")
        assert champion_of(work.session, model) == "v2"
        assert deciders_of(work.session, model) == ["U0MIA", "U0OLA"]


def test_a_second_time_keeps_what_people_decided(transactions: Transactions) -> None:
    """The next firing, the windows seen and the champion stay; settings follow the file."""
    apply(transactions, models=[MODEL], monitors=[MONITOR])
    with transactions.begin() as work:
        work.session.exec(select(Monitor)).one().windows_seen = 7
    changed = {**MONITOR, "rows_per_window": 500, "labels": {"path": "t.parquet", "id": "id"}}
    apply(transactions, models=[{**MODEL, "champion": "v1"}], monitors=[changed])

    with transactions.begin() as work:
        monitor = work.session.exec(select(Monitor)).one()
        assert champion_of(work.session, find_model(work.session, "churn")) == "v2"
    assert (monitor.windows_seen, monitor.rows_per_window) == (7, 500)
    assert monitor.labels == {"path": "data/t.parquet", "id": "id"}
    assert monitor.next_firing_at is not None
    assert monitor.next_firing_at.isoformat() == "2026-11-30T08:00:00+00:00"


def test_another_schedule_moves_the_next_firing(transactions: Transactions) -> None:
    """Daily from now on."""
    apply(transactions, models=[MODEL], monitors=[MONITOR])
    apply(transactions, monitors=[{**MONITOR, "cron": "30 18 * * *"}])

    with transactions.begin() as work:
        monitor = work.session.exec(select(Monitor)).one()
    assert monitor.next_firing_at is not None
    assert monitor.next_firing_at.isoformat() == "2026-11-23T17:30:00+00:00"
    assert monitor.runs_per_quarter == 91.0


def test_other_current_data_forgets_what_was_counted(
    transactions: Transactions, now: datetime
) -> None:
    """Beside a CSV file the reference is read otherwise than beside parquet."""
    apply(transactions, models=[MODEL], monitors=[MONITOR])
    with transactions.begin() as work:
        monitor = work.session.exec(select(Monitor)).one()
        work.session.add(
            ReferenceProfile(
                monitor_id=monitor.id, stamp="a", content_hash="b", asked="c", rows=1,
                payload=b"", created_at=now,
            )
        )  # fmt: skip

    kept = []
    for current in (MONITOR["current"], "other.csv"):
        apply(transactions, monitors=[{**MONITOR, "current": current}])
        with transactions.begin() as work:
            kept.append(work.session.exec(select(ReferenceProfile)).first() is not None)

    assert kept == [True, False]


def test_a_champion_must_be_one_of_the_versions(transactions: Transactions) -> None:
    """Nothing of the file is kept then."""
    with pytest.raises(ConfigurationError, match="The champion v9 of churn isn't one"):
        apply(transactions, models=[{**MODEL, "champion": "v9"}])

    with transactions.begin() as work:
        assert work.session.exec(select(Monitor)).all() == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            "models: [", "line 1 isn't valid YAML: a bracket is not closed", id="bracket"
        ),
        pytest.param(
            "models:\n  - name: x\n   owner: U1",
            "line 3 isn't valid YAML: its indentation doesn't match the lines above",
            id="indented",
        ),
        pytest.param(
            "models:\n\t- name: x", "line 2 isn't valid YAML: it starts with a tab", id="tab"
        ),
        pytest.param(
            "a: 1\nb: \x00",
            "line 2 isn't valid YAML: it contains a control character",
            id="binary",
        ),
        pytest.param("a: 2026-13-45", "such as 31 February", id="date"),
        pytest.param("a:\n " + "[" * 500_000, "line 2: the nesting is too deep", id="nested"),
        pytest.param(
            "a: &x [1]\nb: *x", "line 2: aliases aren't allowed; write out *x", id="alias"
        ),
        pytest.param(
            'models:\n- name: "a\\u202eb"', "line 2: a hidden character (U+202E)", id="hidden"
        ),
        pytest.param('a: 1\n"b\\0": 2', "line 2: a hidden character (U+0000)", id="hidden-key"),
        pytest.param(
            "models: [{name: a,\n name: b}]", "line 2: models.0.name: name appears", id="twice"
        ),
        pytest.param(
            "models: [{name: a}]", "line 1: models.0.owner: this is missing", id="missing"
        ),
        pytest.param("models: []\nmodles: []", "line 2: modles: unknown name", id="misspelt"),
        pytest.param(
            "- 1", "line 1: file: this should be a set of names with values", id="a list"
        ),
        pytest.param(
            "words", "line 1: file: this should be a set of names with values", id="words"
        ),
        pytest.param("", "is empty", id="empty"),
        pytest.param(
            "models: [{name: a, owner: mia, channel: C1}]",
            "line 1: models.0.owner: 'mia' isn't a Slack user ID (example: U0123ABCD)",
            id="no user id",
        ),
        pytest.param(
            "models:\n- {name: a, owner: U1,\n   channel: churn}",
            "line 3: models.0.channel: 'churn' isn't a Slack channel ID (example: C0123ABCD)",
            id="no channel id",
        ),
        pytest.param(
            "monitors: [{name: a, model: b, reference: r, current: c, timezone: Mars/Base}]",
            "'Mars/Base' isn't a time zone (example: Europe/Berlin)",
            id="zone",
        ),
        pytest.param(
            "monitors: [{name: a, model: b, reference: r, current: c, cron: hourly}]",
            "'hourly' isn't a cron line: it has 1 of five fields (example: '0 8 * * 1')",
            id="cron",
        ),
        pytest.param("x" * 1_000_001, "is larger than 1 MB", id="large"),
    ],
)
def test_a_wrong_file_gets_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    """It names the file and the place in it."""
    path = tmp_path / "lamplighter.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigurationError) as raised:
        read_configuration(path)

    assert sentence in str(raised.value)
    assert str(path) in str(raised.value)


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    """Both are said, and so is a folder, not raised as they are."""
    picture = tmp_path / "picture.yaml"
    picture.write_bytes(b"\xff\xfe\x00\x01")
    gone = tmp_path / "gone.yaml"

    for path, sentence in (
        (picture, f"{picture} isn't UTF-8 text."),
        (gone, f"There is no file {gone}."),
        (tmp_path, f"{tmp_path} is a folder, not a file."),
    ):
        with pytest.raises(ConfigurationError) as raised:
            read_configuration(path)
        assert str(raised.value) == sentence

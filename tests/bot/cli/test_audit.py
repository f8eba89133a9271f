"""`lamplighter audit`: verify what is recorded, and export it."""

import json
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run, statement

pytestmark = pytest.mark.sqlite_alone


@pytest.mark.both_databases
@pytest.mark.usefixtures("stored")
def test_the_chain_is_whole(run: Run) -> None:
    """Setting up leaves a whole chain; its head can be handed back later."""
    finished = run("audit", "verify")
    head = finished.out.split("head: ")[1].strip()

    assert finished.status == 0
    assert finished.out.startswith("The audit chain is intact: 6 entries")
    assert run("audit", "verify", "--head", head).status == 0


@pytest.mark.usefixtures("stored")
def test_a_part_of_a_head_is_refused(run: Run) -> None:
    """The short form in the sentence would be called missing."""
    told = run("audit", "verify").out
    whole, short = told.split("head: ")[1].strip(), told.split("head ")[1][:16]

    finished = run("audit", "verify", "--head", short)

    assert (finished.status, "A head has 64 digits" in finished.err) == (2, True)
    assert run("audit", "verify", "--head", f" {whole.upper()} ").status == 0


def test_tables_of_two_versions_at_once_are_a_sentence(run: Run, stored: str) -> None:
    """Nobody reads Alembic's advice."""
    statement(stored, "INSERT INTO alembic_version VALUES ('0001')")

    finished = run("audit", "verify")

    assert (finished.status, "its tables have 2 versions at once" in finished.err) == (2, True)


@pytest.mark.parametrize("column", ["actor", "action", "subject", "detail", "hash"])
def test_a_row_changed_by_hand_is_found(run: Run, stored: str, column: str) -> None:
    """The sentence names the first broken entry; status 1."""
    statement(stored, f"UPDATE auditentry SET {column} = 'changed' WHERE sequence = 2")  # noqa: S608 - a list of five

    finished = run("audit", "verify")

    assert finished.status == 1
    assert finished.out == ("The audit chain is broken: entry 2 was changed, moved or removed.\n")


@pytest.mark.both_databases
def test_a_cut_tail_is_found_by_the_head(run: Run, stored: str) -> None:
    """Who kept the head sees that the newest entry is gone, however well it was done."""
    head = run("audit", "verify").out.split("head: ")[1].strip()
    statement(stored, "DELETE FROM monitor")
    statement(stored, "DELETE FROM auditentry WHERE sequence = 6")
    statement(
        stored,
        "UPDATE audithead SET sequence = 5, "
        "hash = (SELECT hash FROM auditentry WHERE sequence = 5)",
    )

    assert run("audit", "verify").status == 0
    assert run("audit", "verify", "--head", head).status == 1


@pytest.mark.both_databases
@pytest.mark.usefixtures("stored")
def test_the_log_is_exported_as_lines_of_json(run: Run, tmp_path: Path) -> None:
    """Oldest first, on the terminal or in a file."""
    shown = run("audit", "export").out
    run("audit", "export", "--file", tmp_path / "audit.jsonl")

    entries = [json.loads(line) for line in shown.splitlines()]
    assert [entry["sequence"] for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert (tmp_path / "audit.jsonl").read_text() == shown


@pytest.mark.parametrize(
    ("file", "sentence"),
    [("/", "needs a file, but / is a folder"), ("/nowhere/log", "The folder /nowhere")],
)
def test_an_audit_log_that_cant_be_written_is_refused(run: Run, file: str, sentence: str) -> None:
    """In words, before anything is read."""
    finished = run("audit", "export", "--file", file)

    assert finished.status == 2
    assert sentence in finished.err


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ("actor = CAST(actor AS BLOB)", "b'apply'"),
        ("actor = CAST(X'FF' AS TEXT)", "\udcff"),
        ("at = 5", "unreadable: 5"),
    ],
)
def test_an_entry_that_somebody_damaged_is_exported_too(
    run: Run, stored: str, tmp_path: Path, change: str, shown: str
) -> None:
    """It is what one looks for."""
    statement(stored, f"UPDATE auditentry SET {change} WHERE sequence = 1")  # noqa: S608 - a list of three

    finished = run("audit", "export", "--file", tmp_path / "audit.jsonl")

    assert finished.status == 0, finished.err
    first = json.loads((tmp_path / "audit.jsonl").read_text().splitlines()[0])
    assert shown in first.values()

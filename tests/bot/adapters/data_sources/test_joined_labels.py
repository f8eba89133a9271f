"""The ids by which labels are joined are said to be apart where they are, and nowhere else."""

from pathlib import Path

import duckdb
import pytest

from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Labels, Sources

APART = (
    "No label was found by id, which is written in another way in the labels, for example "
    "'000' here and '0' there."
)
IDS = {
    "zeros in front": ("lpad(range::VARCHAR, 3, '0')", "range", [APART]),
    "zeros in front of text": ("lpad(range::VARCHAR, 3, '0')", "range::VARCHAR", [APART]),
    "labels that come late": ("range::VARCHAR", "range + 1000", []),
    "a few labels": ("range::VARCHAR", "range * 50", []),
    "UUIDs in capitals": ("uuid() AS id", "upper(id::VARCHAR)", []),
}


@pytest.mark.parametrize(("id_", "label_id", "notes"), IDS.values(), ids=IDS)
def test_ids_that_never_meet_are_said(
    tmp_path: Path, id_: str, label_id: str, notes: list[str]
) -> None:
    """With an example of each table."""
    table, labels = tmp_path / "a.parquet", tmp_path / "l.parquet"
    with duckdb.connect() as connection:
        name = "" if " AS " in id_ else " AS id"
        connection.execute(f"CREATE TABLE a AS SELECT range, {id_}{name} FROM range(100)")  # noqa: S608 - ours
        connection.execute(f"COPY a TO '{table}'")
        truth = f"SELECT {label_id} AS id, range % 2 AS y FROM a"  # noqa: S608 - ours
        connection.execute(f"COPY ({truth}) TO '{labels}'")

    with DuckDbTables(Sources(table, table, labels=Labels(labels, "id", "y"))) as tables:
        assert tables.notes == notes

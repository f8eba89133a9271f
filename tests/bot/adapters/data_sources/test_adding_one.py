"""The page's example of another engine works as it stands."""

import sys
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

from bot.adapters.data_sources import dialects, source
from bot.adapters.data_sources.opening import open_tables
from bot.adapters.data_sources.source import Sources
from monitors.check.check import check
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict
from monitors.check.limits import Limits
from monitors.check.roles import Roles

PAGE = Path(__file__).parents[4] / "docs/reference/data-sources.md"
NAME = "bot.adapters.data_sources.example"


def test_the_example_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file and a word, and its tables are checked."""
    module = ModuleType(NAME)
    code = PAGE.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    exec(compile(code, NAME, "exec"), module.__dict__)  # noqa: S102 - our own page
    monkeypatch.setitem(sys.modules, NAME, module)
    monkeypatch.setitem(source.ENGINES, "example", "example")
    monkeypatch.setitem(dialects.REWRITES, "duckdb", {})
    with duckdb.connect(str(tmp_path / "x.db")) as connection:
        values = "SELECT i % 50 + {} AS size, 'town ' || i % 3 AS town FROM range(3000) AS t(i)"
        connection.execute(f"CREATE TABLE before AS {values.format(0)}")
        connection.execute(f"CREATE TABLE now AS {values.format(40)}")
    address = f"example:{tmp_path}/x.db?table="

    with open_tables(Sources(f"{address}before", f"{address}now")) as tables:
        found = check(tables, Roles(), Limits())

    assert found.verdict is CheckVerdict.ALERT
    assert [column.column for column in found.columns if column.answer is CheckAnswer.ALARM] == [
        "size"
    ]

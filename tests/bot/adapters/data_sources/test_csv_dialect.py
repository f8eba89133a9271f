"""How a CSV file is written: what its first lines show."""

from pathlib import Path

import pytest

from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Sources
from monitors.errors import MeasurementError
from monitors.profile.engine import CURRENT

WRITTEN = {
    "comma": (b"a,b\n1,x\n2,y\n", ["a", "b"], [(1, "x"), (2, "y")]),
    "semicolon": (b"a;b\n1;2,5\n", ["a", "b"], [(1, 2.5)]),
    "tab": (b"a\tb\n1\t2,5\n", ["a", "b"], [(1, 2.5)]),
    "pipe": (b'a|b\n1|"x|y"\n', ["a", "b"], [(1, "x|y")]),
    "one column": (b"a\n1\n\n3\n", ["a"], [(1,), (None,), (3,)]),
    "one column of text": (b"t\nx, y\nz\n", ["t"], [("x, y",), ("z",)]),
    "byte order mark": (b'\xef\xbb\xbf"a","b"\n1,2\n', ["a", "b"], [(1, 2)]),
    "utf-16": ("a,b\r\n1,ä\r\n".encode("utf-16"), ["a", "b"], [(1, "ä")]),
    "utf-16 without a mark": ("a,b\r\n1,ä\r\n".encode("utf-16-le"), ["a", "b"], [(1, "ä")]),
    "utf-32": ("a,b\n1,ä\n".encode("utf-32"), ["a", "b"], [(1, "ä")]),
    "delimiter line": (b"sep=;\r\na;b\r\n1;2,5\r\n", ["a", "b"], [(1, 2.5)]),
    "delimiter line in utf-16": ("sep=;\na;b\n1;2\n".encode("utf-16"), ["a", "b"], [(1, 2)]),
    "old line ends": (b"a,b\r1,2\r3,4\r", ["a", "b"], [(1, 2), (3, 4)]),
    "mixed line ends": (b"a,b\r\n1,x\n2,y\r\n", ["a", "b"], [(1, "x"), (2, "y")]),
    "empty first lines": (b"\n\n\na;b\n1;2\n", ["a", "b"], [(1, 2)]),
    "a title": (b"Report\n\na,b\n1,2\n", ["a", "b"], [(1, 2)]),
    "a hash is no comment": (b"a,b\n#N/A,1\n#2,3\n", ["a", "b"], [("#N/A", 1), ("#2", 3)]),
    "apostrophes": (b"a,b\n'1','x,1'\n'2','y'\n", ["a", "b"], [(1, "x,1"), (2, "y")]),
    "an apostrophe": (b"a,b\n1,'tis\n2,it's\n", ["a", "b"], [(1, "'tis"), (2, "it's")]),
    "backslashes": (b'a,b\n1,"x\\"y"\n2,"z"\n', ["a", "b"], [(1, 'x"y'), (2, "z")]),
    "marks inside": (b'a,b\n1,x "q"\n3,"a" b\n', ["a", "b"], [(1, 'x "q"'), (3, '"a" b')]),
    "lines in a field": (b'a,b\n1,"x\ny"\n2,z\n', ["a", "b"], [(1, "x\ny"), (2, "z")]),
    "no header": (b"1,2\n3,4\n", ["column0", "column1"], [(1, 2), (3, 4)]),
    "no header, a word": (b"x,2\ny,4\n", ["column0", "column1"], [("x", 2), ("y", 4)]),
    "years as names": (b"age,2025\n3,1\n4,2\n", ["age", "2025"], [(3, 1), (4, 2)]),
    "an index": (b",a\n0,1\n1,2\n", ["column0", "a"], [(0, 1), (1, 2)]),
    "R's names of rows": (b'a,b\n"r1",1,x\n"r2",2,y\n', ["column0", "a", "b"],
                          [("r1", 1, "x"), ("r2", 2, "y")]),
    "a mark at each end": (b"a,b\n1,2,\n3,4,\n", ["a", "b"], [(1, 2), (3, 4)]),
    "caret": (b"a^b\n1^x, y\n", ["a", "b"], [(1, "x, y")]),
    "tilde": (b"a~b\n1~x\n", ["a", "b"], [(1, "x")]),
    "Hive's mark": (b"a\x01b\n1\x01x\n", ["a", "b"], [(1, "x")]),
    "formulas in quotation marks": (
        b'a,b\n1,"=""2"""\n3,"=""4"""\n', ["a", "b"], [(1, 2), (3, 4)],
    ),
    "formulas": (b'a;b\n1;="2"\n3;="4"\n', ["a", "b"], [(1, 2), (3, 4)]),
    "numbers as text": (b"a;b\n1;'2\n3;'-4\n", ["a", "b"], [(1, 2), (3, -4)]),
    "marks of no width": ("a;b\n1;\u200b2\n".encode(), ["a", "b"], [(1, 2)]),
}  # fmt: skip


@pytest.mark.parametrize(("data", "names", "rows"), WRITTEN.values(), ids=WRITTEN)
def test_a_file_is_read_as_it_is_written(
    tmp_path: Path, data: bytes, names: list[str], rows: list[tuple[object, ...]]
) -> None:
    """Every line is a row, and nothing has to be said."""
    path = tmp_path / "table.csv"
    path.write_bytes(data)

    with DuckDbTables(Sources(path, path)) as tables:
        assert [column.name for column in tables.columns(CURRENT)] == names
        assert tables.query("SELECT * FROM current") == rows
        assert tables.notes == []


SAID = {
    "a title of several fields": (
        b"Report, 2026\na,b,c\n1,2,3\n3,4,5\n",
        ["One line above the header of table.csv was left out."],
    ),
    "line ends and a short line": (
        b"a,b\r\n1,x\n2,y\r\n4\n",
        ["Line 4 of table.csv has 1 field where the header has 2. It was left out."],
    ),
}


@pytest.mark.parametrize(("data", "notes"), SAID.values(), ids=SAID)
def test_what_is_left_out_is_said(tmp_path: Path, data: bytes, notes: list[str]) -> None:
    """By its number, or by where it stands."""
    path = tmp_path / "table.csv"
    path.write_bytes(data)

    with DuckDbTables(Sources(path, path)) as tables:
        assert tables.notes == notes


def test_a_mark_that_never_closes_is_refused(tmp_path: Path) -> None:
    """Else the lines after it would be one field."""
    path = tmp_path / "table.csv"
    path.write_bytes(b'a,b\n1,x\n2,"y\n3,z\n')

    with pytest.raises(MeasurementError, match="line 3 opens a quotation mark"):
        DuckDbTables(Sources(path, path))

"""A table beside itself in another form; and no line of a CSV file that vanishes."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.forms import cases, wrongs
from bench.written_forms import Case
from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Sources

FIELDS = ("", "1", "2.5", "#N/A", "# note", "a b", "'tis", "NA", "x;y")


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@given(cases())
def test_a_table_beside_itself_is_no_alarm(case: Case) -> None:
    """Every column is compared and hasn't moved, or a note names it; `bench.forms` draws more."""
    assert wrongs(case) == []


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3), min_size=3, max_size=40),
    st.sampled_from((",", "\t", "|")),
    st.sampled_from(("\n", "\r\n")),
)
def test_every_line_is_a_row_or_said(
    tmp_path: Path, lines: list[list[str]], delimiter: str, end: str
) -> None:
    """Rows read and lines left out are all lines, whatever the first fields look like."""
    whole = [["0", "0"]] * len(lines)
    kept = [line for line in lines if len(line) == 2 or any(map(str.strip, line))]
    path = tmp_path / "table.csv"
    written = [delimiter.join(line) + end for line in [["a", "b"], *whole, *kept]]
    path.write_bytes("".join(written).encode())

    with DuckDbTables(Sources(path, path)) as tables:
        ((rows,),) = tables.query("SELECT count(*) FROM current")
        notes = tables.notes

    left_out = sum(1 if note.startswith("Line") else int(note.split()[0]) for note in notes)
    assert rows + left_out == len(whole) + len(kept)

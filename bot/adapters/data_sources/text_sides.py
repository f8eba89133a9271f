"""One of two tables while it is settled as what the text in its columns is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.adapters.data_sources.duckdb_columns import BYTES, Ask, columns_of, cut
from bot.adapters.data_sources.text_evidence import Seen, look_at
from bot.adapters.data_sources.text_forms import Form
from monitors.profile.engine import Column, Kind
from monitors.profile.reading import WHOLE
from monitors.profile.sql import quoted, select

FIRST_ROWS = 1_000
TEXTS_AND_CODES = ("VARCHAR", "ENUM", "UUID")


@dataclass
class Side:
    """One of two tables, while its columns are settled.

    Attributes:
        ask: Runs SQL on it.
        scan: What reads it, to stand after FROM.
        name: What sentences call it.
        untyped: Its columns that are text because nothing says otherwise.
        delimiter: Between the fields of its file.
        rows: The window whose values decide; None for all.
        missing: What a person said is missing.
    """

    ask: Ask
    scan: str
    name: str = ""
    untyped: frozenset[str] = frozenset()
    delimiter: str = ""
    rows: range | None = None
    missing: tuple[str, ...] = ()
    columns: dict[str, Column] = field(init=False)
    seen: dict[str, Seen] = field(init=False)
    forms: dict[str, Form] = field(init=False)

    def __post_init__(self) -> None:
        """Look at all columns of text once."""
        self.scan = self._decoded()
        self.columns = {column.name: column for column in columns_of(self.ask, self.scan)}
        texts = [name for name in self.columns if name in self.untyped]
        self.seen = look_at(self.ask, self.window, texts, self.missing) if texts else {}
        self.forms = {}

    def read_as_text(self, names: Sequence[str]) -> None:
        """Take typed columns for text, as if their file had no types."""
        if not names:
            return
        listed = ", ".join(f"{_plainly(self.columns[name])} AS {quoted(name)}" for name in names)
        self.scan = f"({select(f'* REPLACE ({listed})', self.scan)})"
        self.untyped |= set(names)
        self.columns = {column.name: column for column in columns_of(self.ask, self.scan)}
        self.seen |= look_at(self.ask, self.window, names, self.missing)

    @property
    def window(self) -> str:
        """What reads the rows whose values decide."""
        return cut(self.scan, self.rows)

    def _decoded(self) -> str:
        """Read bytes that are all text as text: older writers of parquet leave its type out."""
        texts = [
            quoted(column.name)
            for column in columns_of(self.ask, self.scan)
            if column.engine_type == BYTES and self._holds_text(quoted(column.name))
        ]
        if not texts:
            return self.scan
        listed = ", ".join(f"TRY(decode({name})) AS {name}" for name in texts)
        return f"({select(f'* REPLACE ({listed})', self.scan)})"

    def _holds_text(self, name: str) -> bool:
        """Look at the first rows before all of them."""
        counts = f"count(TRY(decode({name}))), count({name})"
        for source in (f"({select(name, self.window, f'LIMIT {FIRST_ROWS}')})", self.window):
            ((texts, present),) = self.ask(select(counts, source))
            if texts < present or not present:
                return False
        return True

    def value(self, name: str) -> str:
        """Write SQL that reads a column as it is settled."""
        form = self.forms.get(name)
        return form.sql(name, self.missing) if form else quoted(name)


def _plainly(column: Column) -> str:
    """Write SQL that writes a value as a CSV file would: whole numbers without a fraction."""
    name = quoted(column.name)
    text = f"CAST({name} AS VARCHAR)"
    if is_text(column) or column.engine_type.upper() in WHOLE:
        return text
    whole = f"CAST(TRY_CAST({name} AS BIGINT) AS VARCHAR)"
    return f"CASE WHEN {name} = trunc({name}) THEN coalesce({whole}, {text}) ELSE {text} END"


def is_text(column: Column) -> bool:
    """Return whether a column is of a type of text, and not a list of texts."""
    return column.engine_type.startswith(TEXTS_AND_CODES) and column.kind is not Kind.OTHER
